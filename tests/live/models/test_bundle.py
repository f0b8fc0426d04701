"""Bundles: what is written is read, and what is damaged, foreign or hostile gets one clear line."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.axis_effects import AxisEffect
from gesturegan_live.models.bundle import Bundle, BundleError
from gesturegan_live.models.couplings import Couplings


@pytest.fixture
def folder(tiny_bundle: Bundle, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_bundle.path, tmp_path / "copy"))


def edit(folder: Path, **changes: object) -> None:
    manifest = json.loads((folder / "bundle.json").read_text())
    manifest.update(changes)
    (folder / "bundle.json").write_text(json.dumps(manifest))


def replace(folder: Path, name: str, content: bytes) -> None:
    """Put another file in place of one, with a manifest that vouches for it."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "bundle.json").read_text())
    manifest["files"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "bundle.json").write_text(json.dumps(manifest))


def test_what_is_written_is_read(folder: Path, tiny_bundle: Bundle) -> None:
    bundle = bundles.read(folder)
    assert (bundle.name, bundle.latent_dim, bundle.conditions) == ("tiny", 4, ())
    assert bundle.codec == tiny_bundle.codec
    assert bundle.presets == {"low": [1, 0, 0, 0], "high": [0, 0, 0, 1]}
    directions, deviations = bundle.axes()
    np.testing.assert_array_equal(directions, np.eye(4)[:2])
    np.testing.assert_array_equal(deviations, np.ones(2))
    assert not list(folder.parent.glob(".bundle-*"))


def test_axes_may_have_names_and_older_bundles_have_none(folder: Path) -> None:
    edit(folder, axes=["brightness", "axis 1"])
    assert bundles.read(folder).axis_names == ("brightness", "axis 1")
    manifest = json.loads((folder / "bundle.json").read_text())
    del manifest["axes"]
    (folder / "bundle.json").write_text(json.dumps(manifest))
    assert bundles.read(folder).axis_names == ()
    assert bundles.read(folder).axis_effects == ()


def test_what_axes_were_measured_to_do_is_written_and_read(tiny_bundle: Bundle, tmp_path: Path) -> None:
    effects = AxisEffect("brightness", 0.5, "octaves", 0.97, 0.98, {"loudness": 0.1}), AxisEffect()
    made = bundles.write(
        tmp_path / "made",
        name="made",
        codec=tiny_bundle.codec,
        latent_dim=4,
        files={file: tiny_bundle.path / file for file in ("generator.xml", "generator.bin")},
        axes=tiny_bundle.axes(),
        axis_names=("brightness", "axis 1"),
        axis_effects=effects,
    )
    assert made.axis_effects == effects
    for damage, line in (
        ([{}, {}], "lacks 'changes'"),
        ([effects[0].to_json()], "effects of 1 axes, wanted 2"),
        ([3, 4], "holds a int, wanted an object"),
        ([{**effects[0].to_json(), "sign": "all"}] * 2, "sign is 'all', wanted a finite number"),
        ([{**effects[0].to_json(), "changes": "a\nb"}] * 2, "wanted printable text"),
    ):
        edit(made.path, axis_effects=damage)
        with pytest.raises(BundleError, match=line):
            bundles.read(made.path)


def test_axes_may_be_straight_behind_couplings_only(tiny_bundle: Bundle, tmp_path: Path) -> None:
    assert tiny_bundle.couplings() is None
    told = np.array([[1, 0, 1, 0]], np.float32)
    hidden = np.ones((1, 4, 2), np.float32), np.zeros((1, 2), np.float32)
    couplings = Couplings(told, *hidden, np.ones((1, 2, 8), np.float32), np.zeros((1, 8), np.float32))
    made = bundles.write(
        tmp_path / "made",
        name="made",
        codec=tiny_bundle.codec,
        latent_dim=4,
        files={file: tiny_bundle.path / file for file in ("generator.xml", "generator.bin")},
        axes=tiny_bundle.axes(),
        couplings=couplings,
    )
    kept = made.couplings()
    assert kept is not None
    for name, array in couplings.heard().arrays().items():
        np.testing.assert_allclose(kept.arrays()[name], array, rtol=1e-6)
    edit(made.path, conditions=["low"])
    with pytest.raises(BundleError, match=r"axes.npz: couplings of \(4, 0\), wanted \(4, 1\)"):
        bundles.read(made.path)
    stream = io.BytesIO()
    arrays = {name: array.astype(np.int8) for name, array in couplings.arrays().items()}
    arrays |= {"told": np.full((1, 4), 2, np.int8), "steps": np.ones(5, np.float32)}
    np.savez(stream, directions=np.eye(4, dtype=np.float32), deviations=np.ones(4, np.float32), **arrays)
    replace(made.path, "axes.npz", stream.getvalue())
    with pytest.raises(
        BundleError, match=r"unreadable axes \(couplings hold NaN, infinity, or halves other than 0 and 1\)"
    ):
        bundles.read(made.path)


