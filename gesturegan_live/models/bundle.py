"""A trained model on disk: an immutable folder that says what it is and proves that it is whole.

Conventions
-----------
``bundle.json`` names every other file with its size and SHA-256; a file that it does not name is never opened.
Nothing in a bundle is executed on load: no pickle, no code, names confined to the folder, sizes checked before memory
is taken. No ML framework is imported here: the control process and the audio process read bundles too.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.models import axes_file
from gesturegan_live.models.axes_file import KeptAxes
from gesturegan_live.models.axis_effects import AxisEffect
from gesturegan_live.models.couplings import Couplings
from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError
from gesturegan_live.show.names import one_form

FORMAT = 1
MANIFEST = "bundle.json"
FILES = (
    "generator.keras",
    "generator.xml",
    "generator.bin",
    "encoder.keras",
    "encoder.xml",
    "encoder.bin",
    "discriminator.npz",
    "axes.npz",
    "sounds.npz",
    "presets.json",
    "preview.png",
    "preview.flac",
    "recipe.toml",
    "README.md",
    "LICENSE",
)
MAX_FILE_BYTES = 2 << 30
MAX_TEXT_BYTES = 4 << 20
MAX_XML_BYTES = 64 << 20
MAX_LATENT = 4096
MAX_CONDITIONS = 4096
MAX_IMAGE_VALUES = 1 << 23
MAX_NAME = 128  # characters
MAX_COORDINATE = 1e6  # of a preset: far beyond what a space holds, and a float32 still
MAX_WEIGHT = 8.0  # of a condition
_CHUNK = 1 << 20


class BundleError(ValueError):
    """A bundle that cannot be used; the message is one line."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """A verified bundle.

    Attributes
    ----------
    path : Path
        The folder.
    codec : Codec
        What turns the generator's images into sound.
    conditions : tuple of str
        Names of the condition's weights; empty for an unconditional generator.
    provenance : dict
        Corpus, licences, run, metrics: whatever the exporter knew, for people to read.
    presets : dict of str to list of float
        Factory presets: latent points of length `latent_dim`.
    preset_conditions : dict of str to list of float
        Weights of the conditions that a factory preset is played with; where it has none, all is on the first.
    files : frozenset of str
        The verified files of the folder.
    axis_names : tuple of str
        What each axis gives more of; empty where nobody said.
    axis_effects : tuple of AxisEffect
        What each axis was measured to do; empty where nobody measured.
    """

    path: Path
    name: str
    codec: Codec
    latent_dim: int
    latent_distribution: str = "normal"
    conditions: tuple[str, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)
    presets: dict[str, list[float]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    axis_names: tuple[str, ...] = ()
    axis_effects: tuple[AxisEffect, ...] = ()
    preset_conditions: dict[str, list[float]] = field(default_factory=dict)

    def axes(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Directions (A, latent_dim) and their standard deviations (A,); A is 0 where there are none."""
        kept = self._kept_axes()
        return kept.directions, kept.deviations

    def couplings(self) -> Couplings | None:
        """Tell what maps points to codes, among which axes are straight; None where they are among points."""
        return self._kept_axes().couplings

    def _kept_axes(self) -> KeptAxes:
        if "axes.npz" not in self.files:
            return KeptAxes(np.zeros((0, self.latent_dim), np.float32), np.zeros(0, np.float32))
        try:
            return axes_file.read(self.path / "axes.npz", self.latent_dim, len(self.conditions))
        except ValueError as error:
            raise BundleError(str(error)) from error


