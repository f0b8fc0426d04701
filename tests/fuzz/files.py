"""Damaged files at random through what reads them: bundles, networks, shows, scores, presets and takes.

    python -m tests.fuzz.files --rounds 10000
    python -m tests.fuzz.files --rounds 10000 --of bundles takes

Whatever is in a file, it is read, or refused by one ValueError of one line; nothing in it is executed, no process
started, no name looked up on a network, nothing written elsewhere; and nothing is warned of.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import random
import resource
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from gesturegan_live import codecs
from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.audio.interface.take_record import IMAGE, WHOLE, Kind
from gesturegan_live.audio.snapshot import Snapshot
from gesturegan_live.codecs.payload import payloads
from gesturegan_live.control import score
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.midi.learned import Learned, Learning
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops
from gesturegan_live.latent.presets import Preset, Presets
from gesturegan_live.latent.space import Space
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.performance.resume import saved
from gesturegan_live.processes.mailbox import checksum_of
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import VOICE_PARAMETERS
from gesturegan_live.takes import file as take
from gesturegan_live.takes.render import TakeRenderer
from gesturegan_live.takes.taken import Shelf
from tests.fuzz.mutation import damaged, odd
from tests.live.control.conftest import Model, Stage

_EXECUTING = ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "subprocess.", "pickle.", "socket.")
_WRITING = {"w", "a", "x", "+"}
SCORE = """# seconds  address              arguments
0    /gan/voice/1/gate    1
0.5  /gan/voice/1/mode    scrub
1e0  /gan/preset/recall   "glass drone" 1   # again
2    /gan/voice/2/z       -1.5 .25 3 4.0
"""
TUNING = """! just.scl
!
Ptolemy's intense diatonic, d\u00e9j\u00e0 vu
 7
!
 9/8
 5/4 a third
 498.04500 cents
 3/2
 5/3
 15/8
 2/1
