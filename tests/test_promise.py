"""What the README promises: nothing leaves the machine, and nothing is written where nobody asked for it.

Every command of both programs runs under a watch of the kernel's own (strace), which sees what Python does and what
libraries do behind its back, in each process and thread. The home is empty and stays so; the folder for caches is the
one of the tests, so that kernels are compiled already.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.cli import app as live
from gesturegan_live.command_line import CommandLine
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes import cache
from tests.live.conftest import Playing
from tests.training.conftest import CODEC
from training.cli import app as training

pytestmark = [pytest.mark.long, pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")]

FILES = "open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
SOCKETS = "connect,sendto,sendmsg,sendmmsg,bind"
NOWHERE = ("/dev/null", "/dev/tty", "/dev/shm/", "/dev/snd/", "/proc/", "pipe:", "/dev/cpu_dma_latency")
REPORTED_NOT_TO = ("CI", "TF_BUILD", "JENKINS_URL")  # what keeps libraries quiet where they are only tested
ONE_PROCESS = """
import json, sys
from {module} import main
for number, arguments in enumerate(json.loads(sys.argv[1])):
    if number == 1:
        {few}
    sys.argv = ["gesturegan", *arguments]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            sys.exit(f"{{arguments}}: {{ended.code}}")
"""


class Watch:
    """A machine on which everything that is written or sent is seen."""

    def __init__(self, place: Path) -> None:
        self.home, self.out, self.temporary, self._seen = (
            place / name for name in ("home", "out", "temporary", "seen")
        )
        for folder in (self.home, self.out, self.temporary, self._seen):
            folder.mkdir()
        own = {
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(cache.folder().parent),
            "TMPDIR": str(self.temporary),
            "JACK_DEFAULT_SERVER": "none",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        left_out = {*cache.LIBRARIES, *REPORTED_NOT_TO, "XDG_DATA_HOME", "XDG_CONFIG_HOME"}
        self.environment = {name: value for name, value in os.environ.items() if name not in left_out} | own
        watched = ["-e", f"trace={FILES},{SOCKETS}", "-e", "signal=none", "-o", str(self._seen / "process")]
        self.command = ["strace", "-ff", "--seccomp-bpf", "-qq", "-y", *watched, sys.executable]

    def run(self, module: str, *commands: tuple[object, ...], few: str = "pass") -> None:
        """Give commands to a program, one after the other in one process; after the first, do `few`."""
        told = json.dumps([[str(argument) for argument in command] for command in commands])
        done = subprocess.run(
            [*self.command, "-c", ONE_PROCESS.format(module=module, few=few), told],
            env=self.environment,
            cwd=self.out,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def check(self) -> None:
        """Nothing but loopback; nothing but the folder that was asked for and the cache; nothing left behind."""
        calls = [call for file in self._seen.iterdir() for call in file.read_text(errors="replace").splitlines()]
        assert any(f"{self.out}" in call for call in calls), "the watch sees"
        assert not [call for call in calls if leaves(call)]
        allowed = (f"{self.out}/", f"{self.temporary}/", f"{cache.folder()}/", *NOWHERE)
        assert not {path for call in calls for path in written(call) if not f"{path}/".startswith(allowed)}
        assert not list(self.home.iterdir())
        assert not list(self.temporary.iterdir())


def leaves(call: str) -> bool:
    """Whether a call of the kernel is about an address that is not of this machine."""
    name = call.partition("(")[0]
    if name not in SOCKETS.split(",") or name == "bind":
        return False
    addresses = re.findall(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"', call)
    return any(not (one or other).startswith(("127.", "::1")) for one, other in addresses)


def written(call: str) -> Iterator[str]:
    """Absolute paths of what a call of the kernel makes or opens for writing."""
    name, _, rest = call.partition("(")
    if name not in FILES.split(",") or " = -1 " in call:
        return
    if name.startswith(("open", "creat")):
        if name == "creat" or re.search(r"O_WRONLY|O_RDWR|O_CREAT", rest):
            yield re.search(r" = \d+<(.*?)(?:<char [^>]*>)?>(?:\(deleted\))?$", call)[1]
        return
    *_, last = re.findall(r'(?:AT_FDCWD|\d+)?(?:<([^>]*)>)?(?:, )?"((?:[^"\\]|\\.)*)"', rest)
    yield os.path.join(*last)


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def _names(app: CommandLine, *before: str) -> set[tuple[str, ...]]:
    own = {(*before, each.name or each.callback.__name__) for each in app.registered_commands}
    return own.union(
        *(_names(group.typer_instance, *before, *filter(None, [group.name])) for group in app.registered_groups)
    )


def _sounds(folder: Path) -> Path:
    rng = np.random.default_rng(1)
    for number in range(16):
        label = folder / ("tone" if number % 2 else "noise")
        label.mkdir(parents=True, exist_ok=True)
        tone = 0.3 * np.sin(2 * np.pi * 60 * (number + 1) * np.arange(8000) / 16000)
        soundfile.write(label / f"{number}.wav", tone if number % 2 else 0.1 * rng.standard_normal(8000), 16000)
    return folder


def test_training_keeps_to_what_it_was_asked_for(watch: Watch) -> None:
    sounds = _sounds(watch.out / "sounds")
    one = sounds / "tone" / "1.wav"
    data, run, model, judge = (watch.out / name for name in ("data", "run", "model", "judge"))
    taught = ("--preset", "tiny", "--batch", 4, "--steps", 2)
    recipe = watch.out / "recipe.toml"  # of the same run, so that little is left to be done
    codec = "".join(f"{name} = {value!r}\n" for name, value in CODEC.items())
    training_asked = '[train]\npreset = "tiny"\nbatch = 4\nsteps = 2\n'
    recipe.write_text(
        f'name = "model"\n[[sources]]\nfolder = "sounds"\n[prepare.codec]\n{codec}{training_asked}', encoding="utf-8"
    )
    commands = (
        ("codecs", one, "-o", watch.out / "codecs.html"),
        ("prepare", sounds, "-o", data, "--codec", json.dumps(CODEC), "--workers", 2),
        ("browse", data, "-o", watch.out / "browse.html"),
        ("classify", "fit", sounds, "-o", judge, "--epochs", 1),
        ("classify", "sort", judge, sounds, "-o", watch.out / "sorted"),
        ("train", data, "-o", run, *taught),
        ("report", run),
        ("export", run, "-o", model),
        ("evaluate", model, data, "--count", 8),
        ("project", model, one, "-o", watch.out / "found"),
        ("make", recipe, "-o", watch.out),
        ("bench", "--model", "function1d", "--seconds", 0),
    )
    known = _names(training)
    assert {next(command[:n] for n in (2, 1) if command[:n] in known) for command in commands} == known
    few = "from gesturegan_live.finding import search; from training.release import presets"
    few += "; from training.runs import bench, chief"
    few += "; bench.BATCH, bench.TURNS, chief.IMAGES, presets.CANDIDATES = 4, 1, 8, 32"
    few += "; search.GENERATIONS, search.COUNT = 1, 40"
    watch.run("training.cli", *commands, few=few)
    watch.check()


def test_playing_keeps_to_what_it_was_asked_for(watch: Watch, tiny_bundle: Bundle) -> None:
    home = watch.out / "home"
    shutil.copytree(tiny_bundle.path, home / "models" / "tiny")
    (home / "recordings").mkdir()
    soundfile.write(home / "recordings" / "hum.wav", np.sin(np.arange(20000) * 0.05), 44100)
    (watch.out / "score.txt").write_text("0 /gan/voice/1/gate 1\n", encoding="utf-8")
    options = ("--device", "null", "--home", home, "--record", watch.out / "a.wav", "--take", "t")
    options += ("--score", watch.out / "score.txt", "--direct")
    instrument = Playing(*options, python=watch.command, environment=watch.environment, cwd=watch.out)
    try:
        instrument.wait_for("OSC on")
        for address, *values in (
            ("/gan/model/load", "tiny"),
            ("/gan/preset/store", "rust", 1),
            ("/gan/take/record", 0),
            ("/gan/take/play", "t"),
            ("/gan/show/save", "evening"),
            ("/gan/clip/write", "pearl"),  # by a process of its own too
        ):
            assert instrument.ask(address, *values)[0] == address
        for address, *values in (  # what learns from examples is another process
            ("/gan/input/learn", "hand", "/xy"),
            ("/xy", 0.1, 0.2),
            ("/gan/map/add", "play"),
            ("/gan/map/play/inputs", "hand"),
            ("/gan/map/play/outputs", "/gan/voice/1/pan"),
        ):
            instrument.send(address, *values)
        for pan in (-1.0, 1.0):
            instrument.send("/xy", pan, 0.2)
            instrument.send("/gan/voice/1/pan", pan)
            assert instrument.ask("/gan/map/play/record")[0] == "/gan/map/play/record"
        for address in ("/gan/map/play/train", "/gan/map/play/save"):
            assert instrument.ask(address)[0] == address
        assert instrument.ask("/gan/voice/1/find", "hum")[:2] == ["/gan/voice/1/find", "hum"]
        instrument.send("/quit")
        assert instrument.process.wait(60) == 0
    finally:
        if instrument.process.poll() is None:
            os.killpg(instrument.process.pid, signal.SIGKILL)
        instrument.end()

    watch.run(
        "gesturegan_live.cli",
        ("info", "tiny", "--home", home),
        ("devices",),
        ("render", watch.out / "score.txt", "-o", watch.out / "c.wav", "--seconds", 0.1, "--home", home),
        ("render", "t", "-o", watch.out / "d.wav", "--home", home),
        ("show", "pack", "evening", "-o", watch.out / "evening.show.zip", "--home", home),
        ("show", "unpack", watch.out / "evening.show.zip", "--home", watch.out / "away"),
    )
    watch.check()


def test_answering_by_http_keeps_to_what_it_was_asked_for(watch: Watch) -> None:
    pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = ("--device", "null", "--home", watch.out / "home", "--oscquery", port, "--voices", 1)
    instrument = Playing(*options, python=watch.command, environment=watch.environment, cwd=watch.out)
    try:
        instrument.wait_for("OSC on")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/gan/voice/1", timeout=60) as answer:
            assert json.load(answer)["CONTENTS"]["gain"]["TYPE"] == "f"
        for path in ("", "page/landmarks.json", "page/models.json", "page/models/textures/preview.flac"):
            page = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers={"Accept": "text/html"})
            with urllib.request.urlopen(page, timeout=60) as answer:
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        instrument.send("/quit")
        assert instrument.process.wait(60) == 0
    finally:
        if instrument.process.poll() is None:
            os.killpg(instrument.process.pid, signal.SIGKILL)
        instrument.end()
    watch.check()


def test_measuring_keeps_to_what_it_was_asked_for(watch: Watch) -> None:
    commands = (
        ("bench", "start"),
        ("bench", "throughput", "--images", 1, "--seconds", 1),
        ("bench", "endless", "--seconds", 4),
        ("bench", "codecs", _sounds(watch.out / "sounds") / "tone" / "1.wav"),
        ("bench", "latency", "--trials", 1),
        ("bench", "voices", "--voices", 1, "--seconds", 2),
        ("bench", "morph", "--moves", 1),
        ("bench", "soak", "--minutes", 0.1),
        ("bench", "concert", "--minutes", 0.2, "--voices", 4),
    )
    assert _names(live) == {("play",), ("render",), ("info",), ("devices",), ("show", "pack"), ("show", "unpack")} | {
        command[:2] for command in commands
    }
    few = "from gesturegan_live.bench import latency; latency._CANDIDATES = 3"  # each is listened to for a second
    watch.run("gesturegan_live.cli", *commands, few=few)
    watch.check()
    assert [path.name for path in watch.out.iterdir()] == ["sounds"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))", "192.0.2.1"),
        ("import socket; socket.socket(socket.AF_INET6).connect_ex(('2001:db8::1', 9))", "2001:db8::1"),
        ("import os; os.chdir(os.environ['HOME']); os.mkdir('a'); os.rmdir('a')", "home/a"),
        ("import os; open(os.environ['HOME'] + '/ä', 'a').close(); os.unlink(os.environ['HOME'] + '/ä')", "home/"),
        ("import os; os.symlink('/x', os.environ['HOME'] + '/b'); os.unlink(os.environ['HOME'] + '/b')", "home/b"),
    ],
)
def test_the_watch_sees(watch: Watch, code: str, said: str) -> None:
    (watch.out / "a").touch()
    code += "; open('a', 'w')"
    subprocess.run([*watch.command, "-c", code], env=watch.environment, cwd=watch.out, check=False)
    with pytest.raises(AssertionError, match=said):
        watch.check()