def read(path: str | os.PathLike[str]) -> Bundle:
    """Read and verify the bundle in a folder.

    Raises
    ------
    BundleError
        One line that names the folder, the thing in it, its value and what was wanted.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise BundleError(f"{folder}: no such bundle folder")
    manifest = _read_json(folder, MANIFEST)
    if manifest.get("format") != FORMAT:
        told = documents.shown(manifest.get("format"))
        raise BundleError(f"{folder}: bundle format {told}, this version reads {FORMAT}")
    try:
        codec = codecs.from_json(documents.field(manifest, "codec", dict))
        latent, name = documents.field(manifest, "latent", dict), one_form(documents.field(manifest, "name", str))
        latent_dim = documents.field(latent, "dimension", int)
        distribution = documents.field(latent, "distribution", str)
        conditions = tuple(map(one_form, documents.listed(manifest, "conditions", str)))
        image_shape = tuple(documents.listed(manifest, "image_shape", int))
        files = documents.field(manifest, "files", dict)
        provenance = documents.field(manifest, "provenance", dict)
        axis_names = tuple(map(one_form, documents.listed({"axes": [], **manifest}, "axes", str)))
        effects = tuple(
            map(AxisEffect.from_json, documents.field({"axis_effects": [], **manifest}, "axis_effects", list))
        )
    except (ValueError, OverflowError) as error:
        raise BundleError(f"{folder}: {MANIFEST}: {error}") from error
    _check_numbers(folder, name, latent_dim, distribution, conditions)
    if image_shape != tuple(codec.image_shape) or math.prod(image_shape) > MAX_IMAGE_VALUES:
        raise BundleError(
            f"{folder}: image shape {documents.shown(image_shape)}, the codec {codec.name} makes {codec.image_shape}"
        )
    _verify(folder, files)
    presets = _presets(folder, latent_dim) if "presets.json" in files else {}
    weights = _preset_conditions(folder, manifest, presets, len(conditions))
    parts = (conditions, provenance, presets, frozenset(files), axis_names, effects, weights)
    bundle = Bundle(folder, name, codec, latent_dim, distribution, *parts)
    axes = len(bundle.axes()[1])
    if axis_names and (len(axis_names) != axes or not all(axis.isprintable() for axis in axis_names)):
        raise BundleError(f"{folder}: {len(axis_names)} names of axes, wanted {axes} of printable characters")
    if effects and len(effects) != axes:
        raise BundleError(f"{folder}: effects of {len(effects)} axes, wanted {axes}")
    return bundle


def digest(bundle: Bundle | Path) -> str:
    """Tell a bundle, or its folder, from every other: the SHA-256 of its manifest, which holds those of its files."""
    return _sha256((bundle if isinstance(bundle, Path) else bundle.path) / MANIFEST)


def write(
    path: str | os.PathLike[str],
    *,
    name: str,
    codec: Codec,
    latent_dim: int,
    files: Mapping[str, str | os.PathLike[str]],
    conditions: Sequence[str] = (),
    provenance: Mapping[str, Any] | None = None,
    presets: Mapping[str, Iterable[float]] | None = None,
    preset_conditions: Mapping[str, Iterable[float]] | None = None,
    axes: tuple[ArrayLike, ArrayLike] | None = None,
    couplings: Couplings | None = None,
    axis_names: Sequence[str] = (),
    axis_effects: Sequence[AxisEffect] = (),
) -> Bundle:
    """Write a bundle, whole or not at all, and read it back.

    Parameters
    ----------
    path : path
        The folder to make; a bundle already there is replaced once the new one is complete.
    files : mapping of bundle file name to source file
        Copied in; names must be among `FILES`.
    presets : mapping of name to latent point
        Factory presets.
    preset_conditions : mapping of name to weights
        What each of them is played with.
    axes : (directions (A, latent_dim), deviations (A,))
        Axes of the latent space.
    couplings : Couplings or None
        From points to codes, where axes belong to these.
    axis_names : sequence of str
        What each of them gives more of.
    axis_effects : sequence of AxisEffect
        What each of them was measured to do.
    """
    target = Path(path)
    foreign = sorted(set(files) - set(FILES))
    if foreign:
        raise BundleError(f"{target}: {foreign[0]!r} is no bundle file; wanted one of {', '.join(FILES)}")
    if target.exists() and not (target.is_dir() and ((target / MANIFEST).exists() or not any(target.iterdir()))):
        raise BundleError(f"{target}: exists and is not a bundle; it is left alone")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=target.parent) as scratch:
        folder = Path(scratch) / target.name
        folder.mkdir()
        for file, source in files.items():
            shutil.copyfile(source, folder / file)
        points = {label: [float(value) for value in point] for label, point in (presets or {}).items()}
        (folder / "presets.json").write_text(json.dumps(points, indent=0) + "\n", encoding="utf-8")
        if axes is not None:
            axes_file.write(folder / "axes.npz", *axes, couplings)
        manifest = {
            "format": FORMAT,
            "name": name,
            "codec": codec.to_json(),
            "latent": {"dimension": latent_dim, "distribution": "normal"},
            "conditions": list(conditions),
            "preset_conditions": {
                label: [float(value) for value in weights] for label, weights in (preset_conditions or {}).items()
            },
            "axes": list(axis_names),
            "axis_effects": [effect.to_json() for effect in axis_effects],
            "image_shape": list(codec.image_shape),
            "provenance": dict(provenance or {}),
            "files": {
                file.name: {"bytes": file.stat().st_size, "sha256": _sha256(file)} for file in sorted(folder.iterdir())
            },
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        read(folder)
        _replace(target, folder)
    return read(target)


def _replace(target: Path, folder: Path) -> None:
    """Put a folder in the place of what was there; whatever stops it, one of them is whole, and at its place again."""
    if not target.exists():
        folder.rename(target)
        return
    old = target.with_name(f".{target.name}.{os.getpid():x}.old")
    target.rename(old)
    try:
        folder.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old)


def _check_numbers(folder: Path, name: str, latent_dim: int, distribution: str, conditions: tuple[str, ...]) -> None:
    if not name or len(name) > MAX_NAME or not name.isprintable() or "/" in name or "\\" in name:
        raise BundleError(
            f"{folder}: name {documents.shown(name)}, wanted 1 to {MAX_NAME} printable characters without slashes"
        )
    if not 1 <= latent_dim <= MAX_LATENT:
        raise BundleError(f"{folder}: latent dimension {documents.shown(latent_dim)}, wanted 1 to {MAX_LATENT}")
    if distribution != "normal":
        raise BundleError(f"{folder}: latent distribution {documents.shown(distribution)}, wanted 'normal'")
    if len(conditions) > MAX_CONDITIONS or len(set(conditions)) != len(conditions):
        raise BundleError(f"{folder}: {len(conditions)} conditions, wanted up to {MAX_CONDITIONS} different names")
    for condition in conditions:
        if not condition or len(condition) > MAX_NAME or not condition.isprintable():
            told = documents.shown(condition)
            raise BundleError(f"{folder}: condition {told}, wanted 1 to {MAX_NAME} printable characters")


def _presets(folder: Path, latent_dim: int) -> dict[str, list[float]]:
    presets = _read_json(folder, "presets.json")
    points = {}
    for label in presets:
        if not label.isprintable():
            raise BundleError(f"{folder}: preset {documents.shown(label)}, wanted a name of printable characters")
        try:
            point = documents.listed(presets, label, float)
        except DocumentError:
            point = []
        if len(point) != latent_dim or any(abs(value) > MAX_COORDINATE for value in point):
            told = documents.shown(label)
            raise BundleError(f"{folder}: preset {told} is not {latent_dim} numbers up to {MAX_COORDINATE:g}")
        points[one_form(label)] = [float(value) for value in point]
    return points


def _preset_conditions(
    folder: Path, manifest: Mapping[str, Any], presets: Mapping[str, Any], conditions: int
) -> dict[str, list[float]]:
    try:
        told = documents.field({"preset_conditions": {}, **manifest}, "preset_conditions", dict)
        found = {one_form(label): documents.listed(told, label, float) for label in told}
    except DocumentError as error:
        raise BundleError(f"{folder}: {MANIFEST}: preset_conditions: {error}") from error
    for label, weights in found.items():
        if label not in presets or len(weights) != conditions or any(abs(weight) > MAX_WEIGHT for weight in weights):
            raise BundleError(
                f"{folder}: conditions of preset {documents.shown(label)}, wanted {conditions} weights up to "
                f"{MAX_WEIGHT:g} of a preset that is there"
            )
    return found


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    file = folder / name
    if file.is_symlink() or not file.is_file():
        raise BundleError(f"{folder}: is not a bundle (it holds no {name})")
    try:
        return documents.json_object(file, MAX_TEXT_BYTES)
    except DocumentError as error:
        raise BundleError(f"{folder}: {name} {error}") from error


def _verify(folder: Path, files: Mapping[str, Any]) -> None:
    if not {"generator.keras", "generator.xml"} & files.keys():
        raise BundleError(f"{folder}: holds no generator (generator.xml or generator.keras wanted)")
    for network in ("generator", "encoder"):  # the engine opens the weights by itself: they must be verified too
        if f"{network}.xml" in files and f"{network}.bin" not in files:
            raise BundleError(f"{folder}: lists {network}.xml without {network}.bin")
    for name, entry in files.items():
        if name not in FILES:
            raise BundleError(f"{folder}: lists {documents.shown(name)}, which is no bundle file")
        file = folder / name
        if file.is_symlink() or not file.is_file():
            raise BundleError(f"{folder}: {name} is missing")
        size = file.stat().st_size
        if not isinstance(entry, dict) or size != entry.get("bytes") or size > MAX_FILE_BYTES:
            wanted = documents.shown(entry.get("bytes") if isinstance(entry, dict) else entry)
            raise BundleError(f"{folder}: {name} has {size} bytes, wanted {wanted} (truncated or foreign)")
        if _sha256(file) != entry.get("sha256"):
            raise BundleError(f"{folder}: {name} does not match its SHA-256 (corrupt or changed)")
        _check_network(folder, file)


def _check_network(folder: Path, file: Path) -> None:
    """Refuse what an engine would take for something else, or not at all."""
    try:
        if file.suffix == ".xml":
            documents.check_xml(file, "net", MAX_XML_BYTES)
    except DocumentError as error:
        raise BundleError(f"{folder}: {file.name} is no IR of OpenVINO ({error})") from error
    if file.suffix == ".keras" and not zipfile.is_zipfile(file):
        raise BundleError(f"{folder}: {file.name} is no archive of Keras")


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
