"""A recipe: all that a model was made of and how, from sources to bundle, as TOML.

Conventions
-----------
``[[sources]]`` are what sounds come from, ``[prepare]`` how they are cut (`CutConfig`), ``[prepare.codec]`` how
they are encoded, ``[train]`` how networks are taught, ``[train.teaching]``, where it is there, further numbers of it
(`training.teaching.recipe.Recipe`). Paths lie beside the recipe. Every run writes its own, and so does every bundle;
what the file does not say is as the program has it by default. No ML framework is imported here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.models import bundle
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show import documents
from training.dataset.clips import CutConfig
from training.dataset.manifest import Dataset
from training.teaching.precision import PRECISIONS
from training.teaching.settings import keys

if TYPE_CHECKING:
    from training.runs.run import Run, RunConfig

FILE = "recipe.toml"
_HEADER = "# gesturegan-train make makes this model again.\n\n"


@dataclass(frozen=True)
class Sounds:
    """One entry of what sounds come from.

    Attributes
    ----------
    folder : str
        Of sounds; or else there is an archive, a SoundFont, or a SoundFont in an archive.
    archive : str
        A package, such as ``pypi:arcade 3.3.3``, ``npm:name 1.0`` or ``deb:name 1.0-1``.
    table : str
        Which files of the folder or archive (`training.corpus.folder`); of a folder all where there is none.
    soundfont, notes : str
        A ``.sf2`` or ``.sf3`` file, and the table of the notes to render of it (`training.corpus.soundfont`).
    licence, notice : str
        Terms of the SoundFont, and a file of what they want to go with them.
    """

    folder: str = ""
    archive: str = ""
    table: str = ""
    soundfont: str = ""
    notes: str = ""
    licence: str = ""
    notice: str = ""

    def __post_init__(self) -> None:
        told = ", ".join(name for name, value in asdict(self).items() if value) or "nothing"
        if bool(self.folder) == bool(self.archive or self.soundfont):
            raise ValueError(f"sources: an entry has {told}, expected a folder, or an archive or a soundfont")
        if bool(self.soundfont) != bool(self.notes):
            raise ValueError(f"sources: an entry has {told}, expected soundfont and notes together")
        if self.archive and not (self.table or self.soundfont):
            raise ValueError(f"sources: {self.archive}: expected a table of the files that are taken")


@dataclass(frozen=True)
class Training:
    """How networks are taught: what ``gesturegan-train train`` is asked for.

    Attributes
    ----------
    model, loss : str
        Empty for the run's own, where it was begun, or the default.
    teaching : mapping
        Further numbers, by their names in `training.teaching.recipe.Recipe`.
    begin_from : str
        Name or folder of a bundle that the networks begin from; empty where they begin from the dataset.
    """

    model: str = ""
    preset: str = "default"
    condition: str = "none"
    loss: str = ""
    initializer: str = "family"
    batch: int = 16
    held_out: float = 0.125
    seed: int = 0
    precision: str = "auto"
    steps: int = 20_000
    begin_from: str = ""
    teaching: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.precision not in ("auto", *PRECISIONS):
            raise ValueError(f"precision is {self.precision!r}, expected one of auto, {', '.join(PRECISIONS)}")
        if self.steps < 1:
            raise ValueError(f"steps is {self.steps}, expected 1 or more")

    def config(self, dataset: Dataset, began: RunConfig | None, gpus: int, earlier: Bundle | None = None) -> RunConfig:
        """Say what a run is asked for; imports TensorFlow.

        Parameters
        ----------
        began : RunConfig or None
            Of the run that is gone on with.
        gpus : int
            Graphics processors that are there.
        earlier : Bundle, optional
            That the run begins from.

        Raises
        ------
        ValueError
            One line: a name that is none, or a bundle of another family, preset or codec.
        """
        from training.networks import NETWORKS
        from training.runs.run import RunConfig
        from training.teaching.precision import best
        from training.teaching.recipe import Recipe as Teaching

        model, preset = self.model or (began.model if began else "gesturegan"), self.preset
        if earlier is not None:
            _check(earlier, dataset, self.model or earlier.provenance.get("model"), preset)
            model = str(earlier.provenance.get("model"))
        if model not in NETWORKS:
            raise ValueError(f"model is {model!r}, expected one of {', '.join(NETWORKS)}")
        if preset not in NETWORKS[model].presets:
            raise ValueError(f"preset is {preset!r}, expected one of {', '.join(NETWORKS[model].presets)}")
        precision = self.precision
        if precision == "auto":
            precision = began.precision if began else best(gpus)
        teaching = NETWORKS[model].recipe.with_loss(self.loss) if self.loss else NETWORKS[model].recipe
        told = teaching.for_codec(dataset.codec).to_json() | {"initializer": self.initializer}
        augmentation = told["augmentation"] | self.teaching.get("augmentation", {})
        begun_from = began.begun_from if began else ""
        return RunConfig(
            str(dataset.path.resolve()),
            dataset.digest,
            model,
            preset,
            self.batch,
            self.seed,
            precision,
            Teaching.from_json(told | self.teaching | {"augmentation": augmentation}),
            self.condition,
            self.held_out,
            f"{earlier.name} {bundle.digest(earlier)[:12]}" if earlier is not None else begun_from,
        )


@dataclass(frozen=True)
class Recipe:
    """What a model is made of, and how."""

    name: str
    licence: str
    sources: tuple[Sounds, ...]
    codec: Codec
    cut: CutConfig
    train: Training


def read(path: Path) -> Recipe:
    """Read a recipe; ValueError, one line with the file's name, where it is none."""
    try:
        told = keys_of(documents.toml(path), ("name", "licence", "sources", "prepare", "train"))
        prepare = dict(documents.field({"prepare": {}, **told}, "prepare", dict))
        codec = codecs.from_json(prepare.pop("codec", {"name": "log-spectrogram"}))
        if "speeds" in prepare:
            prepare["speeds"] = tuple(documents.listed(prepare, "speeds", float))
        sources = tuple(Sounds(**keys(Sounds, entry)) for entry in documents.listed(told, "sources", dict))
        if not sources:
            raise ValueError("sources is empty, expected at least one")  # noqa: TRY301
        name = documents.field(told, "name", str)
        if not name or Path(name).name != name:
            raise ValueError(f"name is {name!r}, expected one that a folder may have")  # noqa: TRY301
        return Recipe(
            name,
            documents.field({"licence": "", **told}, "licence", str),
            sources,
            codec,
            CutConfig(**keys(CutConfig, prepare)),
            Training(**keys(Training, told.get("train", {}))),
        )
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def of(run: Run, dataset: Dataset, steps: int, licence: str = "") -> Recipe:
    """Tell the recipe of what a run made in so many steps."""
    config = run.config
    teaching = config.recipe.to_json()
    train = Training(
        config.model,
        config.preset,
        config.condition,
        teaching.pop("loss"),
        teaching.pop("initializer"),
        config.batch,
        config.held_out,
        config.seed,
        config.precision,
        max(1, steps),
        config.begun_from.rpartition(" ")[0],
        teaching,
    )
    sources = tuple(Sounds(**entry) for entry in dataset.made_of)
    return Recipe(run.path.resolve().name, licence, sources, dataset.codec, dataset.cut, train)