def test_more_axes_than_a_bundle_may_have_are_refused(folder: Path) -> None:
    stream = io.BytesIO()
    np.savez(stream, directions=np.zeros((257, 4), np.float32), deviations=np.ones(257, np.float32))
    replace(folder, "axes.npz", stream.getvalue())
    with pytest.raises(BundleError, match="257 axes, wanted at most 256"):
        bundles.read(folder)


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (shutil.rmtree, "no such bundle folder"),
        (lambda f: (f / "bundle.json").unlink(), "is not a bundle"),
        (lambda f: (f / "bundle.json").write_text("{"), "bundle.json is not JSON"),
        (lambda f: (f / "bundle.json").write_text("[" * 100_000), "bundle.json is not JSON"),
        (lambda f: (f / "bundle.json").write_text("[]"), "holds a list, wanted an object"),
        (lambda f: (f / "bundle.json").write_text('{"a": ' * 40 + "1" + "}" * 40), "nests more than 32 deep"),
        (lambda f: (f / "bundle.json").write_text('{"format": 1, "format": 1}'), "names a key twice"),
        (lambda f: (f / "bundle.json").write_bytes(b"\xff"), "is no text in UTF-8"),
        (lambda f: (f / "bundle.json").write_bytes(b" " * (5 << 20)), "has more than 4194304 bytes"),
        (lambda f: (f / "generator.bin").unlink(), "generator.bin is missing"),
        (lambda f: (f / "generator.bin").write_bytes(b"short"), "has 5 bytes, wanted 450032 .truncated"),
        (lambda f: edit(f, format=99), "bundle format 99, this version reads 1"),
        (lambda f: edit(f, format=[1] * 999), r"bundle format \[1, 1, 1, 1, 1, 1, ...\], this version reads 1"),
        (lambda f: edit(f, codec={"name": "mp3"}), "mp3"),
        (lambda f: edit(f, codec=["points"]), r"codec is \['points'\], wanted an object"),
        (lambda f: edit(f, codec={"name": ["points"]}), "codec .*points.* is unknown"),
        (lambda f: edit(f, codec={"name": "x" * 9999}), "codec 'xxx.{9,30}xxx' is unknown"),
        (lambda f: edit(f, codec={"name": "points", "x" * 9999: 1}), "no parameter 'xxx.{9,30}xxx'"),
        (lambda f: edit(f, codec={"name": "points", "points": "x" * 9999}), "points is 'xxx.{9,30}xxx'; wanted int"),
        (lambda f: edit(f, image_shape=[1] * 9999), r"image shape \(1, 1, 1, 1, 1, 1, ...\), the codec"),
        (lambda f: edit(f, latent=4), "latent is 4, wanted an object"),
        (lambda f: edit(f, latent={"dimension": "4", "distribution": "normal"}), "dimension is '4', wanted a whole"),
        (lambda f: edit(f, latent={"dimension": True, "distribution": "normal"}), "dimension is True, wanted a whole"),
        (lambda f: edit(f, latent={"dimension": 4}), "lacks 'distribution'"),
        (lambda f: edit(f, latent={"dimension": 4, "distribution": ["normal"]}), "wanted a text"),
        (lambda f: edit(f, name=None), "name is None, wanted a text"),
        (lambda f: edit(f, conditions="ab"), "conditions is 'ab', wanted a list"),
        (lambda f: edit(f, conditions=[["a"]]), r"conditions\[0\] is \['a'\], wanted a text"),
        (lambda f: edit(f, conditions=["a\0b"]), r"condition 'a\\x00b', wanted 1 to 128 printable"),
        (lambda f: edit(f, conditions=["\ud800"]), "half of a surrogate pair"),
        (lambda f: edit(f, conditions=[""]), "condition '', wanted 1 to 128 printable"),
        (lambda f: edit(f, provenance="mine"), "provenance is 'mine', wanted an object"),
        (lambda f: edit(f, files=[["generator.xml", {}]]), "wanted an object"),
        (lambda f: edit(f, image_shape=["150", 150, 1]), r"image_shape\[0\] is '150', wanted a whole number"),
        (lambda f: edit(f, image_shape=[10**400, 150, 1]), r"image shape"),
        (lambda f: edit(f, latent={"dimension": 10**9, "distribution": "normal"}), "latent dimension 1000000000"),
        (lambda f: edit(f, image_shape=[2, 2, 1]), r"image shape \(2, 2, 1\)"),
        (lambda f: edit(f, name="../../etc"), "without slashes"),
        (lambda f: edit(f, conditions=["a", "a"]), "different names"),
        (lambda f: edit(f, axes=["brightness"]), "1 names of axes, wanted 2"),
        (lambda f: edit(f, axes=["a", "\x1b[2J"]), "wanted 2 of printable characters"),
        (lambda f: edit(f, axes=3), "axes is 3, wanted a list"),
        (lambda f: edit(f, files={"../evil.py": {}, "generator.keras": {}}), "'../evil.py', which is no bundle file"),
        (lambda f: edit(f, files={"generator.xml": {}}), "lists generator.xml without generator.bin"),
        (lambda f: edit(f, files={"generator.keras": {}, "encoder.xml": {}}), "encoder.xml without encoder.bin"),
        (lambda f: edit(f, files={}), "holds no generator"),
        (lambda f: replace(f, "presets.json", b'{"x": [1, 2]}'), "preset 'x' is not 4 numbers"),
        (lambda f: replace(f, "presets.json", b'{"x": [NaN, 1, 1, 1]}'), "preset 'x' is not 4 numbers"),
        (lambda f: replace(f, "presets.json", b'{"x": [1e39, 1, 1, 1]}'), "preset 'x' is not 4 numbers"),
        (lambda f: replace(f, "presets.json", b'{"x": ["1", 1, 1, 1]}'), "preset 'x' is not 4 numbers"),
        (lambda f: replace(f, "presets.json", b'{"x": [[[1]], 1, 1, 1]}'), "preset 'x' is not 4 numbers"),
        (lambda f: replace(f, "presets.json", b'{"x\\u0000": [1, 1, 1, 1]}'), "wanted a name of printable characters"),
        (lambda f: replace(f, "presets.json", b'{"\\udc80": [1, 1, 1, 1]}'), "half of a surrogate pair"),
        (lambda f: replace(f, "axes.npz", b"PK nonsense"), "unreadable axes"),
    ],
)
def test_damage_gets_one_clear_line(folder: Path, damage, line: str) -> None:
    damage(folder)
    with pytest.raises(BundleError, match=line) as caught:
        bundles.read(folder)
    assert "\n" not in str(caught.value)


