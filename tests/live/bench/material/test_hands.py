from __future__ import annotations

import itertools

from gesturegan_live.bench.material.hands import SENSORS, moving


def test_every_sensor_sends_in_turn_and_moves_within_its_range() -> None:
    sent = list(itertools.islice(moving(), 3000))
    assert [address for address, _ in sent[:3]] == [f"/{name}" for name in SENSORS]
    for address, values in sent:
        assert len(values) == SENSORS[address[1:]]
        assert all(0 <= value <= 1 for value in values)
    touches = [tuple(values) for address, values in sent if address == "/touch"]
    assert len(set(touches)) == len(touches)
    assert list(itertools.islice(moving(), 3000)) == sent
