"""A network in Keras' form that somebody else may have made: nothing in it is run, and it takes no more than it brings.

Conventions
-----------
Keras builds what a configuration asks for before it looks at the weights, so every weight is counted as it is made, and
all of them together may not be larger than a bundle's file may be. Importing this module imports Keras: only the
generator process and training do.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import keras

from gesturegan_live.generator import drawing, layers  # noqa: F401 - both register what a generator may hold
from gesturegan_live.models.bundle import MAX_FILE_BYTES, MAX_TEXT_BYTES, BundleError
from gesturegan_live.show import documents

LARGEST_TENSORS = 2 << 30  # bytes, of all that lies between the layers of a network
_WEIGHTS = "model.weights.h5"
_TEXTS = ("config.json", "metadata.json")
_MODULES = (  # Keras' own names of functions are in builtins
    *("keras", "builtins"),
    *("gesturegan_live.generator.layers", "gesturegan_live.generator.drawing"),
)


def load_network(path: Path, batch: int = 1) -> Any:
    """Load a network that is to be given so many points at once.

    Raises
    ------
    BundleError
        One line: it is damaged, no network, would run code, or asks for more memory than it may.
    """
    try:
        _check_archive(path)
        with _weights_counted():
            model = keras.saving.load_model(path, compile=False, safe_mode=True)
        _check_model(model, batch)
    except Exception as error:  # Keras and what it reads by have no closed list of what a crafted file raises
        raise BundleError(f"{path}: unreadable network ({documents.one_line(error)})") from error
    return model


def check_images(path: Path, model: Any, image: tuple[int, ...]) -> None:
    """Refuse a generator whose images have another shape (H, W, C) than the codec's."""
    levels = [tuple(level.shape[1:]) for level in model.outputs]
    if not levels or levels[0] != image:
        raise BundleError(f"{path}: makes images {levels[:1]}, wanted {image}")
    for level in levels[1:]:
        if len(level) != len(image) or any(not 0 < (s or 0) <= whole for s, whole in zip(level, image, strict=True)):
            raise BundleError(f"{path}: makes images {level} beside those of {image}, wanted smaller ones")


def _check_model(model: Any, batch: int) -> None:
    if not isinstance(model, keras.Model) or not hasattr(model, "operations"):
        raise TypeError(f"holds a {type(model).__name__}, wanted a functional model")
    if sum(_bytes(model)) * batch > LARGEST_TENSORS:
        raise ValueError(f"its tensors want more than {LARGEST_TENSORS} bytes")


def _bytes(model: Any) -> Iterator[int]:
    """Bytes of a point's tensors, as float32."""
    for operation in getattr(model, "operations", ()):
        yield from _bytes(operation)
        for node in operation._inbound_nodes:
            yield from (4 * math.prod(side or 1 for side in tensor.shape) for tensor in node.output_tensors)


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if sorted(archive.namelist()) != sorted((*_TEXTS, _WEIGHTS)):
            raise ValueError(f"holds {documents.shown(archive.namelist())}, wanted {', '.join((*_TEXTS, _WEIGHTS))}")
        for name in _TEXTS:
            if entries[name].file_size > MAX_TEXT_BYTES:
                raise ValueError(f"{name} unpacks to {entries[name].file_size} bytes, wanted up to {MAX_TEXT_BYTES}")
        if entries[_WEIGHTS].compress_type != zipfile.ZIP_STORED:
            raise ValueError(f"{_WEIGHTS} is compressed, wanted it as it is")
        _check_modules(documents.an_object(documents.parsed(archive.read("config.json"))))
        with archive.open(_WEIGHTS) as stream, h5py.File(stream, "r") as weights:
            _check_weights(weights, entries[_WEIGHTS].file_size)


def _check_modules(config: object) -> None:
    if isinstance(config, dict):
        module = config.get("module")
        if module is not None and not f"{module}.".startswith(tuple(f"{name}." for name in _MODULES)):
            raise ValueError(f"asks for module {documents.shown(module)}, wanted one of {', '.join(_MODULES)}")
        for value in config.values():
            _check_modules(value)
    elif isinstance(config, list):
        for value in config:
            _check_modules(value)


def _check_weights(weights: Any, held: int) -> None:
    """Refuse arrays that are larger than the file, or lie elsewhere."""

    def visit(name: str, item: Any) -> None:
        nonlocal held
        if isinstance(item, h5py.Dataset):
            held -= item.nbytes
            if held < 0 or item.external:
                raise ValueError(f"{_WEIGHTS}: {name[:60]} is of {item.nbytes} bytes, more than are there")

    weights.visititems(visit)


@contextmanager
def _weights_counted() -> Iterator[None]:
    add, left = keras.layers.Layer.add_weight, MAX_FILE_BYTES

    def counted(layer: Any, shape: Any = None, *arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 4 * math.prod(shape or ())
        if left < 0:
            raise ValueError(f"layer {layer.name[:60]} brings the weights to more than {MAX_FILE_BYTES} bytes")
        return add(layer, shape, *arguments, **options)

    keras.layers.Layer.add_weight = counted
    try:
        yield
    finally:
        keras.layers.Layer.add_weight = add
