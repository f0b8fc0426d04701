"""A training run on disk: what was asked for, in ``run.json``, and where its files lie.

Conventions
-----------
``run.json`` is written when the run begins. From its first checkpoint on, taking a run up again with other settings is
refused, so that what it says stays true. No ML framework is imported here.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from gesturegan_live.show.documents import json_object
from training.dataset import manifest
from training.dataset.manifest import Dataset, write_json
from training.dataset.split import Split
from training.teaching.conditions import CONDITIONS
from training.teaching.precision import PRECISIONS
from training.teaching.recipe import Recipe
from training.teaching.settings import keys, leaves

FILE = "run.json"


@dataclass(frozen=True)
class RunConfig:
    """What a run was asked for.

    Attributes
    ----------
    dataset : str
        Folder of the prepared dataset.
    digest : str
        The dataset's own, so that another dataset in its place is noticed.
    model, preset : str
        Family and preset of the networks.
    batch : int
        Images in a batch.
    seed : int
        Of everything that is drawn.
    precision : str
        A name in `precision.PRECISIONS`.
    recipe : Recipe
        How it is taught.
    condition : str
        What the generator is told besides a latent point, a name in `conditions.CONDITIONS`.
    held_out : float
        Part of the files that it is never taught, by which its best checkpoint is chosen.
    begun_from : str
        Name and digest of the bundle that its networks began from; empty where they began from its dataset.
    """

    dataset: str
    digest: str
    model: str = "dcgan"
    preset: str = "default"
    batch: int = 16
    seed: int = 0
    precision: str = "float32"
    recipe: Recipe = field(default_factory=Recipe)
    condition: str = "none"
    held_out: float = 0.0
    begun_from: str = ""

    def __post_init__(self) -> None:
        if self.batch < 2:
            raise ValueError(f"batch is {self.batch}, expected 2 or more")
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision is {self.precision!r}, expected one of {', '.join(PRECISIONS)}")
        if self.condition not in CONDITIONS:
            raise ValueError(f"condition is {self.condition!r}, expected one of {', '.join(CONDITIONS)}")
        if not 0 <= self.held_out <= 0.5:
            raise ValueError(f"held_out is {self.held_out}, expected 0 to 0.5")
        if not 0 <= self.seed < 2**31:
            raise ValueError(f"seed is {self.seed}, expected 0 to {2**31 - 1}")


@dataclass(frozen=True)
class Run:
    """A run's folder."""

    path: Path
    config: RunConfig

    @property
    def checkpoints(self) -> Path:
        """Folder of the checkpoints."""
        return self.path / "checkpoints"

    @property
    def previews(self) -> Path:
        """Folder of pictures and sounds."""
        return self.path / "previews"

    @property
    def log(self) -> Path:
        """Losses, one row a step."""
        return self.path / "log.csv"

    @property
    def health(self) -> Path:
        """How generated images compare with recordings, one row a checkpoint."""
        return self.path / "health.csv"

    @property
    def scale(self) -> Path:
        """The same figures of recordings, of the baseline and of noise, which those are read by."""
        return self.path / "scale.json"

    @property
    def notes(self) -> Path:
        """What happened, one line each."""
        return self.path / "notes.txt"

    @property
    def events(self) -> Path:
        """Folder of what TensorBoard reads."""
        return self.path / "events"

    @property
    def growth(self) -> Path:
        """Film of all previews and its sound, without their endings."""
        return self.path / "growth"

    @property
    def report(self) -> Path:
        """The run on one page."""
        return self.path / "report.html"

    def split(self, dataset: Dataset) -> Split:
        """Tell which clips of its dataset the run is taught, and which files it never hears."""
        return Split.of(dataset, self.config.held_out, self.config.seed)

    def dataset(self) -> Dataset:
        """Read the dataset that the run is taught.

        Raises
        ------
        ValueError
            Where it is not there, or another one lies in its place.
        """
        found, wanted = manifest.read(Path(self.config.dataset)), self.config.digest
        if found.digest != wanted:
            told = f"its digest is {found.digest[:12]!r}, expected {wanted[:12]!r}"
            raise ValueError(f"{found.path}: is not the dataset that {self.path} was begun with ({told})")
        return found

    def moved(self, data: Path | None) -> Run:
        """Look for the dataset in another place; None leaves it where it was."""
        return self if data is None else replace(self, config=replace(self.config, dataset=str(data.resolve())))


def open_or_begin(path: Path, config: RunConfig) -> Run:
    """Take a run up again, or begin it; while it has no checkpoint, it may begin anew with other settings.

    Its dataset may lie elsewhere now: the digest tells whether it is the same.
    """
    if (path / FILE).is_file():
        run = read(path)
        wanted = dict(leaves(asdict(config)))
        others = [(name, value) for name, value in leaves(asdict(run.config)) if value != wanted[name]]
        others = [(name, value) for name, value in others if name != "dataset"]
        if not others:
            if run.config.dataset != config.dataset:
                write_json(path / FILE, asdict(config))
            return Run(path, config)
        if run.checkpoints.exists() or "TF_CONFIG" in os.environ:  # other hosts may have begun it
            name, value = others[0]
            what = f"was begun with {name} {value!r}, not {wanted[name]!r}"
            if name == "digest":
                what = f"{config.dataset} was prepared anew since it was begun"
            raise ValueError(f"{path}: {what}; begin another run")
    elif path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ValueError(f"{path}: exists and is no run")
    path.mkdir(parents=True, exist_ok=True)
    write_json(path / FILE, asdict(config))
    return Run(path, config)


def read(path: Path) -> Run:
    """Read a run's settings."""
    file = path / FILE
    if not file.is_file():
        raise ValueError(f"{path}: is no training run (it holds no {FILE})")
    try:
        told = keys(RunConfig, json_object(file))
        return Run(path, RunConfig(**{**told, "recipe": Recipe.from_json(told.get("recipe", {}))}))
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error
