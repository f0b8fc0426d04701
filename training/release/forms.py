"""A network in both of its forms on disk: as Keras saves it, and as OpenVINO IR for CPUs.

Conventions
-----------
``NAME.keras``, ``NAME.xml`` and ``NAME.bin``. The IR takes any batch, under the names of the Keras inputs (``z``,
``condition``, ``image``). Both keep weights in float16. Of several outputs the first is the one that counts.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import tensorflow as tf

from gesturegan_live.generator.backends.engine import openvino

_WEIGHTS = "model.weights.h5"
TOLERANCE = 0.02  # of the greatest value or of 1, which is what float16 weights may cost


def save(network: keras.Model, folder: Path, name: str, outputs: tuple[str, ...]) -> None:
    """Write both forms.

    Parameters
    ----------
    outputs : tuple of str
        Names of the network's outputs in the IR, as many as it has.
    """
    network.save(folder / f"{name}.keras")
    _halve(folder / f"{name}.keras")
    signature = [tf.TensorSpec((None, *tensor.shape[1:]), tf.float32, name=tensor.name) for tensor in network.inputs]
    function = tf.function(
        lambda *inputs: network(list(inputs) if len(inputs) > 1 else inputs[0], training=False),
        input_signature=signature,
        autograph=False,
    )
    model = openvino.convert_model(function.get_concrete_function())
    _name(model.inputs, [tensor.name for tensor in network.inputs], [tensor.shape[1:] for tensor in network.inputs])
    _name(model.outputs, outputs, [tensor.shape[1:] for tensor in network.outputs])
    xml = folder / f"{name}.xml"
    openvino.save_model(model, xml, compress_to_fp16=True)
    xml.write_text(
        re.sub(r"\n\s+", "\n", xml.read_text(encoding="utf-8")), encoding="utf-8"
    )  # an eighth is indentation


def _halve(path: Path) -> None:
    """Keep a saved network's weights in half precision, as those of the IR are; Keras gives them their own again."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole, half = io.BytesIO(parts[_WEIGHTS]), io.BytesIO()
    with h5py.File(whole, "r") as given, h5py.File(half, "w") as kept:

        def copy(name: str, item: Any) -> None:
            if isinstance(item, h5py.Dataset):
                value = item[()]
                kept.create_dataset(name, data=value.astype(np.float16) if value.dtype == np.float32 else value)
            else:
                kept.require_group(name)
            kept[name].attrs.update(item.attrs)

        kept.attrs.update(given.attrs)
        given.visititems(copy)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if name == _WEIGHTS:
                archive.writestr(name, half.getvalue())
            else:
                archive.writestr(name, content, zipfile.ZIP_DEFLATED)


def _name(ports: Any, names: Any, shapes: Any) -> None:
    """Name inputs or outputs in the order of the network, which the conversion keeps."""
    for port, name, shape in zip(ports, names, shapes, strict=True):
        found = tuple(side.get_length() for side in list(port.get_partial_shape())[1:])
        if found != tuple(shape):
            raise ValueError(f"OpenVINO's {name} has the shape {found}, expected {tuple(shape)}")
        port.get_tensor().set_names({name})


def check(folder: Path, name: str, inputs: Any) -> None:
    """Load both forms again; of the same inputs (NumPy) they must make the same.

    Raises
    ------
    ValueError
        Where they differ by more than `TOLERANCE`.
    """
    network = keras.saving.load_model(folder / f"{name}.keras", safe_mode=True)
    compiled = openvino.Core().compile_model(folder / f"{name}.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    arrays = inputs if isinstance(inputs, list) else [inputs]
    made = compiled({tensor.name: array for tensor, array in zip(network.inputs, arrays, strict=True)})
    wanted = network(inputs, training=False)
    for number, image in enumerate(wanted if isinstance(wanted, list | tuple) else [wanted]):
        worst = float(np.max(np.abs(made[number] - np.asarray(image)))) / max(1.0, float(np.max(np.abs(image))))
        if not worst <= TOLERANCE:
            raise ValueError(f"{folder / name}: Keras and OpenVINO differ by {worst:.3g}, expected {TOLERANCE} at most")
