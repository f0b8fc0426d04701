from __future__ import annotations

import pytest

from gesturegan_live.bench.material.piece import HAND, piece
from gesturegan_live.control.messages.arguments import check
from gesturegan_live.control.messages.places import Addresses

PRESETS = ("low", "high", "far")


@pytest.mark.parametrize(("seconds", "voices"), [(12.0, 4), (60.0, 8), (600.0, 32)])
def test_every_message_is_valid_and_comes_in_its_time(seconds: float, voices: int) -> None:
    messages = piece(seconds, voices, 16, PRESETS, "other")
    addresses = Addresses(voices, 16)
    for at, address, values in messages:
        assert 0.0 <= at <= seconds
        (place,) = addresses.find(address)
        check(place.route.arguments, values)
    assert [at for at, _, _ in messages] == sorted(at for at, _, _ in messages)
    assert piece(seconds, voices, 16, PRESETS, "other") == messages


def test_it_asks_for_all_that_a_concert_holds() -> None:
    messages = piece(60.0, 8, 16, PRESETS, "other")
    said = {values[0] for _, address, values in messages if address.rpartition("/")[2] in ("mode", "gesture", "recall")}
    assert said >= {"endless", "pingpong", "trigger", "trigger-continuous", "continuous-variation", "repetition"}
    assert said >= {"one", "other"}
    names = {address.rpartition("/")[2] for _, address, _ in messages}
    takes = [address.rpartition("/")[2] for _, address, _ in messages if address.startswith("/gan/take/")]
    assert takes == ["record", "record", "record", "loop", "speed"]
    assert names >= {"wander", "energy", "load", "store", "z", "azimuth", "rate", "transpose", "growth", "stop"}
    assert names >= {"on", "off", "bend", "pressure"}
    gates = {address for _, address, _ in messages if address.endswith("gate")}
    assert gates == {f"/gan/voice/{voice}/gate" for voice in range(1, 7)}  # keys play two
    assert max(at for at, address, _ in messages if address.endswith("gate")) < 60 / 8
    points = sum(address.endswith("/z") for _, address, _ in messages)
    assert points == pytest.approx(4 * HAND * 0.32 * 60, rel=0.02)


def test_a_model_without_presets_is_played_too() -> None:
    assert not [address for _, address, _ in piece(30.0, 4, 8, (), "other") if "preset" in address]
