"""OpenVINO: the generator on a CPU, on one thread, so that it never fights the audio callback for a core."""

from __future__ import annotations

import numpy as np
import openvino as ov

from gesturegan_live.bundle import Bundle
from gesturegan_live.generator.backend import Array, Generate


def load(bundle: Bundle, batch: int) -> Generate:  # noqa: ARG001 - voices run one by one: a CPU gains nothing by batching
    """Compile ``generator.xml`` for one point at a time; a batch is a loop."""
    core = ov.Core()
    model = core.read_model(bundle.path / "generator.xml")
    names = [port.any_name for port in model.inputs]
    sides = {"z": bundle.latent_dim, "condition": len(bundle.conditions)}
    if sorted(names) != sorted(name for name, side in sides.items() if side):
        raise ValueError(f"{bundle.path}: generator.xml takes {names}, wanted z and, with conditions, condition")
    model.reshape({name: [1, sides[name]] for name in names})
    request = core.compile_model(
        model, "CPU", {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}
    ).create_infer_request()
    shape = bundle.codec.image_shape

    def generate(z: Array, condition: Array) -> Array:
        images = np.empty((len(z), *shape), np.float32)
        for index in range(len(z)):
            request.infer({name: (z if name == "z" else condition)[index : index + 1] for name in names})
            images[index] = request.get_output_tensor(0).data.reshape(shape)
        return images

    return generate
