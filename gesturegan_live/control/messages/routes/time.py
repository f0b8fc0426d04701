"""The addresses of time: a tempo, and what waits for it."""

from __future__ import annotations

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import VOICE, Route

SLOWEST, FASTEST = 20.0, 400.0  # gesturegan_live.control.tempo.clock's, in beats a minute; a test holds them equal
MOST_BEATS = 1024.0

BEATS = Route(
    f"{VOICE}/beats",
    "beats",
    (Argument("beats", "f", 0, MOST_BEATS),),
    "how many beats the loop of the voice lasts, from `loop_start` to `loop_end`: `rate` follows the tempo, in the "
    "direction that it has; 0, or another `rate`: it does not",
    "beats",
    "0",
    readable=True,
    law="heaviest",
)

TIME_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/clock/bpm",
        "bpm",
        (Argument("bpm", "f", SLOWEST, FASTEST),),
        "the tempo; the beat that it is goes on. Any message with `/beat` or `/bar` in front of its address "
        "(`/bar/gan/scene/recall`) waits for the next one",
        "beats a minute",
        "120",
        readable=True,
    ),
    Route(
        "/gan/clock/tap",
        "tap",
        (Argument("tap", "i", 0, 1, optional=True),),
        "a beat, now: two or more of them within three seconds of each other set the tempo; any argument but 0 will do",
    ),
    Route(
        "/gan/clock/beat",
        "beat",
        (Argument("beat", "f", 0, 1e9),),
        "which beat it is; sent by another clock it keeps both together",
        "beats",
        "from 0 on",
        readable=True,
        kept=False,
    ),
    Route(
        "/gan/clock/bar",
        "bar",
        (Argument("beats", "i", 1, 64),),
        "how many beats are in a bar; one begins with beat 0",
        "beats",
        "4",
        readable=True,
    ),
)
