"""Networks that somebody else made: what is no generator of its bundle is one line, before it takes memory."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.__main__ import main
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle, BundleError
from tests.conftest import command

CODEC = codecs.CODECS["waveform-gray"]()
IMAGE = (150, 150, 1)


@pytest.fixture
def bundle_of(tmp_path: Path) -> Callable[..., Bundle]:
    """Put networks into a bundle of four coordinates whose images are 150 x 150."""

    def make(**networks: bytes) -> Bundle:
        for name, content in networks.items():
            (tmp_path / name.replace("_", ".")).write_bytes(content)
        files = {name.replace("_", "."): tmp_path / name.replace("_", ".") for name in networks}
        return bundles.write(tmp_path / "crafted", name="crafted", codec=CODEC, latent_dim=4, files=files)

    return make


def _ir(make: Callable[[ov.Node], list[ov.Node]], tmp_path: Path, side: int = 4) -> dict[str, bytes]:
    z = ops.parameter([-1, side], np.float32, name="z")
    z.output(0).set_names({"z"})
    ov.save_model(ov.Model(make(z), [z], "crafted"), tmp_path / "made.xml", compress_to_fp16=False)
    return {f"generator_{kind}": (tmp_path / f"made.{kind}").read_bytes() for kind in ("xml", "bin")}


def _spread(z: ov.Node, *shape: int) -> ov.Node:
    """The first coordinate, everywhere in a tensor of that shape."""
    first = ops.gather(z, np.array([0]), np.int64(1))
    rows = ops.reshape(first, np.array([-1, *[1] * len(shape)]), False)
    return ops.multiply(rows, ops.broadcast(np.float32(0.1), np.array([1, *shape])))


def _looped(z: ov.Node) -> list[ov.Node]:
    """The image, halved a billion times."""
    loop = ops.loop(ops.constant(np.int64(10**9)), ops.constant(np.array(True)))
    inside = ops.parameter([-1, 4], np.float32)
    halved, goes_on = ops.multiply(inside, np.float32(0.5)), ops.constant(np.array([True]))
    body = ov.Model([ops.result(halved), ops.result(goes_on)], [inside], "body")
    loop.set_function(body)
    loop.set_special_body_ports([-1, 1])
    loop.set_merged_input(inside, z.output(0), body.results[0].output(0))
    return [_spread(loop.get_iter_value(body.results[0].output(0), -1).get_node(), *IMAGE)]


def _without_shape(z: ov.Node) -> list[ov.Node]:
    """How many coordinates are not zero, everywhere."""
    count = ops.reduce_sum(ops.convert(ops.non_zero(z, "i64"), np.float32), np.array([0, 1]), False)
    return [ops.add(_spread(z, *IMAGE), count)]


def _nan(z: ov.Node) -> list[ov.Node]:
    return [ops.divide(_spread(z, *IMAGE), np.float32(0.0)), _spread(z, 3, 3, 1)]


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            lambda z: [_spread(z, 1 << 20, 1 << 12, 1)],
            r"generator.xml: makes images \[\(1, 1048576, 4096, 1\)\], wanted",
        ),
        (lambda z: [_spread(z, 150, 150, 3)], r"makes images \[\(1, 150, 150, 3\)\], wanted \(1, 150, 150, 1\)"),
        (lambda z: [_spread(z, *IMAGE), _spread(z, 1 << 20, 1 << 12, 1)], "beside those of .*, wanted smaller ones"),
        (
            lambda z: [ops.reduce_sum(_spread(z, *IMAGE, 1 << 20), np.array([4]), False)],
            "its tensors want more than 2147483648 bytes",
        ),
        (_looped, "holds a Loop, wanted layers that are run once"),
        (_without_shape, "NonZero makes a tensor of no fixed shape"),
        (_nan, "generator does not run in openvino .*hold"),
    ],
)
def test_an_ir_that_promises_something_else_is_refused(make, line: str, bundle_of, tmp_path: Path) -> None:
    bundle = bundle_of(**_ir(make, tmp_path))
    with pytest.raises(BundleError, match=line) as caught:
        backend.load("openvino", bundle, 1)
    assert str(bundle.path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_ir_of_other_coordinates_is_refused(bundle_of, tmp_path: Path) -> None:
    bundle = bundle_of(**_ir(lambda z: [_spread(z, *IMAGE)], tmp_path))
    assert backend.load("openvino", bundle, 1)(np.ones((1, 4), np.float32), np.zeros((1, 0), np.float32))[0].shape
    other = _ir(lambda z: [_spread(z, *IMAGE)], tmp_path)
    other["generator_xml"] = other["generator_xml"].replace(b'names="z"', b'names="y"')
    with pytest.raises(BundleError, match=r"generator.xml: takes \['y'\], wanted z and, with conditions, condition"):
        backend.load("openvino", bundle_of(**other), 1)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="bounds memory where a process knows its size")
def test_an_ir_that_takes_gigabytes_while_it_is_read_is_refused(bundle_of, tmp_path: Path) -> None:
    def make(z: ov.Node) -> list[ov.Node]:
        many = ops.tile(ops.constant(np.array([150])), ops.constant(np.array([1 << 10])))
        first = ops.slice(many, np.array([0]), np.array([1]), np.array([1]))
        sides = ops.concat([np.array([-1]), first, np.array([150, 1])], 0)
        return [ops.reshape(_spread(z, *IMAGE), sides, False)]

    networks = _ir(make, tmp_path)
    assert backend.load("openvino", bundle_of(**networks), 1)
    whole, (count, huge) = networks["generator_bin"], (np.int64(1 << size).tobytes() for size in (10, 33))
    assert whole.count(count) == 1
    networks["generator_bin"] = whole.replace(count, huge)  # 64 GiB of shape
    with pytest.raises(BundleError, match=r"generator does not run in openvino .*bad_alloc"):
        backend.load("openvino", bundle_of(**networks), 1)


NET = b"<net name='a' version='11'>"


@pytest.mark.parametrize(
    ("xml", "line"),
    [
        (b"", "generator.xml is no IR of OpenVINO .no element found"),
        (b"no network", "is no IR of OpenVINO .syntax error"),
        (b"\x08\x07\x12\x04onnx", "is no IR of OpenVINO .not well-formed"),
        (b"node { name: 'x' op: 'Placeholder' }", "is no IR of OpenVINO .syntax error"),
        (b"<svg/>", "begins with <svg>, wanted <net>"),
        (b"<!DOCTYPE net [<!ENTITY a 'aaaa'>]><net>&a;</net>", "holds a document type, wanted none"),
        (NET + b"<a>" * 100 + b"</a>" * 100 + b"</net>", "nests more than 32 deep"),
        (NET + b"<layers><layer id='0' type='Const' version='opset1'/>", "is no IR of OpenVINO .no element found"),
        (NET + b"</net>", r"takes \[\], wanted z"),
        (NET + b"<layers><layer id='0' type='Evil' version='extension'/></layers></net>", "generator does not run in"),
    ],
)
def test_what_is_no_ir_is_refused(xml: bytes, line: str, bundle_of, capfd) -> None:
    with pytest.raises(BundleError, match=line) as caught:
        backend.load("openvino", bundle_of(generator_xml=xml, generator_bin=b""), 1)
    assert "crafted: " in str(caught.value) or "crafted/generator.xml: " in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""  # no other reader of OpenVINO's has tried it


@pytest.fixture(scope="module")
def keras_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Save a network of Keras', with changes to its configuration."""
    import keras

    path = tmp_path_factory.mktemp("keras") / "generator.keras"
    z = keras.Input((4,), name="z")
    x = keras.layers.Dense(150 * 150, activation="tanh")(z)
    keras.Model(z, keras.layers.Reshape(IMAGE)(x)).save(path)

    def changed(change: Callable[[dict], object] = lambda _: None, **entries: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(path) as whole, zipfile.ZipFile(stream, "w") as archive:
            for name in whole.namelist():
                content = whole.read(name)
                if name == "config.json":
                    config = json.loads(content)
                    change(config)
                    content = json.dumps(config).encode()
                archive.writestr(name, entries.pop(name.replace(".", "_"), content))
            for name, content in entries.items():
                archive.writestr(name.replace("_", "."), content)
        return stream.getvalue()

    return changed


def _layers(config: dict) -> list[dict]:
    return config["config"]["layers"]


def _wide(config: dict) -> None:
    _layers(config)[1]["config"]["units"] = 10**9


def _executes(config: dict) -> None:
    _layers(config)[1].update(module="subprocess", class_name="Popen", registered_name=None)


def _between(config: dict) -> None:
    """Blow the image up a thousandfold, and shrink it again."""
    reshape = _layers(config)[2]
    name, shape = reshape["config"]["name"], [None, *IMAGE]
    for number, (kind, settings, grown) in enumerate(
        [
            ("UpSampling2D", {"size": [1000, 1000]}, [None, 150_000, 150_000, 1]),
            ("MaxPooling2D", {"pool_size": 1000}, shape),
        ]
    ):
        given = {
            "class_name": "__keras_tensor__",
            "config": {"shape": shape, "dtype": "float32", "keras_history": [name, 0, 0]},
        }
        layer = {
            "module": "keras.layers",
            "class_name": kind,
            "config": {"name": f"more{number}", "data_format": "channels_last", **settings},
            "registered_name": None,
            "name": f"more{number}",
            "inbound_nodes": [{"args": [given], "kwargs": {}}],
        }
        _layers(config).append(layer)
        name, shape = f"more{number}", grown
    config["config"]["output_layers"] = [name, 0, 0]


def _other_image(config: dict) -> None:
    _layers(config)[2]["config"]["target_shape"] = [75, 300, 1]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (_wide, "brings the weights to more than 2147483648 bytes"),
        (_executes, "asks for module 'subprocess', wanted one of keras"),
        (_between, "its tensors want more than 2147483648 bytes"),
        (_other_image, r"makes images \[\(75, 300, 1\)\], wanted \(150, 150, 1\)"),
        (lambda config: config.update(class_name="Dense", module="keras.layers"), "unreadable network"),
        (lambda config: config.update(module=["keras"]), "asks for module"),
        (lambda config: config.pop("config"), "unreadable network"),
        (lambda config: _layers(config)[1].update(config={"units": "many"}), "unreadable network"),
        (lambda config: _layers(config)[1]["config"].update(units=-1), "unreadable network"),
        (lambda config: _layers(config)[1]["config"].update(units=5), "unreadable network"),
        (lambda config: _layers(config)[1]["config"].update(colour="red"), "unreadable network"),
    ],
)
def test_a_crafted_keras_configuration_is_refused(change, line: str, bundle_of, keras_file) -> None:
    bundle = bundle_of(generator_keras=keras_file(change))
    with pytest.raises(BundleError, match=line) as caught:
        backend.load("tensorflow", bundle, 8)
    assert str(bundle.path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (lambda _: b"", "generator.keras is no archive of Keras"),
        (lambda _: b"no network", "generator.keras is no archive of Keras"),
        (lambda file: file()[:-1000], "generator.keras is no archive of Keras"),
        (lambda file: file(config_json=b"[" * 100_000), "is not JSON"),
        (lambda file: file(config_json=b"{}"), "unreadable network"),
        (lambda file: file(config_json=b" " * (5 << 20)), "config.json unpacks to 5242880 bytes"),
        (lambda file: file(model_weights_h5=b"no weights"), "unreadable network"),
        (lambda file: file(asset_txt=b"a"), "holds .*asset.txt.*, wanted config.json, metadata.json, model.weights.h5"),
    ],
)
def test_what_is_no_keras_file_is_refused(content, line: str, bundle_of, keras_file) -> None:
    with pytest.raises(BundleError, match=line) as caught:
        backend.load("tensorflow", bundle_of(generator_keras=content(keras_file)), 8)
    assert "crafted: " in str(caught.value) or "crafted/generator.keras: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_keras_file_as_it_is_plays(bundle_of, keras_file) -> None:
    generator = backend.load("tensorflow", bundle_of(generator_keras=keras_file()), 2)
    assert generator(np.ones((2, 4), np.float32), np.zeros((2, 0), np.float32))[0].shape == (2, *IMAGE)


def test_weights_that_are_larger_than_their_file_are_refused(bundle_of, keras_file, tmp_path: Path) -> None:
    import h5py

    with h5py.File(tmp_path / "weights.h5", "w") as weights:
        weights.create_dataset(
            "layers/dense/vars/0", (1 << 14, 1 << 14), "f4", chunks=(1 << 10, 1 << 10), compression=1
        )
    bundle = bundle_of(generator_keras=keras_file(model_weights_h5=(tmp_path / "weights.h5").read_bytes()))
    with pytest.raises(BundleError, match=r"layers/dense/vars/0 is of 1073741824 bytes, more than are there"):
        backend.load("tensorflow", bundle, 8)


def test_render_says_it_in_one_line(bundle_of, keras_file, tmp_path: Path) -> None:
    (tmp_path / "score.txt").write_text("0 /gan/voice/1/gate 1\n")
    bundle = bundle_of(generator_keras=keras_file(_executes))
    given = ("--bundle", bundle.path, "-o", tmp_path / "a.wav", "--seconds", "0.1")
    result = command(main, "render", tmp_path / "score.txt", *given)
    assert result.status == 2
    assert result.err.startswith(f"gesturegan-live: {bundle.path}")
    assert len(result.err.splitlines()) == 1