"""
SHOW = Show(bundle='C:\\models\\"mine"', device="JACK", channels=3, ring=(0.0, 110.5, -110.5))

SETUP = {"/gan/note/voices": [1, 2], "/gan/note/tuning": ["equal", 60.0], "/gan/clock/bpm": [90.0]}

Reading = Callable[[], object]
Rounds = Iterator[Reading]


class Watch:
    """Notes what a process must not do while a file is read."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._on = str(folder.resolve()), False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if event.startswith(_EXECUTING) or (event == "open" and self._writes(*arguments)):
            self.seen.append(f"{event} {arguments!r}"[:200])

    def _writes(self, path: object, mode: object, _: object) -> bool:
        return isinstance(mode, str) and bool(_WRITING & set(mode)) and not str(path).startswith(self._folder)

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self._on = True
        try:
            yield
        finally:
            self._on = False


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
    return bundles.write(
        folder / "models" / "tiny",
        name="tiny",
        codec=codec,
        latent_dim=4,
        files={file: scratch / file for file in ("generator.xml", "generator.bin")},
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
        backend.load(backend.choose("openvino", bundle.files), bundle, 1)

    while True:
        name = draw.choice(["bundle.json", "bundle.json", "generator.xml", "generator.bin", "presets.json", "axes.npz"])
        content = (whole.path / name).read_bytes()
        changed = _odd(content, draw) if name.endswith(".json") and draw.random() < 0.7 else damaged(content, draw)
        told = dict(manifest, files={**manifest["files"]})
        if name in told["files"]:
            told["files"][name] = {"bytes": len(changed), "sha256": hashlib.sha256(changed).hexdigest()}
            (crafted / "bundle.json").write_text(json.dumps(told), encoding="utf-8")
        (crafted / name).write_bytes(changed)
        yield read
        for file in (name, "bundle.json"):
            shutil.copyfile(whole.path / file, crafted / file)


def in_shows(folder: Path, draw: random.Random) -> Rounds:
    """Damage a show."""
    file = folder / "show.toml"
    whole = SHOW.toml().encode()
    while True:
        file.write_bytes(damaged(whole, draw))
        yield lambda: Show.read(file)


def in_scores(folder: Path, draw: random.Random) -> Rounds:
    """Damage a score."""
    while True:
        text = damaged(SCORE.encode(), draw).decode("utf-8", "replace")
        yield lambda text=text: score.parse(text, "score.txt")


def in_presets(folder: Path, draw: random.Random) -> Rounds:
    """Damage a preset."""
    home = Home(folder)
    presets = Presets(home, "textures", Space(4, ("hit", "rub")), {})
    preset = Preset("drone", np.array([1, 2, 3, 4], np.float32), np.array([0.25, 0.75], np.float32))
    presets.write(preset)
    file = home.presets / "drone.json"
    whole = file.read_bytes()

    def read() -> None:
        presets.names()
        presets.check_free("drone")
        presets.read("drone")

    while True:
        content = _odd(whole, draw) if draw.random() < 0.7 else damaged(whole, draw)
        file.write_bytes(content)
        yield read


def in_scenes(folder: Path, draw: random.Random) -> Rounds:
    """Damage a scene, a file of scenes, or what was saved of a playing; and let an instrument obey what is read."""
    home = Home(folder)
    instrument = Instrument(Stage(home, Model("m", 4, ("hit", "rub"))))
    scenes = instrument.scenery.scenes
    scenes.write(instrument.scenery.scene("dusk"))
    scenes.export("tour")
    dusk, tour, resume = folder / "scenes" / "dusk.json", folder / "shows" / "tour.json", folder / "resume.json"
    resume.write_text(json.dumps({"format": 1, "bundle": "m", "scene": json.loads(dusk.read_text()), "setup": SETUP}))
    whole = {file: file.read_bytes() for file in (dusk, tour, resume)}

    def read(file: Path) -> None:
        if file == tour:
            scenes.take_in("tour")
        if file == resume and (last := saved(home)) is not None:
            last.restore(instrument, lambda _: None)
        refused = []
        curve = draw.choice(["linear", "smooth"])
        for message in (("/gan/scene/recall", "dusk", 1, curve), ("/gan/voice/1/morph", "dusk", 1)):
            instrument.handle(
                message[0], message[1:], lambda address, *said: refused.append(said) if address == "/fail" else None
            )
        for _ in range(4):
            instrument.tick(0.4)
        if refused:
            raise ValueError(refused[0][1])

    while True:
        file = draw.choice(list(whole))
        file.write_bytes(_odd(whole[file], draw) if draw.random() < 0.7 else damaged(whole[file], draw))
        yield lambda file=file: read(file)


def in_tunings(folder: Path, draw: random.Random) -> Rounds:
    """Damage a Scala file, and play a note in it."""
    home = Home(folder)
    instrument, file = Instrument(Stage(home, Model())), home.inside("tunings", "just", ".scl")

    def read() -> None:
        refused = []
        for message in (("/gan/note/tuning", "just"), ("/gan/note/on", draw.uniform(0, 127), 1)):
            instrument.handle(message[0], message[1:], lambda _, *said: refused.append(said))
        if refused:
            raise ValueError(refused[0][1])

    while True:
        file.write_bytes(damaged(TUNING.encode("latin-1"), draw))
        yield read


def in_controllers(folder: Path, draw: random.Random) -> Rounds:
    """Damage what MIDI controllers have learned, and move them."""
    home = Home(folder)
    file = home.root / "midi.json"
    learned = {(0, 1): Learned("/gan/voice/*/gain", 0, 4), (1, 7): Learned("/gan/voice/1/seed", 0, 99)}
    Learning(learned, (7, 7)).write(file)
    whole = file.read_bytes()

    def read() -> None:
        said: list[str] = []
        instrument = Instrument(Stage(home, Model()))
        instrument.say = said.append
        instrument.midi.begin()
        instrument.midi.opened(0)
        for status, number, value in ((0xB0, 1, 100), (0xB1, 7, 127), (0x90, 60, 1), (0xE1, 0, 0)):
            for address, values in instrument.midi.read(0, (status, number, value)):
                instrument.handle(address, values, lambda *_: None)
        if said:
            raise ValueError(said[0])

    while True:
        file.write_bytes(_odd(whole, draw) if draw.random() < 0.7 else damaged(whole, draw))
        yield read


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
                record[2] = _odd(record[2], draw)
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


def _odd(content: bytes, draw: random.Random) -> bytes:
    try:
        return json.dumps(odd(json.loads(content), draw)).encode()
    except ValueError:  # it is damaged already
        return damaged(content, draw)


KINDS: dict[str, Callable[[Path, random.Random], Rounds]] = {
    "bundles": in_bundles,
    "shows": in_shows,
    "scores": in_scores,
    "presets": in_presets,
    "scenes": in_scenes,
    "tunings": in_tunings,
    "controllers": in_controllers,
    "takes": in_takes,
    "takes-again": in_takes_again,
}


def run(kind: str, rounds: int, seed: int, say: Callable[[str], object] = print) -> Counter[str]:
    """Read so many damaged files; AssertionError where one of them breaks a promise."""
    counts: Counter[str] = Counter()
    slowest, told = 0.0, ""
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        folder = Path(name)
        watch = Watch(folder)
        warnings.simplefilter("error")
        for number, read in enumerate(itertools.islice(KINDS[kind](folder, random.Random(seed)), rounds)):
            began = time.thread_time()
            try:
                with watch():
                    read()
            except ValueError as error:
                counts["refused"] += 1
                line = str(error)
            except Exception as error:
                raise AssertionError(f"{kind} {number} of seed {seed}: {type(error).__name__}: {error}") from error
            else:
                counts["read"] += 1
                line = "read"
            assert line.isprintable(), f"{kind} {number} of seed {seed}: {line[:2000]!r}"
            assert len(line) < 1000, f"{kind} {number} of seed {seed}: {line[:2000]!r}"
            assert not watch.seen, f"{kind} {number} of seed {seed}: {watch.seen}"
            took = time.thread_time() - began
            if took > slowest:
                slowest, told = took, f"round {number}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{kind}: {dict(counts)}, slowest {1000 * slowest:.0f} ms of processor time ({told}), {peak:.0f} MiB at most")
    return counts


def main() -> None:
    """Parse, and fuzz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of", nargs="+", choices=KINDS, default=list(KINDS))
    given = parser.parse_args()
    for kind in given.of:
        run(kind, given.rounds, given.seed)


if __name__ == "__main__":
    main()
