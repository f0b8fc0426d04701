"""The addresses by which a client follows what the instrument is doing."""

from __future__ import annotations

from dataclasses import replace

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import Route

LEASE = 10.0  # seconds that a subscription lasts

_ADDRESS = Argument("address", "s")

FOLLOWING_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/subscribe",
        "subscribe",
        (_ADDRESS, Argument("rate", "f", 0.1, 100, optional=True)),
        "tell this client the values of that address (or pattern): all of them at once, then each as it changes, so "
        f"often a second at most (10 if no rate is named). It ends after {LEASE:g} s; whoever sends it again has as "
        "many more, and all values again. `/done … address seconds`",
        "per second",
        writable=False,
    ),
    Route(
        "/gan/unsubscribe",
        "unsubscribe",
        (replace(_ADDRESS, optional=True),),
        "tell this client no more of that address (or pattern), or of any if none is named",
        writable=False,
    ),
)
