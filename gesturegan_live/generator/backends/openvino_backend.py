"""OpenVINO: the generator on a CPU, on one thread, so that it never fights the audio callback for a core."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gesturegan_live.codecs.payload import STRIP_GRID
from gesturegan_live.generator import strip
from gesturegan_live.generator.backends import ir, memory
from gesturegan_live.generator.backends.backend import Array
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.models.bundle import Bundle

_MOST_MEMORY = 8 << 30  # bytes: weights of `MAX_FILE_BYTES`, once more as the engine likes them, and the tensors
_SETTINGS = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}


def load(bundle: Bundle, batch: int) -> OpenVinoGenerator:  # noqa: ARG001 - a CPU gains nothing by batching
    """Compile ``generator.xml`` for one point at a time, whole and, where it can be cut, as strips."""
    with memory.bound(_MOST_MEMORY):  # shapes that are themselves computed are computed while reading
        return OpenVinoGenerator(bundle)


def load_encoder(bundle: Bundle) -> Callable[[Array], Array]:
    """Compile ``encoder.xml``, which takes one image (1, H, W, C) to its point (1, latent_dim)."""
    with memory.bound(_MOST_MEMORY):
        core = ov.Core()
        request = core.compile_model(ir.read_encoder(core, bundle), "CPU", _SETTINGS).create_infer_request()

    def encode(image: Array) -> Array:
        found: Array = request.infer([np.ascontiguousarray(image)])[0].copy()
        return found

    return encode


class OpenVinoGenerator:
    """A network of convolutions on one thread."""

    batch = 1

    def __init__(self, bundle: Bundle) -> None:
        self._core = ov.Core()
        self._whole = self._compiled(ir.read(self._core, bundle))
        self.strip: Callable[[Array, Array, int], Array] | None = None
        layout = bundle.codec.layout
        if layout is not None and layout.by_row and strip.cut(model := ir.read(self._core, bundle)):
            self._short = self._compiled(model)
            self.strip = self._make_strip

    def __call__(self, z: Array, condition: Array) -> list[Array]:
        """Images of points (B, latent_dim), one after the other: the whole ones, then the network's smaller ones."""
        made = [self._infer(self._whole, z, condition, index) for index in range(len(z))]
        return [np.concatenate(level) for level in zip(*made, strict=True)]

    def _make_strip(self, z: Array, condition: Array, first: int) -> Array:
        return self._infer(self._short, z, condition, 0, first // STRIP_GRID)[0]

    def _compiled(self, model: ov.Model) -> Any:
        return self._core.compile_model(model, "CPU", _SETTINGS).create_infer_request()

    def _infer(self, request: Any, z: Array, condition: Array, index: int, step: int | None = None) -> list[Array]:
        given = {"z": z[index], "condition": condition[index], "step": step}
        for port in request.model_inputs:  # in place: a dictionary of new tensors takes a quarter of a millisecond
            request.get_tensor(port).data[:] = given[port.any_name]
        request.infer()
        return [tensor.data.copy() for tensor in request.output_tensors]
