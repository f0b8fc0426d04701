"""A network in OpenVINO's form that somebody else may have made: an IR, and no larger than its image asks for.

Conventions
-----------
OpenVINO takes a file for whatever its content looks like (ONNX, a TensorFlow graph, …): a bundle that is read already
holds XML that begins as an IR does. And it takes whatever memory tensors ask for, when it compiles: so the layers are
run once each, and the shapes of all tensors are looked at first. Owned by the generator process.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.models.bundle import Bundle, BundleError

LARGEST_TENSORS = 2 << 30  # bytes, of all that lies between the layers of a network
_REPEATING = frozenset({"If", "Loop", "TensorIterator"})


def read(core: ov.Core, bundle: Bundle) -> ov.Model:
    """Read ``generator.xml`` for one point at a time.

    Raises
    ------
    BundleError
        One line: it is no IR, takes or makes something else than the bundle says, or wants too much memory.
    """
    path = bundle.path / "generator.xml"
    model = core.read_model(path, path.with_suffix(".bin"))
    sides = {"z": bundle.latent_dim, "condition": len(bundle.conditions)}
    names = [next(iter(sorted(port.names)), "") for port in model.inputs]
    if sorted(names) != sorted(name for name, side in sides.items() if side):
        raise BundleError(f"{path}: takes {names}, wanted z and, with conditions, condition")
    model.reshape({name: [1, sides[name]] for name in names})
    _check_images(path, model, (1, *bundle.codec.image_shape))
    _check_memory(path, model)
    return model


def read_encoder(core: ov.Core, bundle: Bundle) -> ov.Model:
    """Read ``encoder.xml`` for one image at a time; BundleError as of `read`."""
    path = bundle.path / "encoder.xml"
    model = core.read_model(path, path.with_suffix(".bin"))
    if len(model.inputs) != 1:
        raise BundleError(f"{path}: takes {len(model.inputs)} tensors, wanted an image")
    model.reshape([1, *bundle.codec.image_shape])
    made = [_sides(port) for port in model.outputs]
    if made != [(1, bundle.latent_dim)]:
        raise BundleError(f"{path}: makes {made[:2]}, wanted a point {(1, bundle.latent_dim)}")
    _check_memory(path, model)
    return model


def _check_images(path: Path, model: ov.Model, image: tuple[int, ...]) -> None:
    """Refuse images of another shape than the codec's."""
    levels = [_sides(port) for port in model.outputs]
    if not levels or levels[0] != image:
        raise BundleError(f"{path}: makes images {levels[:1]}, wanted {image}")
    for level in levels[1:]:
        if len(level) != len(image) or any(side > whole for side, whole in zip(level, image, strict=True)):
            raise BundleError(f"{path}: makes images {level} beside those of {image}, wanted smaller ones")


def _check_memory(path: Path, model: ov.Model) -> None:
    """Refuse tensors that want too much memory together."""
    total = 0
    for node in model.get_ordered_ops():
        if node.get_type_name() == "Constant":
            continue  # lies in the weights' file
        if node.get_type_name() in _REPEATING:
            raise BundleError(f"{path}: holds a {node.get_type_name()}, wanted layers that are run once")
        for port in node.outputs():
            sides = _sides(port)
            if -1 in sides:
                raise BundleError(f"{path}: {node.get_type_name()} makes a tensor of no fixed shape")
            total += math.prod(sides) * port.get_element_type().size
            if total > LARGEST_TENSORS:
                raise BundleError(f"{path}: its tensors want more than {LARGEST_TENSORS} bytes")


def _sides(port: Any) -> tuple[int, ...]:
    shape = port.get_partial_shape()
    if shape.rank.is_dynamic:
        return (-1,)
    return tuple(side.get_length() if side.is_static else -1 for side in shape)
