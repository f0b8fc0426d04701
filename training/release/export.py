"""From a training run to a bundle.

Conventions
-----------
The running average of the generator is what is played, and the encoder's goes with it, where there is one. Both are
written twice, as a Keras model and as OpenVINO IR; both forms are loaded again and must make the same of the same.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from gesturegan_live import __version__
from gesturegan_live.finding.search import own_sounds
from gesturegan_live.models import bundle, sounds
from training.dataset.manifest import Dataset
from training.metrics.model import Model
from training.networks import FEATURES, continuing
from training.recipes import recipe
from training.release import axes, forms, papers, presets
from training.release.played import Played
from training.runs import checkpoint
from training.runs.diary import preview
from training.runs.run import Run
from training.runs.train import build
from training.teaching.conditions import conditions
from training.teaching.gan import Gan

HEARD = 6  # of them in the preview's sound

Array = NDArray[np.float32]


def export(
    run: Run,
    output: Path,
    name: str,
    licence: str = "",
    tell: Callable[[str], object] = lambda _line: None,
    step: int | None = None,
) -> bundle.Bundle:
    """Write the run's best checkpoint as a bundle; of those that are damaged the newest whole one.

    Parameters
    ----------
    licence : str
        Terms that whoever trained the model gives it; empty leaves them unstated.
    tell : callable
        Given a line for each checkpoint that is damaged, and for each quality that no axis could be called by.
    step : int or None
        Of the checkpoint that is taken instead of the best.

    Raises
    ------
    ValueError
        Where the run has no whole checkpoint, its dataset is another one now, or the two forms of the generator
        disagree.
    """
    if not checkpoint.ranked(run.checkpoints):
        raise ValueError(f"{run.path}: has no checkpoint yet")
    dataset = run.dataset()
    names, _ = conditions(run.config.condition, dataset)
    gan = build(run, dataset.codec, "float32", len(names))
    if step is None:
        restore(run, gan, tell)
    else:
        checkpoint.restore(checkpoint.at(run.checkpoints, step), gan.state())
    generator = gan.average
    model = Model(generator, dataset.codec, gan.latent_dim, names)
    chosen = presets.choose(model, run.config.seed)
    played = Played.of(model)
    found = axes.find(played, FEATURES, seed=run.config.seed, tell=tell)

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        forms.save(generator, folder, "generator", _outputs(generator))
        forms.check(folder, "generator", gan.points(8, gan.seed))
        if (encoder := gan.finder()) is not None:
            forms.save(encoder, folder, "encoder", ("z",))
            forms.check(folder, "encoder", chosen.images)
        preview.save_grid(folder / "preview.png", chosen.images, dataset.codec, columns=4)
        preview.save_sound(folder / "preview.flac", chosen.images[:HEARD], dataset.codec)
        provenance = _provenance(run, dataset, int(gan.step.numpy()), licence)
        own = own_sounds(model.images, dataset.codec, gan.latent_dim, names, run.config.seed)
        own.write(folder / sounds.FILE)
        continuing.write(gan.discriminator, folder / continuing.FILE)
        made = dataclasses.replace(recipe.of(run, dataset, int(gan.step.numpy()), licence), name=name)
        (folder / recipe.FILE).write_text(recipe.text(made), encoding="utf-8")
        card = papers.card(name, run, dataset, provenance, conditions=names, presets=chosen.names, axes=found.effects)
        (folder / "README.md").write_text(card, encoding="utf-8")
        (folder / "LICENSE").write_text(papers.licence(name, dataset, licence), encoding="utf-8")
        return bundle.write(
            output,
            name=name,
            codec=dataset.codec,
            latent_dim=gan.latent_dim,
            conditions=names,
            provenance=provenance,
            presets=dict(zip(chosen.names, chosen.points.tolist(), strict=True)),
            preset_conditions=dict(zip(chosen.names, chosen.conditions.tolist(), strict=True)) if names else {},
            axes=found.directions,
            couplings=played.couplings,
            axis_names=found.names,
            axis_effects=found.effects,
            files={path.name: path for path in sorted(folder.iterdir())},
        )


def restore(run: Run, gan: Gan, tell: Callable[[str], object]) -> None:
    """Put the best checkpoint's values into networks, or the newest whole one's where it is damaged, and say so."""
    chosen, damaged = checkpoint.restore_newest(checkpoint.ranked(run.checkpoints), gan.state())
    for path in damaged:
        tell(f"{path}: is damaged; {chosen.name} is taken, of step {int(gan.step.numpy())}")


def _outputs(generator: keras.Model) -> tuple[str, ...]:
    """Name a generator's images: the whole one, and smaller ones by their sides."""
    sides = [f"image_{height}x{width}" for _, height, width, _ in (image.shape for image in generator.outputs[1:])]
    return ("image", *sides)


def _provenance(run: Run, dataset: Dataset, step: int, licence: str) -> dict[str, Any]:
    return {
        "licence": licence or "not stated",
        "corpus": dataset.corpus,
        "recordings": len(dataset.sources),
        "clips": dataset.clips,
        "dataset_sha256": dataset.digest,
        "held_out": list(run.split(dataset).files),
        "licences": dataset.licences(),
        "packages": dataset.packages(),
        "model": run.config.model,
        "preset": run.config.preset,
        "steps": step,
        "batch": run.config.batch,
        "seed": run.config.seed,
        "made_with": f"gesturegan {__version__}",
        "made_on": datetime.now(UTC).date().isoformat(),
    }
