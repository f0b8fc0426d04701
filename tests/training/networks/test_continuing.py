"""Networks begin from a model's: what it has learnt is there, for sounds and conditions that it does not know."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.models.bundle import Bundle
from tests.training.networks.test_beginning import CODEC, IMAGES, KINDS
from training.networks import NETWORKS, beginning, continuing
from training.networks.continuing import Earlier
from training.networks.gesturegan import PRESETS
from training.teaching.gan import Gan


def _gan(model: str, conditions: int, seed: int = 1) -> Gan:
    network = NETWORKS[model]
    return network.build("tiny", CODEC.image_shape, conditions, network.recipe, seed)


def _earlier(gan: Gan, names: tuple[str, ...]) -> Earlier:
    own, projection = continuing.weights(gan.discriminator)
    judge = tuple(np.asarray(weight) for weight in own)
    return Earlier(gan.average, gan.finder(), names, judge, None if projection is None else np.asarray(projection))


def _taught(names: tuple[str, ...]) -> Gan:
    gan = _gan("gesturegan", len(names))
    beginning.begin(PRESETS["tiny"], gan, IMAGES, KINDS[:, : len(names)], CODEC, taught=False)  # type: ignore[arg-type]
    draw = np.random.default_rng(5)
    for network in (gan.generator, gan.discriminator):
        for weight in network.trainable_weights:
            weight.assign(weight + draw.normal(0, 0.1, weight.shape))
    gan.settle()
    return gan


@pytest.mark.parametrize("names", [(), ("a", "b")], ids=str)
def test_from_the_same_sounds_it_draws_what_the_model_draws(names: tuple[str, ...]) -> None:
    taught = _taught(names)
    gan = _gan("gesturegan", len(names), 2)
    kinds = KINDS[:, : len(names)]
    earlier = _earlier(taught, names)
    beginning.begin(PRESETS["tiny"], gan, IMAGES, kinds, CODEC, taught=False, earlier=earlier, names=names)  # type: ignore[arg-type]
    points = gan.points(6, 0)
    wanted, made = np.asarray(taught(points)), np.asarray(gan(points))
    fresh = _gan("gesturegan", len(names), 2)
    beginning.begin(PRESETS["tiny"], fresh, IMAGES, kinds, CODEC, taught=False)  # type: ignore[arg-type]
    apart = np.abs(np.asarray(fresh(points)) - wanted).mean()
    assert apart > 0.01, "the model has learnt something"
    assert np.abs(made - wanted).mean() < 0.1 * apart


def test_conditions_are_known_by_name_and_new_ones_are_as_all_together() -> None:
    taught = _taught(("a", "b"))
    gan = _gan("gesturegan", 3, 2)
    names = ("new", "b", "a")
    kinds = np.eye(3, dtype=np.float32)[np.arange(40) % 3]
    earlier = _earlier(taught, ("a", "b"))
    beginning.begin(PRESETS["tiny"], gan, IMAGES, kinds, CODEC, taught=False, earlier=earlier, names=names)  # type: ignore[arg-type]
    rows = gan.generator.get_layer("style").kernel[-3:]
    theirs = np.asarray(taught.generator.get_layer("style").kernel[-2:])
    np.testing.assert_allclose(rows, [theirs.mean(0), theirs[1], theirs[0]], atol=1e-5)
    projected = np.asarray(continuing.weights(taught.discriminator)[1])
    np.testing.assert_allclose(
        continuing.weights(gan.discriminator)[1], [projected.mean(0), projected[1], projected[0]], atol=1e-5
    )


def test_a_model_without_conditions_is_no_hindrance_nor_is_one_with() -> None:
    for had, names in (((), ("a", "b")), (("a", "b"), ())):
        gan = _gan("gesturegan", len(names), 2)
        earlier = _earlier(_taught(had), had)
        beginning.begin(  # type: ignore[arg-type]
            PRESETS["tiny"], gan, IMAGES, KINDS[:, : len(names)], CODEC, taught=False, earlier=earlier, names=names
        )
        assert np.isfinite(np.asarray(gan(gan.points(3, 0)))).all()


def test_another_family_takes_all_weights_over_and_refuses_other_conditions() -> None:
    taught, gan = _gan("dcgan", 2, 1), _gan("dcgan", 2, 2)
    continuing.take(gan, _earlier(taught, ("a", "b")), ("a", "b"))
    points = gan.points(4, 0)
    np.testing.assert_allclose(np.asarray(gan(points)), np.asarray(taught(points)), atol=1e-6)
    for variable, wanted in zip(gan.discriminator.weights, taught.discriminator.weights, strict=True):
        np.testing.assert_array_equal(variable, wanted)
    with pytest.raises(ValueError, match="its conditions are a, b, expected a, c"):
        continuing.take(gan, _earlier(taught, ("a", "b")), ("a", "c"))


def test_a_discriminator_is_written_as_whole_steps_and_read_nearly_as_it_was(
    tmp_path: Path, tiny_bundle: Bundle
) -> None:
    gan = _gan("dcgan", 2)
    continuing.write(gan.discriminator, tmp_path / continuing.FILE)
    own, projection = continuing.weights(gan.discriminator)
    assert (tmp_path / continuing.FILE).stat().st_size < 1.5 * sum(int(np.prod(w.shape)) for w in own) + 20_000
    shutil.copytree(tiny_bundle.path, tmp_path / "bundle")
    shutil.copy(tmp_path / continuing.FILE, tmp_path / "bundle")
    gan.average.save(tmp_path / "bundle" / "generator.keras")
    files = tiny_bundle.files | {continuing.FILE, "generator.keras"}
    held = dataclasses.replace(tiny_bundle, path=tmp_path / "bundle", files=files, conditions=("a", "b"))
    earlier = continuing.read(held)
    assert earlier.projection is not None
    for variable, value in zip([*own, projection], [*earlier.discriminator, earlier.projection], strict=True):
        wanted = np.asarray(variable)
        np.testing.assert_allclose(value, wanted, atol=np.abs(wanted).max() / 253)
    (tmp_path / "bundle" / continuing.FILE).write_bytes(b"PK")
    with pytest.raises(ValueError, match=r"discriminator\.npz: unreadable"):
        continuing.read(held)
