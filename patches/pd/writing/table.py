"""What the patches take from the instrument's message table: addresses, ranges, units, meanings."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))  # run from a checkout, installed or not

from gesturegan_live.control.messages.routes.route import Route
from gesturegan_live.control.messages.routes.table import ROUTES

VOICE = "/gan/voice/{n}/"
OF_VOICE: dict[str, Route] = {
    route.address.removeprefix(VOICE): route for route in ROUTES if route.address.startswith(VOICE)
}
OF_ALL: dict[str, Route] = {route.address: route for route in ROUTES if "{n}" not in route.address}
INLETS = ("gate", "gain", "pan", "rate", "transpose", "position")
VOICES = 8  # that a show has unless it says otherwise


def ends(route: Route, argument: int = 0) -> tuple[float, float]:
    """Range of one of its arguments."""
    return route.arguments[argument].low, route.arguments[argument].high
