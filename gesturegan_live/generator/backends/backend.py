"""Which inference engine runs a bundle's generator.

A backend is a module with ``load(bundle, batch) -> Generator`` that imports its engine only when called.

Conventions
-----------
``z``: float32, shape (B, latent_dim); ``condition``: float32, shape (B, n_conditions), n_conditions may be 0;
the image: float32, shape (B, H, W, C), in [-1, 1]. B is at most the ``batch`` given to `load`.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.payload import payloads
from gesturegan_live.models.bundle import Bundle, BundleError
from gesturegan_live.show import documents

Array = NDArray[np.float32]

BACKENDS = {
    "openvino": "gesturegan_live.generator.backends.openvino_backend",
    "tensorflow": "gesturegan_live.generator.backends.tensorflow_backend",
    "fake": "gesturegan_live.generator.backends.fake_backend",
}
_GPU_DEVICES = ("nvidia[0-9]*", "kfd", "dxg")  # NVIDIA, AMD, and either under WSL


class Generator(Protocol):
    """A network, ready to be run."""

    @property
    def batch(self) -> int:
        """Points that are best given at once."""

    @property
    def strip(self) -> Callable[[Array, Array, int], Array] | None:
        """Makes `STRIP_ROWS` rows of a point's image from one on (a multiple of `STRIP_GRID`); None where it cannot."""

    def __call__(self, z: Array, condition: Array) -> list[Array]:
        """Make the images of points: the whole ones first, then whatever smaller ones the network makes on its way."""


def choose(
    requested: str | None,
    files: frozenset[str],
    *,
    installed: Callable[[str], bool] = lambda module: importlib.util.find_spec(module) is not None,
    gpus: Callable[[], Sequence[object]] | None = None,
) -> str:
    """Name the backend for a bundle: the one asked for, else TensorFlow where it sees a GPU, else OpenVINO.

    Parameters
    ----------
    requested : str or None
        A key of `BACKENDS`, or None to choose.
    files : frozenset of str
        The bundle's files.
    installed, gpus : callables, optional
        Stand-ins for the machine; by default the machine itself, asked as cheaply as it allows.

    Raises
    ------
    ValueError
        One line: an unknown backend, or one that is not installed or for which the bundle holds no file.
    """
    runs = {"openvino": "generator.xml" in files, "tensorflow": "generator.keras" in files, "fake": True}
    if requested is not None:
        if requested not in BACKENDS:
            raise ValueError(f"backend {requested!r}: wanted one of {', '.join(BACKENDS)}")
        if not runs[requested]:
            raise ValueError(f"backend {requested}: the bundle holds no generator for it")
        if requested != "fake" and not installed(requested):
            raise ValueError(f"backend {requested}: not installed (pip install 'gesturegan[{requested}]')")
        return requested
    with_tensorflow = runs["tensorflow"] and installed("tensorflow")
    if with_tensorflow and (gpus or _tensorflow_gpus)():
        return "tensorflow"
    if runs["openvino"] and installed("openvino"):
        return "openvino"
    if with_tensorflow:
        return "tensorflow"
    raise ValueError("no backend: the bundle holds a Keras generator only (pip install 'gesturegan[tensorflow]')")


def load(name: str, bundle: Bundle, batch: int) -> Generator:
    """Load the bundle's generator with the named backend, for batches of up to `batch`, and warm it up.

    Raises
    ------
    BundleError
        One line: whatever an engine or a codec says of it.
    """
    module = importlib.import_module(BACKENDS[name])
    try:
        generator: Generator = module.load(bundle, batch)
        _warm_up(bundle, generator)
    except BundleError:
        raise
    except Exception as error:  # an engine has no closed list of what it raises about a model
        raise BundleError(f"{bundle.path}: generator does not run in {name} ({one_line(error)})") from error
    return generator


def one_line(error: BaseException) -> str:
    """Say in one line what an engine said in many."""
    told = [line for line in str(error).splitlines() if not line.startswith("Exception from ")]
    return documents.one_line(" ".join(told)) if told else type(error).__name__


def _warm_up(bundle: Bundle, generator: Generator) -> None:
    random = np.random.default_rng(0)
    condition = np.zeros((1, len(bundle.conditions)), np.float32)
    for _ in range(3):
        z = random.standard_normal((1, bundle.latent_dim), np.float32)
        image = generator(z, condition)[0]
        payloads(bundle.codec, image)
        if generator.strip is not None:
            generator.strip(z, condition, 0)


def _tensorflow_gpus() -> Sequence[object]:
    # TensorFlow takes seconds to import: on a machine without any GPU device file it is not even asked.
    if not any(any(Path("/dev").glob(pattern)) for pattern in _GPU_DEVICES):
        return ()
    import tensorflow as tf

    gpus: Sequence[object] = tf.config.list_physical_devices("GPU")
    return gpus
