"""What goes wrong in a GAN, noticed by figures."""

from __future__ import annotations

import numpy as np
import pytest

from training.runs import watch
from training.runs.watch import LONG, Watch

SOUND = {"d_loss": 1.2, "g_loss": 0.9, "real_accuracy": 0.8, "fake_accuracy": 0.7, "g_gradient": 2.0}


def _images(count: int, spread: float = 1.0, seed: int = 0) -> np.ndarray:
    """Levels that differ from image to image."""
    level = np.random.default_rng(seed).uniform(-spread, spread, (count, 1, 1, 1))
    return np.broadcast_to(level, (count, 32, 16, 1)).astype(np.float32)


def test_spread_is_one_where_images_are_as_varied_as_recordings() -> None:
    seen = Watch(_images(200), {}, {})
    assert seen.spread(_images(200, seed=1)) == pytest.approx(1, abs=0.1)
    assert seen.spread(_images(200, spread=0.1, seed=1)) == pytest.approx(0.1, abs=0.02)
    assert seen.spread(_images(200, spread=0)) == 0


def test_a_collapse_is_a_fall() -> None:
    young = Watch(_images(20), {}, {})
    assert young.judge(0.05) is None  # an untaught generator makes one image
    assert young.judge(0.5) is None
    assert "collapsed to 0.050 of the recordings' spread" in str(young.judge(0.05))
    taken_up = Watch(_images(20), {}, {"spread": np.array([0.1, 0.6])})
    assert "collapsed" in str(taken_up.judge(0.05))
    assert young.judge(np.nan) == "the spread of generated images is nan"


def test_what_is_not_finite_is_named() -> None:
    seen = Watch(_images(4), {}, {})
    assert seen.step(SOUND) is None
    assert seen.step(SOUND | {"g_gradient": np.inf}) == "g_gradient is inf"
    assert seen.step(SOUND | {"d_loss": np.nan}) == "d_loss is nan"


def test_a_discriminator_that_has_won_is_noticed_after_long() -> None:
    won = SOUND | {"real_accuracy": 1.0, "fake_accuracy": 1.0, "g_gradient": 1e-4}
    log = {name: np.full(LONG, SOUND[name]) for name in ("real_accuracy", "fake_accuracy", "g_gradient")}
    seen = Watch(_images(4), log, {})
    for _ in range(LONG - 1):
        seen.step(won)
    assert seen.judge(1.0) is None
    seen.step(won)
    assert f"the discriminator was right {LONG} times" in str(seen.judge(1.0))
    for _ in range(LONG):
        seen.step(won | {"g_gradient": 1.0})  # it wins, and yet it teaches
    assert seen.judge(1.0) is None


def test_steps_without_a_discriminator_are_not_judged_by_it() -> None:
    alone = {"likeness": 0.3, "g_gradient": 9.0}
    won = SOUND | {"real_accuracy": 1.0, "fake_accuracy": 1.0, "g_gradient": 8e-3}
    begun = Watch(_images(4), {name: np.full(LONG, value) for name, value in alone.items()}, {})
    for report in (alone, won | {"g_gradient": 9.0}, *[won] * (LONG - 1), *[alone] * LONG):
        assert begun.step(report) is None
    assert begun.judge(1.0) is None, "against the discriminator its gradients began at 0.008"


def test_images_that_fill_little_of_their_range_are_told() -> None:
    images = np.random.default_rng(0).uniform(-1, 1, (8, 32, 16, 2)).astype(np.float32)
    assert watch.fills(images) == []
    images[..., 1] = images[..., 1] / 3 - 0.5
    (line,) = watch.fills(images)
    assert line.startswith("channel 2 of the images: only 33% of the range is filled (-0.83 to -0.17 of -1 to 1)")
    many = np.repeat(images[..., 1:], 40, axis=-1)
    assert [line.partition(":")[0] for line in watch.fills(many)] == ["the images"]


def test_seen_from_afar_means_stay() -> None:
    images = np.random.default_rng(1).uniform(-1, 1, (3, 150, 40, 2)).astype(np.float32)
    coarse = watch.coarse(images).reshape(3, -1, 2)
    assert coarse.shape[1] <= 17 * 20
    np.testing.assert_allclose(coarse[:, 0], images[:, :9, :2].mean(axis=(1, 2)), atol=1e-6)
    assert watch.coarse(np.zeros((2, 256, 128, 1), np.float32)).shape == (2, 256)


def test_generated_images_that_fill_much_less_than_recordings_are_told_after_long() -> None:
    recordings = np.random.default_rng(0).uniform(-1, 1, (8, 32, 16, 2)).astype(np.float32)
    recordings[..., 0] = 0  # where recordings fill nothing, nothing is missed
    seen = Watch(recordings, {}, {})
    assert seen.narrow(recordings * 0.6, LONG) is None
    told = "channel 2 of the images: generated ones fill only 40% of the range of recordings (-0.40 to 0.40 of "
    assert str(seen.narrow(recordings * 0.4, LONG)).startswith(told)
    assert seen.narrow(recordings * 0.4, LONG - 1) is None  # it has hardly begun
