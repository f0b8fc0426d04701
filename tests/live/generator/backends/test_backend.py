"""Which engine runs a generator, and that both say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.generator.backends import backend
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle

BOTH = frozenset({"generator.xml", "generator.keras"})


@pytest.mark.parametrize(
    ("files", "installed", "gpus", "chosen"),
    [
        (BOTH, {"openvino", "tensorflow"}, [], "openvino"),
        (BOTH, {"openvino", "tensorflow"}, ["GPU:0"], "tensorflow"),
        (BOTH, {"openvino"}, ["GPU:0"], "openvino"),
        (BOTH, {"tensorflow"}, [], "tensorflow"),
        (frozenset({"generator.xml"}), {"openvino", "tensorflow"}, ["GPU:0"], "openvino"),
        (frozenset({"generator.keras"}), {"openvino", "tensorflow"}, [], "tensorflow"),
    ],
)
def test_tensorflow_is_chosen_where_it_sees_a_gpu(files, installed, gpus, chosen) -> None:
    assert backend.choose(None, files, installed=installed.__contains__, gpus=lambda: gpus) == chosen


@pytest.mark.parametrize(
    ("requested", "files", "line"),
    [
        ("onnx", BOTH, "backend 'onnx': wanted one of openvino, tensorflow, fake"),
        ("openvino", frozenset({"generator.keras"}), "holds no generator for it"),
        ("tensorflow", BOTH, "not installed"),
        (None, frozenset({"generator.keras"}), "Keras generator only"),
    ],
)
def test_a_backend_that_cannot_run_is_named(requested, files, line) -> None:
    with pytest.raises(ValueError, match=line):
        backend.choose(requested, files, installed={"openvino"}.__contains__, gpus=list)


@pytest.fixture(scope="module")
def keras_bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A conditional network in both of its forms."""
    import keras
    import tensorflow as tf

    from gesturegan_live.generator.backends.engine import openvino as ov

    folder = tmp_path_factory.mktemp("both")
    codec = codecs.CODECS["waveform-rgb"]()
    keras.utils.set_random_seed(1)
    z, condition = keras.Input((6,), name="z"), keras.Input((2,), name="condition")
    x = keras.layers.Concatenate()([z, condition])
    x = keras.layers.Reshape((32, 32, 4))(keras.layers.Dense(32 * 32 * 4, activation="relu")(x))
    image = keras.layers.Conv2DTranspose(3, 8, 4, "same", activation="tanh", kernel_initializer="random_normal")(x)
    model = keras.Model([z, condition], image)
    model.save(folder / "generator.keras")

    @tf.function(
        input_signature=[tf.TensorSpec((None, 6), name="z"), tf.TensorSpec((None, 2), name="condition")],
        autograph=False,
    )
    def forward(z, condition):
        return model([z, condition], training=False)

    converted = ov.convert_model(forward.get_concrete_function())
    ov.save_model(converted, folder / "generator.xml", compress_to_fp16=False)
    files = {name: folder / name for name in ("generator.keras", "generator.xml", "generator.bin")}
    return bundles.write(
        folder / "b", name="both", codec=codec, latent_dim=6, conditions=("wood", "metal"), files=files
    )


def test_both_backends_agree_on_the_same_bundle(keras_bundle: Bundle) -> None:
    random = np.random.default_rng(2)
    z, condition = random.standard_normal((3, 6), np.float32), random.random((3, 2), np.float32)
    images = [backend.load(name, keras_bundle, batch=4)(z, condition)[0] for name in ("openvino", "tensorflow")]
    assert images[0].shape == images[1].shape == (3, 128, 128, 3)
    assert np.ptp(images[0]) > 0.02
    # bf16, where a CPU has it, is allowed: its error is one or two hundredths of the peak
    np.testing.assert_allclose(images[0], images[1], atol=0.03 * np.abs(images[1]).max())


def test_a_keras_file_with_code_in_it_is_refused(keras_bundle: Bundle, tmp_path: Path) -> None:
    import keras

    z = keras.Input((6,), name="z")
    model = keras.Model(z, keras.layers.Lambda(lambda x: x * 2)(z))
    model.save(tmp_path / "generator.keras")
    bundle = bundles.write(
        tmp_path / "b",
        name="lambda",
        codec=keras_bundle.codec,
        latent_dim=6,
        files={"generator.keras": tmp_path / "generator.keras"},
    )
    with pytest.raises(ValueError, match=r"[Ll]ambda"):
        backend.load("tensorflow", bundle, batch=1)


def test_the_stand_in_moves_with_the_point(tiny_bundle: Bundle) -> None:
    generate = backend.load("fake", tiny_bundle, batch=2)
    images = generate(np.array([[0, 0, 0, 0], [1, 0, 0, 1]], np.float32), np.zeros((2, 0), np.float32))[0]
    assert images.shape == (2, 150, 150, 1)
    assert np.abs(images[0] - images[1]).max() > 0.1
