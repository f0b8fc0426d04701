"""Rings of loudspeakers, and the gains of a voice on each of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.show.loudspeakers import WIDEST_PAIR, even_ring, in_order, pan_row, ring_row

azimuths = st.floats(-180, 180)
rings = st.lists(st.integers(-179, 180), min_size=1, max_size=12, unique=True)


def _row(azimuth: float, distance: float, ring: list[float] | tuple[float, ...]) -> np.ndarray:
    row = [0.0] * len(ring)
    ring_row(azimuth, distance, *in_order(ring), row)
    return np.array(row)


def test_an_even_ring_goes_clockwise_from_the_front_left() -> None:
    assert even_ring(1) == (0.0,)
    assert even_ring(2) == (90.0, -90.0)
    assert even_ring(3) == (60.0, -60.0, 180.0)
    assert even_ring(8) == (22.5, -22.5, -67.5, -112.5, -157.5, 157.5, 112.5, 67.5)


@given(ring=rings, azimuth=azimuths, distance=st.floats(0, 1))
def test_the_energy_is_one_and_no_gain_is_negative(ring: list[float], azimuth: float, distance: float) -> None:
    row = _row(azimuth, distance, ring)
    assert (row**2).sum() == pytest.approx(1.0)
    assert row.min() >= -1e-12


@given(ring=rings)
def test_at_a_loudspeaker_it_sounds_alone(ring: list[float]) -> None:
    for channel, azimuth in enumerate(ring):
        np.testing.assert_allclose(_row(azimuth, 1.0, ring), np.eye(len(ring))[channel], atol=1e-9)


@given(ring=rings, azimuth=azimuths)
def test_on_the_ring_only_the_two_beside_it_sound(ring: list[float], azimuth: float) -> None:
    audible = np.flatnonzero(_row(azimuth, 1.0, ring) > 1e-9)
    assert len(audible) <= 2
    if len(audible) == 2:
        first, second = ((ring[channel] - azimuth) % 360 for channel in audible)
        nearest_left, nearest_right = min((a - azimuth) % 360 for a in ring), min((azimuth - a) % 360 for a in ring)
        assert sorted((first, second)) == pytest.approx(sorted((nearest_left, 360 - nearest_right)))


@given(channels=st.integers(4, 16), azimuth=azimuths)
def test_the_base_vectors_add_up_to_the_direction(channels: int, azimuth: float) -> None:
    ring = np.radians(even_ring(channels))
    row = _row(azimuth, 1.0, even_ring(channels))
    direction = math.atan2((row * np.sin(ring)).sum(), (row * np.cos(ring)).sum())
    assert math.cos(direction - math.radians(azimuth)) == pytest.approx(1.0)


@given(ring=rings, azimuth=azimuths, distance=st.floats(0, 1))
def test_a_small_move_is_a_small_change_all_the_way_round(ring: list[float], azimuth: float, distance: float) -> None:
    nearest = min((abs(a - b) % 360 for a in ring for b in ring if a != b), default=360)
    step = np.abs(_row(azimuth, distance, ring) - _row(azimuth + 0.01, distance, ring)).max()
    assert step < 0.02 / min(nearest, 60)


def test_a_wide_gap_is_crossed_with_equal_power() -> None:
    ring = (30.0, -30.0)
    assert WIDEST_PAIR < 300.0
    np.testing.assert_allclose(_row(180.0, 1.0, ring), [0.5**0.5] * 2)
    np.testing.assert_allclose(_row(105.0, 1.0, ring), [math.cos(math.pi / 8), math.sin(math.pi / 8)])
    np.testing.assert_allclose(_row(0.0, 1.0, ring), [0.5**0.5] * 2)


def test_on_a_pair_azimuth_is_heard_to_the_sides_and_the_back_folds_to_the_front() -> None:
    for azimuth, pan in ((90, -1), (45, -0.5), (0, 0), (-30, 1 / 3), (-90, 1), (-150, 1 / 3), (180, 0)):
        row = [0.0, 0.0]
        pan_row(pan, row)
        np.testing.assert_allclose(_row(azimuth, 1.0, even_ring(2)), row, atol=1e-9)


def test_in_the_middle_all_are_equal_and_on_the_way_the_nearest_is_loudest() -> None:
    np.testing.assert_allclose(_row(77.0, 0.0, even_ring(8)), [8**-0.5] * 8)
    spread = [np.sort(_row(22.5, distance, even_ring(8)))[::-1] for distance in (1.0, 0.75, 0.5, 0.25)]
    loudest, others = np.array([row[0] for row in spread]), np.array([row[1] for row in spread])
    assert (np.diff(loudest) < 0).all()
    assert (np.diff(others) > 0).all()
    assert (loudest > others).all()


@given(channels=st.integers(2, 16), pan=st.floats(-1, 1))
def test_pan_has_equal_power_between_two_neighbours(channels: int, pan: float) -> None:
    row = np.zeros(channels)
    pan_row(pan, row)
    assert (row**2).sum() == pytest.approx(1.0)
    audible = np.flatnonzero(row > 1e-9)
    assert len(audible) <= 2
    assert audible[-1] - audible[0] <= 1
    place = (pan + 1) / 2 * (channels - 1)
    assert abs(audible - place).max() <= 1.0


def test_pan_reaches_the_ends_and_one_channel_is_a_sum() -> None:
    row = np.zeros(5)
    for pan, loudspeaker in ((-1.0, 0), (0.0, 2), (1.0, 4)):
        pan_row(pan, row)
        np.testing.assert_allclose(row, np.eye(5)[loudspeaker], atol=1e-12)
    mono = np.zeros(1)
    pan_row(-0.3, mono)
    assert mono[0] == 1.0
