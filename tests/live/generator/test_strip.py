"""A strip is a part of the whole image, to the last bit that floats allow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gesturegan_live.codecs.payload import STRIP_GRID, STRIP_ROWS
from gesturegan_live.generator import strip
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops
from gesturegan_live.models import library
from gesturegan_live.show.home import Home

RANDOM = np.random.default_rng(3)


def _weights(*shape: int) -> np.ndarray:
    return RANDOM.standard_normal(shape).astype(np.float32) * 0.2


def _skipping() -> ov.Model:
    """Two scales that meet again: convolutions of several strides and kernels, a layer per row, no Reshape."""
    z = ops.parameter([1, 6], np.float32, name="z")
    z.output(0).get_tensor().set_names({"z"})
    x = ops.reshape(ops.matmul(z, _weights(6, 8 * 16 * 4), False, False), np.array([1, 8, 16, 4]), False)
    x = ops.relu(ops.add(x, _weights(1, 8, 16, 1)))
    up = ops.convolution_backprop_data(x, _weights(8, 4, 4, 4), [2, 2], None, [1, 1], [1, 1], [1, 1])
    wide = ops.convolution(up, _weights(4, 4, 5, 3), [1, 1], [4, 1], [4, 1], [2, 1])  # holes in time
    x = ops.add(ops.tanh(wide), up)
    x = ops.convolution_backprop_data(x, _weights(4, 2, 8, 4), [4, 2], None, [2, 1], [2, 1], [1, 1])
    return ov.Model([ops.result(ops.transpose(x, np.array([0, 2, 3, 1])))], [z])


def _dense() -> ov.Model:
    """Nothing that can be cut."""
    z = ops.parameter([1, 6], np.float32, name="z")
    z.output(0).get_tensor().set_names({"z"})
    x = ops.reshape(ops.matmul(z, _weights(6, 64), False, False), np.array([1, 16, 4, 1]), False)
    return ov.Model([ops.result(ops.matmul(x, _weights(1, 1), False, False))], [z])


def _infer(model: ov.Model, inputs: dict[str, np.ndarray]) -> np.ndarray:
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.asarray(compiled(inputs)[0])


def _gated() -> ov.Model:
    """A node of two outputs on the way."""
    z = ops.parameter([1, 6], np.float32, name="z")
    z.output(0).get_tensor().set_names({"z"})
    x = ops.reshape(ops.matmul(z, _weights(6, 8 * 64 * 4), False, False), np.array([1, 8, 64, 4]), False)
    halves = ops.split(ops.convolution(x, _weights(8, 8, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1]), np.int64(1), 2)
    x = ops.multiply(halves.output(0), ops.sigmoid(halves.output(1)))
    x = ops.convolution(x, _weights(1, 4, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1])
    return ov.Model([ops.result(ops.transpose(x, np.array([0, 2, 3, 1])))], [z])


def _growing() -> ov.Model:
    """From four rows to 256: in most of its layers a strip begins between two rows."""
    z = ops.parameter([1, 6], np.float32, name="z")
    z.output(0).get_tensor().set_names({"z"})
    x = ops.reshape(ops.matmul(z, _weights(6, 4 * 4 * 2), False, False), np.array([1, 4, 4, 2]), False)
    for stride, kernel, pad in ((2, 4, 1), (2, 5, 2), (4, 8, 2), (4, 6, 1)):
        end = kernel - stride - pad
        up = ops.convolution_backprop_data(x, _weights(4, 4, kernel, 3), [stride, 1], None, [pad, 1], [end, 1], [1, 1])
        rows = up.get_output_shape(0)[2]
        x = ops.relu(ops.add(up, _weights(1, 4, rows, 1)))
        x = ops.convolution(x, _weights(4, 4, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1])
    return ov.Model([ops.result(ops.transpose(x, np.array([0, 2, 3, 1])))], [z])


def _work(model: ov.Model) -> int:
    """Numbers that come out of the layers of a network that have weights in time."""
    layers = [node for node in model.get_ordered_ops() if "Convolution" in node.get_type_name()]
    return sum(int(np.prod(node.get_output_shape(0))) for node in layers)


@pytest.mark.parametrize("make", [_skipping, _gated, _growing])
def test_a_strip_equals_those_rows_of_the_image(make: Callable[[], ov.Model]) -> None:
    model, z = make(), RANDOM.standard_normal((1, 6)).astype(np.float32)
    image = _infer(model, {"z": z})
    whole = _work(model)
    assert strip.cut(model)
    assert _work(model) < whole
    compiled = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    for first in range(0, image.shape[1] - STRIP_ROWS + 1, STRIP_GRID):
        rows = compiled({"z": z, "step": np.array([first // STRIP_GRID], np.int32)})[0]
        np.testing.assert_allclose(rows, image[:, first : first + STRIP_ROWS], atol=1e-5, err_msg=f"from row {first}")


@pytest.mark.parametrize("make", [_dense], ids=["dense"])
def test_what_cannot_be_cut_is_said_to_be_so(make: Callable[[], ov.Model]) -> None:
    assert not strip.cut(make())


def test_smaller_images_are_left_out() -> None:
    """They would be made of the whole network."""
    model = _skipping()
    model.add_results([ops.result(ops.relu(model.outputs[0].get_node().input_value(0)))])
    assert strip.cut(model)
    assert len(model.outputs) == 1


def test_the_model_that_ships_is_cut(tmp_path) -> None:
    bundle = library.find("textures", Home(tmp_path))
    generator = backend.load("openvino", bundle, batch=1)
    assert generator.strip is not None
    z = RANDOM.standard_normal((1, bundle.latent_dim)).astype(np.float32)
    condition = np.eye(1, len(bundle.conditions), dtype=np.float32)
    image = generator(z, condition)[0]
    for first in range(0, image.shape[1] - STRIP_ROWS + 1, STRIP_GRID):
        rows = generator.strip(z, condition, first)
        np.testing.assert_allclose(rows, image[:, first : first + STRIP_ROWS], atol=0.03)
