from __future__ import annotations

import re

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.routes import voice as voice_routes
from gesturegan_live.control.messages.routes.readme_table import markdown_table
from gesturegan_live.control.messages.routes.route import concrete
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.finding import sound_file
from gesturegan_live.latent import axes, smoothing, space
from gesturegan_live.show.parameters import OUT_PARAMETERS, VOICE_PARAMETERS


def test_limits_are_those_of_the_latent_space():
    assert voice_routes.COORDINATE_LIMIT == space.LIMIT
    assert voice_routes.LONGEST_GLIDE == smoothing.LONGEST
    assert voice_routes.LONGEST_FOUND == sound_file.LONGEST
    assert voice_routes.FARTHEST == axes.FARTHEST


def test_every_address_of_the_design_is_there():
    addresses = {route.address for route in ROUTES}
    assert addresses >= {
        *(f"/gan/voice/{{n}}/{name}" for name in ("z", "z/{i}", "gain", "pan", "rate", "position", "mode", "gate")),
        *(f"/gan/voice/{{n}}/{name}" for name in ("glide", "seed", "condition", "freeze", "axis/{a}", "axes")),
        *(f"/gan/voice/{{n}}/{name}" for name in ("azimuth", "distance", "matrix", "mute")),
        *(f"/gan/preset/{verb}" for verb in ("store", "recall", "delete", "list")),
        *(f"/gan/out/{name}" for name in ("gain", "record", "stop", "panic")),
        *(f"/gan/take/{verb}" for verb in ("record", "stop")),
        *(f"/gan/model/{verb}" for verb in ("list", "load", "info", "axes")),
        *(f"/gan/process/{process}/{what}" for process in ("generator", "audio") for what in ("pid", "restarts")),
        *("/status", "/version", "/sync", "/notify", "/dumpOSC", "/clearSched", "/quit"),
    }
    assert len(addresses) == len(ROUTES)
    parameters = [route for route in ROUTES if route.parameter >= 0 and route.address.startswith("/gan/")]
    assert len(parameters) == len(VOICE_PARAMETERS) + len(OUT_PARAMETERS) + 1  # and the matrix


def test_adm_osc_objects_are_there_by_its_names_and_types():
    types = {route.address: route.types for route in ROUTES if route.address.startswith("/adm/")}
    names = {"azim": "f", "elev": "f", "dist": "f", "aed": "f f f", "x": "f", "y": "f", "z": "f", "xy": "f f"}
    assert types == {f"/adm/obj/{{n}}/{name}": kind for name, kind in (names | {"xyz": "f f f"}).items()} | {
        "/adm/obj/{n}/gain": "f",
        "/adm/obj/{n}/mute": "i",
    }


def test_every_route_is_obeyed_and_every_handler_has_a_route(instrument):
    OscServer(instrument, print, lambda: 0.0)
    dispatcher = instrument._dispatcher
    assert {route.handler for route in ROUTES if route.readable} == set(dispatcher._readers)
    assert {route.handler for route in ROUTES if route.writable or not route.readable} == set(dispatcher.handlers)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.readable], ids=lambda route: route.address)
def test_every_value_is_read_by_its_address_and_its_answer_can_be_sent_back(stage, answers, route):
    stage.model = stage.models_there["metal"]
    instrument = Instrument(stage)
    named = [
        ("/gan/input/learn", "hand", "/accxyz"),
        ("/accxyz", 0.5, 1.5),
        ("/gan/link/add", "swell", "hand/0", "/gan/voice/1/gain"),
        ("/gan/map/add", "play"),
        ("/gan/map/play/inputs", "hand"),
        ("/gan/map/play/outputs", "/gan/voice/1/z"),
        ("/gan/shape/add", "circle", "hand"),
    ]
    for made, *values in named:
        assert instrument.handle(made, values, answers) == answers == []
    if route.address.endswith("/points"):
        instrument.gestures.maps.maps["play"].record(instrument._dispatcher)
    names = {"{input}": "hand", "{link}": "swell", "{map}": "play", "{shape}": "circle"}
    address, *_ = (
        (address for address, _, _ in concrete(route, 3, 2, ("brightness",)))
        if not route.named
        else [re.sub(r"\{\w+\}", lambda name: names[name[0]], route.address)]
    )
    assert instrument.handle(address, [], answers) == []
    [(answered, *values)] = answers
    assert answered == address
    if route.writable:
        assert instrument.handle(address, values, answers) == []
        assert [answer for answer in answers if answer[0] == "/fail"] == []


def test_concrete_addresses():
    coordinate = next(route for route in ROUTES if route.address.endswith("{i}"))
    assert list(concrete(coordinate, 2, 2)) == [
        ("/gan/voice/1/z/0", 0, 0),
        ("/gan/voice/1/z/1", 0, 1),
        ("/gan/voice/2/z/0", 1, 0),
        ("/gan/voice/2/z/1", 1, 1),
    ]
    axis = next(route for route in ROUTES if route.address.endswith("{a}"))
    assert list(concrete(axis, 1, 2, ("attack", ""))) == [
        ("/gan/voice/1/axis/attack", 0, 0),
        ("/gan/voice/1/axis/0", 0, 0),
        ("/gan/voice/1/axis/1", 0, 1),
    ]


def test_the_table_shows_each_route_in_one_row():
    table = markdown_table().splitlines()
    assert len(table) == len(ROUTES) + 2
    assert "| `/gan/voice/{n}/pan` | `f [f]` | -1 to 1, 0 to 600 |  | 0 |" in markdown_table()
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in table} == {7}
