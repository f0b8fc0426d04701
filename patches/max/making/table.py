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
INLETS = tuple(
    (name, " ".join(filter(None, (OF_VOICE[name].range, OF_VOICE[name].unit))))
    for name in ("gate", "gain", "pan", "rate", "transpose", "position")
)
