"""Networks that begin from those of a model that is taught already, layer by layer.

Conventions
-----------
Both are of one family and one preset, so that their layers come in one order. What tells of conditions is taken over by
their names; of a condition that the model does not know, the mean of those that it knows is taken, for that is what it
is nearest to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.generator.backends.keras_file import load_network
from gesturegan_live.models.bundle import Bundle
from training.teaching.gan import Gan

FILE = "discriminator.npz"
PROJECTION, STEPS = "projection", "steps"
LARGEST = 256 << 20  # bytes of all weights

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Earlier:
    """What networks begin from.

    Attributes
    ----------
    generator, encoder : keras.Model
        The encoder None where the family has none.
    conditions : tuple of str
        Names of the generator's.
    discriminator : tuple of ndarray
        Its weights in their order, but for `projection`, which weighs conditions (n, k); empty where the model does not
        tell them.
    """

    generator: Any
    encoder: Any
    conditions: tuple[str, ...]
    discriminator: tuple[Array, ...] = ()
    projection: Array | None = None


def read(bundle: Bundle) -> Earlier:
    """Load a bundle's networks to begin from, without running any code of its own.

    Raises
    ------
    ValueError
        One line: where it holds no Keras form of its generator, or a discriminator that cannot be read.
    """
    if "generator.keras" not in bundle.files:
        raise ValueError(f"{bundle.path}: holds no generator.keras, expected the Keras form of the generator")
    generator = load_network(bundle.path / "generator.keras", 1)
    encoder = load_network(bundle.path / "encoder.keras", 1) if "encoder.keras" in bundle.files else None
    arrays: dict[str, Array] = {}
    if FILE in bundle.files:
        try:
            with np.load(bundle.path / FILE, allow_pickle=False) as held:
                if sum(entry.file_size for entry in held.zip.infolist()) > LARGEST:
                    raise ValueError(f"unpacks to more than {LARGEST} bytes")  # noqa: TRY301
                steps = held[STEPS].astype(np.float32)
                names = [name for name in held.files if name != STEPS]
                arrays = {name: held[name] * step for name, step in zip(names, steps, strict=True)}
        except Exception as error:  # damage shows in whatever way zipfile and NumPy stumble over it
            raise ValueError(f"{bundle.path / FILE}: unreadable ({' '.join(str(error).split())})") from error
    projection = arrays.pop(PROJECTION, None)
    own = tuple(arrays[str(place)] for place in range(len(arrays)))
    return Earlier(generator, encoder, bundle.conditions, own, projection)


def write(discriminator: Any, path: Path) -> None:
    """Write what `read` reads of a discriminator, each weight as whole steps of a 127th of its array's largest."""
    own, projection = weights(discriminator)
    arrays = {str(place): np.asarray(variable) for place, variable in enumerate(own)}
    if projection is not None:
        arrays[PROJECTION] = np.asarray(projection)
    steps = {name: max(float(np.max(np.abs(array))), 1e-9) / 127 for name, array in arrays.items()}
    whole = {name: np.round(array / steps[name]).astype(np.int8) for name, array in arrays.items()}
    np.savez(path, **whole, **{STEPS: np.array(list(steps.values()), np.float32)})  # type: ignore[arg-type]


def take(gan: Gan, earlier: Earlier, names: Sequence[str]) -> None:
    """Take all weights over; conditions are the same.

    Raises
    ------
    ValueError
        Where the model has other conditions, or another shape.
    """
    if tuple(names) != earlier.conditions:
        raise ValueError(f"its conditions are {_told(earlier.conditions)}, expected {_told(names)}")
    for network, other in ((gan.generator, earlier.generator), (gan.encoder, earlier.encoder)):
        if network is not None and other is not None:
            copy(network, other, lambda _name: True)
    judge(gan.discriminator, earlier, names)
    gan.settle()


def copy(network: Any, other: Any, wanted: Callable[[str], bool]) -> None:
    """Take over the weights of all layers whose names are wanted; ValueError where one has another shape."""
    for layer, source in zip(_weighty(network), _weighty(other), strict=True):
        if wanted(layer.name):
            given = source.get_weights()
            if [weight.shape for weight in given] != [tuple(weight.shape) for weight in layer.weights]:
                raise ValueError(f"its layer {source.name!r} has other weights than {layer.name!r} has here")
            layer.set_weights(given)


def judge(discriminator: Any, earlier: Earlier, names: Sequence[str]) -> None:
    """Take over a discriminator, where the model tells it; what it thinks of conditions by their names."""
    own, projection = weights(discriminator)
    if not earlier.discriminator:
        return
    if [weight.shape for weight in earlier.discriminator] != [tuple(weight.shape) for weight in own]:
        raise ValueError("its discriminator has other weights than there are here")
    for variable, value in zip(own, earlier.discriminator, strict=True):
        variable.assign(value)
    if projection is not None and earlier.projection is not None:
        projection.assign(by_name(earlier.projection, earlier.conditions, names))


def weights(discriminator: Any) -> tuple[list[Any], Any | None]:
    """Give a discriminator's variables, and apart from them the one that weighs conditions, (n, k) or None."""
    apart = [layer.kernel for layer in discriminator.layers if layer.name == "projection"]
    own = [variable for variable in discriminator.weights if all(variable is not other for other in apart)]
    return own, apart[0] if apart else None


def by_name(rows: Array, had: Sequence[str], names: Sequence[str]) -> Array:
    """Give rows (n, k) of conditions in another order; of those that were not there the mean of all."""
    mean = rows.mean(axis=0) if len(rows) else np.zeros(rows.shape[1], np.float32)
    found = [rows[list(had).index(name)] if name in had else mean for name in names]
    return np.array(found, np.float32).reshape(len(names), rows.shape[1])


def _weighty(network: Any) -> list[Any]:
    return [layer for layer in network.layers if layer.weights]


def _told(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
