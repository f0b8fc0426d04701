"""What is judged or looked into: a bundle, by its folder or by its name, or the best checkpoint of a run.

Conventions
-----------
Names are those that ``gesturegan-live`` takes. A run is its folder; nothing of it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.models.couplings import Couplings
from gesturegan_live.show.home import Home
from training.runs import checkpoint
from training.runs import run as runs
from training.runs.run import Run

if TYPE_CHECKING:
    from training.metrics.model import Model


@dataclass(frozen=True, eq=False)
class Subject:
    """A model that is not loaded yet.

    Attributes
    ----------
    provenance : mapping
        What is known of how it was taught.
    load : callable
        Loads its networks, given what takes a line for each checkpoint that is damaged.
    bundle : Bundle or None
        Where it is one.
    axes : (ndarray, ndarray)
        Directions (A, latent_dim) and deviations (A,); A is 0 where there are none.
    couplings : Couplings or None
        Among whose codes axes are straight; None where they are among points.
    """

    name: str
    codec: Codec
    provenance: Mapping[str, Any]
    load: Callable[[Callable[[str], object]], Model]
    bundle: Bundle | None = None
    axes: tuple[NDArray[np.float32], NDArray[np.float32]] = (np.zeros((0, 1), np.float32), np.zeros(0, np.float32))
    axis_names: tuple[str, ...] = ()
    couplings: Couplings | None = None
    presets: Mapping[str, list[float]] = field(default_factory=dict)
    preset_conditions: Mapping[str, list[float]] = field(default_factory=dict)


def find(name_or_folder: str, home: Home, data: Path | None = None) -> Subject:
    """Find a model by name, or by the folder of a bundle or of a run, whose dataset may lie elsewhere now."""
    folder = Path(name_or_folder).expanduser()
    if (folder / runs.FILE).is_file():
        return _of_run(runs.read(folder).moved(data))
    bundle = library.find(name_or_folder, home)

    def load(_tell: Callable[[str], object]) -> Model:
        from training.metrics.model import load

        return load(bundle)

    return Subject(
        bundle.name,
        bundle.codec,
        bundle.provenance,
        load,
        bundle,
        bundle.axes(),
        bundle.axis_names,
        bundle.couplings(),
        bundle.presets,
        bundle.preset_conditions,
    )


def _of_run(run: Run) -> Subject:
    dataset = run.dataset()
    codec = dataset.codec

    def load(tell: Callable[[str], object]) -> Model:
        from training.metrics.model import Model
        from training.runs.train import build
        from training.teaching.conditions import conditions

        if not checkpoint.ranked(run.checkpoints):
            raise ValueError(f"{run.path}: has no checkpoint yet")
        names, _ = conditions(run.config.condition, dataset)
        gan = build(run, codec, "float32", len(names))
        chosen, damaged = checkpoint.restore_newest(checkpoint.ranked(run.checkpoints), gan.state())
        for path in damaged:
            tell(f"{path}: is damaged; {chosen.name} is taken")
        return Model(gan.average, codec, gan.latent_dim, names, gan.finder())

    known = {"dataset_sha256": run.config.digest, "held_out": list(run.split(dataset).files)}
    return Subject(run.path.resolve().name, codec, known, load)