def test_a_flipped_bit_is_noticed(folder: Path) -> None:
    content = bytearray((folder / "generator.bin").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "generator.bin").write_bytes(content)
    with pytest.raises(BundleError, match="generator.bin does not match its SHA-256"):
        bundles.read(folder)


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "generator.bin").rename(tmp_path / "elsewhere")
    (folder / "generator.bin").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleError, match="generator.bin is missing"):
        bundles.read(folder)


def test_pickled_axes_are_not_unpickled(folder: Path, tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (str(tmp_path / "exploded"),))

    np.savez(tmp_path / "axes.npz", directions=np.array([Bomb()], object), deviations=np.ones(1))
    replace(folder, "axes.npz", (tmp_path / "axes.npz").read_bytes())
    with pytest.raises(BundleError, match="unreadable axes"):
        bundles.read(folder)
    assert not (tmp_path / "exploded").exists()


def test_axes_that_unpack_to_gigabytes_are_refused(folder: Path, tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "axes.npz", directions=np.zeros((1 << 20, 20), np.float32), deviations=np.ones(1))
    replace(folder, "axes.npz", (tmp_path / "axes.npz").read_bytes())
    with pytest.raises(BundleError, match="unpacks to"):
        bundles.read(folder)


def _axes(
    directions: bytes, method: int = zipfile.ZIP_STORED, *, encrypted: bool = False, named: int | None = None
) -> bytes:
    """Craft an axes.npz of raw entries; the method it names need not be the one that was used."""
    stream = io.BytesIO()
    deviations = io.BytesIO()
    np.save(deviations, np.ones(2, np.float32))
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("directions.npy", directions)
        archive.writestr("deviations.npy", deviations.getvalue())
    content = bytearray(stream.getvalue())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.index(signature) + flags
        content[place] |= encrypted
        content[place + 2] = content[place + 2] if named is None else named
    return bytes(content)


