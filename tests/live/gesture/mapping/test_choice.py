"""What examples teach to choose, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.gesture.mapping.choice import learned


def poses(rng, count, centres, spread=0.08):
    numbers = np.arange(count) % len(centres)
    return centres[numbers] + spread * rng.standard_normal((count, centres.shape[1])), numbers.astype(float)


def recorded(recordings):
    """What a watch has recorded, every two seconds: how much each acceleration moves, and how roughly."""
    with np.load(Path(__file__).parents[3] / "golden" / "motions.npz") as file:
        motions, kinds = file["motions"].astype(np.float64)[recordings], file["kinds"][recordings]
    pieces = motions.reshape(len(motions), 5, 20, 3)
    x = np.log(np.concatenate([pieces.std(axis=2), np.abs(np.diff(pieces, axis=2)).mean(axis=2)], axis=2) + 0.01)
    return x.reshape(-1, 6), kinds.repeat(5).astype(float)


def named(choosing, x):
    return np.array([choosing(each)[0] for each in x])


@pytest.mark.parametrize("seed", range(5))
def test_poses_are_told_apart_and_others_left_alone(seed):
    rng = np.random.default_rng(seed)
    centres = rng.uniform(-1, 1, (5, 3))
    while np.min(np.linalg.norm(centres[:, None] - centres[None], axis=2) + 9 * np.eye(5)) < 0.7:
        centres = rng.uniform(-1, 1, (5, 3))
    x, numbers = poses(rng, 32, centres[:4])
    choosing = learned(x, numbers)
    assert choosing.trained.error == 0
    held_out, wanted = poses(rng, 200, centres[:4])
    assert (named(choosing, held_out) == wanted).mean() > 0.9
    never_taught, _ = poses(rng, 100, centres[4:])
    assert (named(choosing, never_taught) == -1).mean() > 0.95
    between = [(centres[a] + centres[b]) / 2 for a in range(4) for b in range(a)]
    assert (named(choosing, between) == -1).mean() > 0.6


def test_recorded_motions_are_told_apart_as_well_as_by_the_nearest():
    x, kinds = recorded(slice(0, 40))
    held_out, wanted = recorded(slice(40, 80))
    found = named(learned(x, kinds, networks=True), held_out)
    nearest = kinds[np.linalg.norm((held_out[:, None] - x[None]) / x.std(axis=0), axis=2).argmin(axis=1)]
    assert (found == wanted).mean() > 0.92
    assert (found == wanted)[found >= 0].mean() >= (nearest == wanted).mean() - 0.01


@pytest.mark.parametrize("never_taught", [0, 3])
def test_recorded_motions_that_were_not_taught_are_mostly_left_alone(never_taught):
    """Standing and badminton: what lies between motions that were taught, as walking does, is taken for one of them."""
    x, kinds = recorded(slice(0, 40))
    held_out, wanted = recorded(slice(40, 80))
    taught = [kind for kind in range(4) if kind != never_taught]
    numbers = np.array([taught.index(kind) for kind in kinds if kind in taught], float)
    choosing = learned(x[kinds != never_taught], numbers)
    assert (named(choosing, held_out[wanted == never_taught]) == -1).mean() > 0.8
    rest = wanted != never_taught
    assert (named(choosing, held_out[rest]) == [taught.index(kind) for kind in wanted[rest]]).mean() > 0.9


def test_it_says_how_good_it_is():
    rng = np.random.default_rng(0)
    x, numbers = poses(rng, 20, np.eye(2), 0.4)
    choosing = learned(x, numbers)
    right, nearest = (round(20 * (1 - error)) for error in (choosing.trained.error, choosing.trained.nearest))
    kind = choosing.trained.kind
    assert choosing.words == f"by {kind} it names {right} of 20 rightly from the others, the nearest alone {nearest}"


def test_one_example_of_each_is_enough_to_begin():
    choosing = learned(np.eye(3), np.arange(3.0))
    assert [choosing(each)[0] for each in np.eye(3)] == [0, 1, 2]
    assert choosing(np.array([0.5, 0.5, 0.0]))[0] == -1
    assert choosing(np.array([9.0, 0.0, 0.0]))[0] == -1


def test_examples_in_one_place_of_each_do_no_harm():
    x = np.repeat(np.eye(2), 4, axis=0)
    choosing = learned(x, np.repeat([0.0, 1.0], 4))
    assert choosing(x[0] + 0.01)[0] == 0
    assert choosing(np.array([0.5, 0.5]))[0] == -1


@pytest.mark.parametrize(
    ("numbers", "line"), [([], "0 examples of 1 name: wanted two names"), ([0, 0, 0], "3 examples of 1 name")]
)
def test_what_teaches_nothing_is_refused(numbers, line):
    with pytest.raises(ValueError, match=line):
        learned(np.eye(3)[: len(numbers)], np.array(numbers, float))
