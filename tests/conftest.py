"""What many tests play with: small bundles with a real OpenVINO generator, made in a moment."""

from __future__ import annotations

import compileall
import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

import gesturegan_live
import training
from gesturegan_live import codecs
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes import cache

LATENT_DIM = 4

os.environ["PYTHONSAFEPATH"] = "1"  # processes run what is installed, as tests do, and compile no second copy beside it
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
cache.keep(print)  # as the programs do: Keras, which tests import themselves, writes into the home
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")  # two tests run side by side
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # what waits for another thread spins; workers and processes take it
settings.register_profile("whatever the machine", deadline=None)  # a test says nothing of speed
settings.load_profile("whatever the machine")
# A shell's background job ignores SIGINT, one of nohup's SIGHUP: instruments would inherit it, and go on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_configure(config: pytest.Config) -> None:
    """Compile all modules once: hundreds of processes import them, some where nothing that is compiled is kept."""
    if not hasattr(config, "workerinput"):
        for package in (gesturegan_live, training):
            compileall.compile_dir(str(Path(package.__file__).parent), quiet=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: at the end neither of two workers is to wait for the other."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


def command(main: Callable[[], None], *arguments: object) -> Done:
    """A command within this process, which has imported already what takes a new one seconds."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["gesturegan", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())


def _clips(sample_rate: int, clip_samples: int) -> np.ndarray:
    """One clip a coordinate: whole periods of a sine, so that the clip itself loops without a jump."""
    time = np.arange(clip_samples) / clip_samples
    periods = [round(frequency * clip_samples / sample_rate) for frequency in (220, 330, 554, 880)]
    return np.stack([0.2 * np.sin(2 * np.pi * count * time) for count in periods]).astype(np.float32)


@pytest.fixture(scope="session")
def make_bundle(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Bundle]:
    """Make a bundle of a codec: a linear generator whose coordinates are sines of one pitch each."""

    def make(codec_name: str = "waveform-gray", name: str = "tiny", folder: Path | None = None) -> Bundle:
        codec = codecs.CODECS[codec_name]()
        images = codec.encode(_clips(codec.sample_rate, codec.clip_samples))
        rest = codec.encode(np.zeros((1, codec.clip_samples), np.float32)).reshape(1, -1)
        weights = images.reshape(LATENT_DIM, -1) - rest
        z = ops.parameter([-1, LATENT_DIM], np.float32, name="z")
        z.output(0).set_names({"z"})
        flat = ops.clamp(ops.add(ops.matmul(z, weights, False, False), rest), -1.0, 1.0)
        image = ops.reshape(flat, np.array([-1, *codec.image_shape]), False)
        scratch = tmp_path_factory.mktemp("ir")
        ov.save_model(ov.Model([image], [z], "tiny"), scratch / "generator.xml", compress_to_fp16=False)
        return bundles.write(
            (folder or tmp_path_factory.mktemp("bundle")) / name,
            name=name,
            codec=codec,
            latent_dim=LATENT_DIM,
            files={file: scratch / file for file in ("generator.xml", "generator.bin")},
            presets={"low": [1, 0, 0, 0], "high": [0, 0, 0, 1]},
            axes=(np.eye(LATENT_DIM)[:2], np.ones(2)),
        )

    return make


@pytest.fixture(scope="session")
def tiny_bundle(make_bundle: Callable[..., Bundle]) -> Bundle:
    """A small model that plays clips."""
    return make_bundle()
