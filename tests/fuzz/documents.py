"""Documents of a performer, damaged: shows, scores, presets, scenes, tunings, controllers."""

from __future__ import annotations

import json
import random
import shutil
import warnings
import zipfile
from pathlib import Path

import numpy as np

from gesturegan_live.control import score
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.midi.learned import Learned, Learning
from gesturegan_live.control.shows.pack import unpack
from gesturegan_live.control.shows.rehearsal import rehearsed
from gesturegan_live.latent.presets import Preset, Presets
from gesturegan_live.latent.space import Space
from gesturegan_live.performance.resume import saved
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue, Wait
from gesturegan_live.show.gestures import Input, Link
from gesturegan_live.show.home import Home
from tests.fuzz.mutation import Rounds, damaged, odd_json
from tests.live.control.conftest import Model, Stage

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
CUES = (
    Cue("dusk", ("/gan/scene/recall 'dusk' 8", "/gan/out/gain 0.5"), Wait("bars", 2.0)),
    Cue("night", ("/gan/voice/1/z 1 2 3.5 4",), Wait("above", 0.5, "hand/energy")),
    Cue("end", (), Wait("seconds", 0.5)),
)
SHOW = Show(bundle='C:\\models\\"mine"', device="JACK", channels=3, ring=(0.0, 110.5, -110.5), cues=CUES)
SETUP = {"/gan/note/voices": [1, 2], "/gan/note/tuning": ["equal", 60.0], "/gan/clock/bpm": [90.0]}


def in_shows(folder: Path, draw: random.Random) -> Rounds:
    """Damage a show, and let its cues go."""
    file = folder / "show.toml"
    whole = SHOW.toml().encode()
    instrument = Instrument(Stage(Home(folder), Model()))

    def read() -> None:
        instrument.cues.begin(Show.read(file).cues)
        for now in (0.0, 0.25, 5.0, 1e6):
            instrument.clock.now = lambda now=now: now
            instrument.cues.tick(now)
            instrument.handle("/gan/cue/go", (), lambda *_: None)

    while True:
        file.write_bytes(damaged(whole, draw))
        yield read


def in_packed_shows(folder: Path, draw: random.Random) -> Rounds:
    """Damage a packed show, or put something odd into it, and unpack it."""
    home, file = Home(folder / "home"), folder / "evening.show.zip"
    files = {"show.toml": Show(cues=CUES).toml(), "scenes/dusk.json": "{}", "takes/a.take": "x" * 9999}
    odd_names = (
        "../x",
        "/etc/passwd",
        "scenes/dusk.json",
        "models/m/run.py",
        "models/m/LICENSE",
        "x" * 300,
        "maps/.json",
    )

    def read() -> None:
        try:
            unpack(file, home)
        finally:
            for made in folder.iterdir():
                assert made in {file, home.root}, made
            shutil.rmtree(home.root, ignore_errors=True)

    while True:
        how = draw.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
        with warnings.catch_warnings(), zipfile.ZipFile(file, "w", how) as archive:
            warnings.simplefilter("ignore")  # of doubles
            for name, content in files.items():
                archive.writestr(f"evening.show/{name}", content)
            if draw.random() < 0.2:
                odd = zipfile.ZipInfo(draw.choice(["evening.show/", ""]) + draw.choice(odd_names))
                odd.external_attr = draw.choice([0, 0o120777 << 16, 0o100600 << 16, 0o010600 << 16])
                archive.writestr(odd, "../../x")
        if draw.random() < 0.8:
            file.write_bytes(damaged(file.read_bytes(), draw))
        yield read


def in_show_folders(folder: Path, draw: random.Random) -> Rounds:
    """Damage a file of a show's folder, and check it as a whole."""
    from tests.fuzz.models import a_bundle

    home, show = Home(folder / "home"), folder / "home" / "shows" / "evening.show"
    home.root.mkdir()
    a_bundle(home.root)
    scene = {"format": 1, "model": "tiny", "latent_dim": 4, "conditions": [], "one": False, "voices": {}, "out": {}}
    examples = [{"at": [0.5], "is": [0.25]}, {"at": [1], "is": [1]}]
    mapping = {"format": 1, "inputs": ["hand"], "outputs": ["/gan/voice/1/pan"], "examples": examples}
    inputs, links = (("hand", Input("/hand", (0, 1))),), (("swell", Link("hand", "/gan/voice/*/gain")),)
    settings = Show("tiny", voices=2, inputs=inputs, links=links, cues=CUES, maps=("bow",))
    whole = {
        show / "show.toml": settings.toml().encode(),
        show / "scenes" / "dusk.json": json.dumps(scene).encode(),
        show / "maps" / "bow.json": json.dumps(mapping).encode(),
        show / "tunings" / "just.scl": TUNING.encode("latin-1"),
    }
    for file, content in whole.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    rehearsed(show, home)
    while True:
        file = draw.choice(list(whole))
        change = odd_json if file.suffix == ".json" and draw.random() < 0.7 else damaged
        file.write_bytes(change(whole[file], draw))
        yield lambda: rehearsed(show, home)
        file.write_bytes(whole[file])


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
    file = home.folder("presets") / "drone.json"
    whole = file.read_bytes()

    def read() -> None:
        presets.names()
        presets.check_free("drone")
        presets.read("drone")

    while True:
        content = odd_json(whole, draw) if draw.random() < 0.7 else damaged(whole, draw)
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
        file.write_bytes(odd_json(whole[file], draw) if draw.random() < 0.7 else damaged(whole[file], draw))
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
        file.write_bytes(odd_json(whole, draw) if draw.random() < 0.7 else damaged(whole, draw))
        yield read