def _npy(shape: str, dtype: str = "<f4", values: bytes = bytes(32)) -> bytes:
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\1\0" + len(header).to_bytes(2, "little") + header + values


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (_axes(_npy("(10000000000000, 4)")), r"float32 of shape \(10000000000000, 4\) in 32 bytes"),
        (_axes(_npy("(((")), "unreadable axes"),
        (_axes(_npy("(-2, -4)")), r"float32 of shape \(-2, -4\) in 32 bytes"),
        (_axes(_npy("(4,)", "|O")), r"object of shape \(4,\) in 32 bytes"),
        (_axes(_npy("()", values=bytes(4))), r"axes \(\), \(2,\); wanted"),
        (_axes(b""), "unreadable axes"),
        (_axes(_npy("(2, 4)"), encrypted=True), "unreadable axes .*encrypted"),
        (_axes(_npy("(2, 4)"), named=99), "compression method 99, wanted stored or deflated"),
        (_axes(_npy("(2, 4)"), zipfile.ZIP_LZMA), "compression method 14, wanted stored or deflated"),
        (_axes(_npy("(2, 4)"), named=zipfile.ZIP_DEFLATED), "unreadable axes"),
    ],
)
def test_crafted_axes_get_one_clear_line(folder: Path, content: bytes, line: str) -> None:
    replace(folder, "axes.npz", content)
    with pytest.raises(BundleError, match=line) as caught:
        bundles.read(folder)
    assert "\n" not in str(caught.value)


def test_whatever_is_changed_in_axes_is_read_or_refused(folder: Path) -> None:
    draw = np.random.default_rng(0)
    whole = _axes(_npy("(2, 4)"), zipfile.ZIP_DEFLATED)
    refused = []
    for _ in range(300):
        content = bytearray(whole)
        for place in draw.integers(len(content), size=3):
            content[place] = draw.integers(256)
        replace(folder, "axes.npz", bytes(content))
        try:
            bundles.read(folder)
        except BundleError as error:
            refused.append(str(error))
    assert len(refused) > 200
    assert not any("\n" in line for line in refused)


def test_a_bundle_that_cannot_be_replaced_is_there_still(tiny_bundle: Bundle, tmp_path: Path, monkeypatch) -> None:
    def write(name: str) -> Bundle:
        files = {
            "generator.xml": tiny_bundle.path / "generator.xml",
            "generator.bin": tiny_bundle.path / "generator.bin",
        }
        return bundles.write(tmp_path / "mine", name=name, codec=tiny_bundle.codec, latent_dim=4, files=files)

    write("old")
    rename = Path.rename

    def stopped(source: Path, target: Path) -> Path:
        if target == tmp_path / "mine" and ".bundle-" in str(source):
            raise KeyboardInterrupt
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", stopped)
    with pytest.raises(KeyboardInterrupt):
        write("new")
    assert bundles.read(tmp_path / "mine").name == "old"
    monkeypatch.undo()
    assert write("new").name == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_folder_that_is_no_bundle_is_never_overwritten(tiny_bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(BundleError, match="exists and is not a bundle"):
        bundles.write(tmp_path, name="x", codec=tiny_bundle.codec, latent_dim=4, files={})
    assert (tmp_path / "precious.txt").read_text() == "mine"
