"""Models and what was played by them, damaged: bundles and takes."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import soundfile

from gesturegan_live import codecs
from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.audio.interface.take_record import IMAGE, WHOLE, Kind
from gesturegan_live.audio.snapshot import Snapshot
from gesturegan_live.codecs.payload import payloads
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.finding.sound_file import loudest_clip
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import sounds
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.models.sounds import Sounds
from gesturegan_live.processes.mailbox import checksum_of
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import VOICE_PARAMETERS
from gesturegan_live.takes import file as take
from gesturegan_live.takes.render import TakeRenderer
from gesturegan_live.takes.taken import Shelf
from tests.fuzz.mutation import Rounds, damaged, odd_json
from tests.live.control.conftest import Model, Stage


def a_bundle(folder: Path) -> Bundle:
    """Write a small whole bundle: a codec of few pixels, and a network of a few kilobytes."""
    codec = codecs.from_json({"name": "waveform-gray", "side": 16})
    z = ops.parameter([-1, 4], np.float32, name="z")
    z.output(0).set_names({"z"})
    weights = np.random.default_rng(1).standard_normal((4, 256), np.float32) * 0.1
    image = ops.reshape(ops.tanh(ops.matmul(z, weights, False, False)), np.array([-1, 16, 16, 1]), False)
    scratch = folder / "scratch"
    scratch.mkdir()
    ov.save_model(ov.Model([image], [z], "tiny"), scratch / "generator.xml", compress_to_fp16=False)
    Sounds(1, 0, np.zeros((8, 0), np.float32), weights[:, :8].T).write(scratch / sounds.FILE)
    return bundles.write(
        folder / "models" / "tiny",
        name="tiny",
        codec=codec,
        latent_dim=4,
        files={file: scratch / file for file in ("generator.xml", "generator.bin", sounds.FILE)},
        presets={"low": [1, 0, 0, 0], "high": [0, 0, 0, 1]},
        axes=(np.eye(4)[:2], np.ones(2)),
        axis_names=("brightness", "axis 1"),
        provenance={"corpus": "none", "metrics": {"distance": 1.5}},
    )


def a_take(bundle: Bundle) -> list[tuple[Kind, int, bytes]]:
    """Make the records of a whole take: a state, an image, events, a strip of time."""
    rate = bundle.codec.sample_rate
    engine = Engine(2, 2, rate, 64, (30.0, -30.0))
    engine.warm_up()
    engine.switch(make_bank(bundle.codec, 2, rate, 64))
    snapshot = Snapshot(engine)
    while not snapshot.gather(1 << 20):
        pass
    snapshot.finish()
    about = {"model": 0, "voices": 2, "channels": 2, "block_size": 64, "ring": [30.0, -30.0], "sample_rate": rate}
    about |= {"bytes": len(snapshot.octets), "layout": snapshot.layout}
    about |= {"parameters": [parameter.name for parameter in VOICE_PARAMETERS]}
    model = {"number": 0, "name": "tiny", "path": str(bundle.path), "digest": bundles.digest(bundle), "backend": None}
    model |= {"model": "tiny", "latent_dim": 4, "conditions": []}
    z = np.array([0.5, -1, 0, 2], np.float32)
    payload = payloads(bundle.codec, backend.load("openvino", bundle, 1)(z[None], np.zeros((1, 0), np.float32))[0])[0]
    head = np.array((checksum_of(payload), 0, WHOLE), IMAGE)
    events = np.array([(0, 0, 0, 1.0, 0.0), (90, 0, 1, 0.5, 0.01), (200, 1, 6, 0.25, 0.0)], EVENT)
    point = np.array((0, 1, WHOLE), IMAGE).tobytes() + np.ones(5, "<f4").tobytes()
    return [
        (Kind.MODEL, 0, json.dumps(model).encode()),
        (Kind.STATE, 0, json.dumps(about).encode()),
        (Kind.CONTROLS, 0, b"".join(part.tobytes() for part in engine.told())),
        (Kind.POINT, 0, point),
        (Kind.PIECE, 0, snapshot.octets.tobytes()),
        (Kind.IMAGE, 0, head.tobytes() + np.append(z, np.float32(1)).astype("<f4").tobytes()),
        (Kind.EVENTS, 10, events.tobytes()),
        (Kind.SWITCH, 256, np.int64(0).tobytes()),
        (Kind.FADE, 300, b""),
        (Kind.CLOCK, 640, b""),
    ]


def in_bundles(folder: Path, draw: random.Random) -> Rounds:
    """Damage a file of a bundle, and let its manifest vouch for it; or damage the manifest."""
    whole = a_bundle(folder)
    crafted = folder / "crafted"
    manifest = json.loads((whole.path / "bundle.json").read_text(encoding="utf-8"))
    shutil.copytree(whole.path, crafted)

    def read() -> None:
        bundle = bundles.read(crafted)
        sounds.read(bundle)
        backend.load(backend.choose("openvino", bundle.files), bundle, 1)

    while True:
        name = draw.choice(["bundle.json", "bundle.json", *sorted(manifest["files"])])
        content = (whole.path / name).read_bytes()
        changed = odd_json(content, draw) if name.endswith(".json") and draw.random() < 0.7 else damaged(content, draw)
        told = dict(manifest, files={**manifest["files"]})
        if name in told["files"]:
            told["files"][name] = {"bytes": len(changed), "sha256": hashlib.sha256(changed).hexdigest()}
            (crafted / "bundle.json").write_text(json.dumps(told), encoding="utf-8")
        (crafted / name).write_bytes(changed)
        yield read
        for file in (name, "bundle.json"):
            shutil.copyfile(whole.path / file, crafted / file)


def in_recordings(folder: Path, draw: random.Random) -> Rounds:
    """Damage a sound file, and look for its loudest clip."""
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (20000, 2))
    kinds = {"a.wav": "PCM_24", "a.flac": "PCM_16", "a.ogg": "VORBIS", "a.aiff": "FLOAT"}
    for name, subtype in kinds.items():
        soundfile.write(folder / name, noise, 22050, subtype=subtype)
    whole = {name: (folder / name).read_bytes() for name in kinds}

    def read(file: Path) -> None:
        assert np.isfinite(loudest_clip(file, 16000, 8192)).all()

    while True:
        name = draw.choice(sorted(kinds))
        (folder / name).write_bytes(damaged(whole[name], draw))
        yield partial(read, folder / name)


def in_takes(folder: Path, draw: random.Random) -> Rounds:
    """Damage a record of a take, its order, or its bytes; and render it."""
    file = folder / "one.take"

    def read() -> None:
        renderer = TakeRenderer(file, Home(folder), "openvino")
        for _ in itertools.islice(renderer.blocks(), 40):
            pass

    return _damaged_takes(a_take(a_bundle(folder)), file, read, draw)


def in_takes_again(folder: Path, draw: random.Random) -> Rounds:
    """The same, played again by an instrument."""
    home = Home(folder)
    stage = Stage(home, Model("tiny"), voices=2)
    shelf = Shelf(home)
    stage.sample_rate = 1000

    def read() -> None:
        stage.sent.clear()
        stage.made, instrument = 0, Instrument(stage)
        instrument._replays._begin(shelf.read("one"), 0, looped=True)  # without a loop's socket
        for _ in range(40):
            stage.made += 100
            instrument.tick(0.1)

    return _damaged_takes(a_take(a_bundle(folder)), home.inside("takes", "one", ".take"), read, draw)


def _damaged_takes(
    records: list[tuple[Kind, int, bytes]], file: Path, read: Callable[[], None], draw: random.Random
) -> Rounds:
    file.write_bytes(take.MAGIC + b"".join(take.record(*record) for record in records))
    read()  # whole; numba's own cache of kernels, which is unpickled, is read now
    while True:
        made = [list(record) for record in records]
        for _ in range(draw.choice([0, 1, 1, 2])):
            record = draw.choice(made)
            if record[2].startswith(b"{") and draw.random() < 0.7:
                record[2] = odd_json(record[2], draw)
            elif draw.random() < 0.8:
                record[2] = damaged(record[2], draw)
            elif draw.random() < 0.5:
                record[0] = draw.choice([*Kind, 0, 99, 1 << 31])
            else:
                record[1] = draw.choice([-1, 0, 5, 100, 641, 1 << 40])
        if draw.random() < 0.2:
            made.insert(draw.randrange(len(made)), draw.choice(made))
        if draw.random() < 0.1:
            draw.shuffle(made)
        content = take.MAGIC + b"".join(take.record(*record) for record in made)
        file.write_bytes(damaged(content, draw) if draw.random() < 0.3 else content)
        yield read