def text(recipe: Recipe) -> str:
    """Write a recipe as TOML; what is as it is by default of sources is left out."""
    cut = {name: value for name, value in asdict(recipe.cut).items() if value is not None}
    told = {
        "name": recipe.name,
        "licence": recipe.licence,
        "sources": [entry(sounds) for sounds in recipe.sources],
        "prepare": {**cut, "speeds": list(recipe.cut.speeds), "codec": recipe.codec.to_json()},
        "train": asdict(recipe.train),
    }
    return _HEADER + tomli_w.dumps(told)


def _check(earlier: Bundle, dataset: Dataset, model: object, preset: str) -> None:
    """Refuse a bundle that a run cannot begin from."""
    own = earlier.provenance
    for what, has, wanted in (("model", own.get("model"), model), ("preset", own.get("preset"), preset)):
        if has != wanted:
            raise ValueError(f"{earlier.name}: is of {what} {has!r}, expected {wanted!r} to begin from")
    theirs, here = earlier.codec.to_json(), dataset.codec.to_json()
    if theirs != here:
        other = next(name for name in theirs if theirs[name] != here.get(name))
        raise ValueError(
            f"{earlier.name}: its codec has {other} {theirs[other]!r}, the dataset's {here.get(other)!r}; "
            f"prepare it with --codec {json.dumps(json.dumps(theirs))}"
        )


def entry(sounds: Sounds) -> dict[str, str]:
    """Tell what an entry of sources says."""
    return {name: value for name, value in asdict(sounds).items() if value}


def keys_of(told: dict[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Refuse a key that is not known."""
    for key in told:
        if key not in (wanted := tuple(known)):
            raise ValueError(f"key {documents.shown(key)} is unknown, expected {', '.join(wanted)}")
    return told
