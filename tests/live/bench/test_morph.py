"""The drone that ships, moved: with the takeover that it has nothing clicks, without one it does."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gesturegan_live.audio.spectral import voice as spectral
from gesturegan_live.bench.cli import app
from gesturegan_live.bench.morph import STATES, _crossed, _way, measure
from gesturegan_live.models.bundle import Bundle

MOVES = 40


def test_moves_of_the_drone_do_not_click() -> None:
    rows, _ = measure(MOVES, "textures", "openvino", far=1)
    made = {(row.state, row.made_by): row for row in rows}
    for state in STATES:
        assert made[state, "instrument"].moves == MOVES
        assert made[state, "instrument"].clicks == 0
        assert made[state, "nothing"].clicks == 0
        assert made[state, "nothing"].flux_max > 0.1  # it is the drone that is measured, and not silence
    assert made["frozen", "cut"].clicks > MOVES / 10


def test_an_instant_takeover_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spectral, "TAKEOVER_SECONDS", 0.0)
    rows, _ = measure(MOVES, "textures", "openvino", far=1)
    clicks = {row.state: row.clicks for row in rows if row.made_by == "instrument"}
    assert clicks["frozen"] > MOVES / 10


def test_a_move_is_judged_where_it_is_heard(tiny_bundle: Bundle) -> None:
    _, heard = measure(3, str(tiny_bundle.path), "openvino", far=1)
    for performance in heard.values():
        assert len(performance.moves) == 3
        assert set(np.diff(performance.moves) > 0) == {True}
        assert {len(ratios) for ratios in performance.ratios.values()} == {3}


def test_moves_never_stay_and_are_small_as_often_as_not() -> None:
    way = [0, *_way(12, 2000, np.random.default_rng(0))]
    assert set(way) == set(range(12))
    assert all(old != new for old, new in itertools.pairwise(way))
    near = np.mean([old // 4 == new // 4 for old, new in itertools.pairwise(way)])
    assert 0.55 < near < 0.7


def test_a_crossfade_begins_where_the_move_is_and_ends_in_time() -> None:
    before, after = np.zeros(1000, np.float32), np.ones(1000, np.float32)
    cut, crossed = _crossed(before, after, 0), _crossed(before, after, 100)
    np.testing.assert_array_equal(cut, np.arange(1000) >= 256)
    assert (crossed[:256] == 0).all()
    assert (crossed[355:] == 1).all()
    assert (np.diff(crossed) >= 0).all()


def test_the_command_draws_and_prints(tiny_bundle: Bundle, tmp_path: Path) -> None:
    picture = tmp_path / "morph.png"
    said = CliRunner().invoke(
        app, ["morph", "--bundle", str(tiny_bundle.path), "--moves", "3", "--json", "--plot", str(picture)]
    )
    rows = json.loads(said.stdout)
    assert {(row["state"], row["made_by"]) for row in rows} >= {(state, "instrument") for state in STATES}
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_an_unknown_preset_is_named(tiny_bundle: Bundle) -> None:
    with pytest.raises(ValueError, match="preset 'loud': wanted one of low, high"):
        measure(1, str(tiny_bundle.path), "openvino", "loud", far=1)
