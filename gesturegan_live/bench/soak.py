"""Random traffic for a long time: whether anything comes late, grows, or slows down.

Conventions
-----------
Voice 1 is kept out of the traffic and alone on the second of two channels; every second or so a latency trial is made
with it there, as `gesturegan_live.bench.latency` does, beside what the other voices are sent
(`gesturegan_live.bench.material.traffic`), or sensors are that move them (`gesturegan_live.bench.material.hands`).
Between two trials the control loop is asked something every twentieth of a second: how long it lets wait is its lag.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from gesturegan_live.audio.interface.loads import percentile
from gesturegan_live.bench.hearing.audition import audition
from gesturegan_live.bench.latency import Latency, Prober, Trials
from gesturegan_live.bench.machine.dropouts import Counter, Dropouts
from gesturegan_live.bench.machine.memory import proportional
from gesturegan_live.bench.machine.stalls import watched
from gesturegan_live.bench.material import hands
from gesturegan_live.bench.material.traffic import TrafficSpec, run
from gesturegan_live.bench.playing import Playing
from gesturegan_live.latent.axes import Axes
from gesturegan_live.models import library
from gesturegan_live.processes.child import SPAWN
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home

_PROBED = 1  # voice, counted from 1
_CHANNEL = 1  # of the output, counted from 0
_PAUSE = 0.8  # seconds between two trials
_ASK = 0.05  # seconds between two questions
_ASKED = "/gan/clock/bpm"  # which is answered at once, and takes nothing
_LOOK = 5.0  # seconds between two looks at load and memory
_WARM = 60.0  # seconds, or a tenth of the whole: then memory is looked at for the first time
_PARTS = 10  # of the run, whose latencies are told apart
_MARGIN = 300.0  # seconds that the instrument may take beside the traffic
_PATIENCE = 30.0  # seconds for what the traffic says


@dataclass(frozen=True)
class Look:
    """One look: load (recent mean and recent worst, shares of a block's time) and memory in MB."""

    seconds: float
    load: float
    load_peak: float
    memory_mb: float | None


@dataclass(frozen=True)
class Result(Dropouts, Latency):
    """What `measure` gives; what the names mean is in the command's ``--help``."""

    minutes: float
    rate: float
    sent: int
    fails: int
    first_failure: str
    lag_p50_ms: float
    lag_p99_ms: float
    restarts: int
    load_p50: float
    load_p99: float
    memory_start_mb: float | None
    memory_end_mb: float | None
    p99_ms_by_tenth: Sequence[float | None]
    device_ms: float
    voices: int
    device: str
    block_size: int
    sample_rate: int


def measure(
    minutes: float, rate: float, voices: int, block_size: int, bundle: str, backend: str | None, *, inputs: bool
) -> tuple[Result, Sequence[Look]]:
    """Play, send traffic, listen; returns what is printed, and every look."""
    model = library.find(bundle, Home(None))
    place = str(model.path.resolve())
    show = Show(bundle=place, backend=backend, voices=voices, block_size=block_size, walk=False)
    seconds = 60.0 * minutes
    with watched() as stalls, audition(show, _CHANNEL, seconds=seconds + _MARGIN) as (playing, ear):
        for voice in range(1, voices + 1):
            playing.send(f"/gan/voice/{voice}/pan", 1.0 if voice == _PROBED else -1.0)
        prober, parts = Prober(playing, ear, model, _PROBED), [Trials() for _ in range(_PARTS)]
        others = [voice for voice in range(1, voices + 1) if voice != _PROBED]
        sizes = model.latent_dim, len(model.conditions)
        axes = Axes.of(*model.axes(), model.axis_names).names
        spec = TrafficSpec(playing.port, rate, others, *sizes, tuple(model.presets), axes=axes, hands=inputs)
        if inputs:
            hands.teach(playing, others, model.latent_dim, axes)
        lags = list[float]()
        with _traffic(spec) as report:
            counter, loads = Counter(playing, stalls, block_size), playing.loads()
            looks = _listen(playing, counter, prober, parts, seconds, lags)
            dropouts, loads = counter.count(), playing.loads() - loads
        after = playing.status()
        device_ms = ear.device_ms
    warm = min(_WARM, seconds / 10)
    start = next((look for look in looks if look.seconds >= warm), looks[-1])
    result = Result(
        minutes=minutes,
        rate=rate,
        sent=report["sent"],
        fails=report["fails"],
        first_failure=report["first_failure"],
        lag_p50_ms=round(1000.0 * float(np.percentile(lags, 50)), 2),
        lag_p99_ms=round(1000.0 * float(np.percentile(lags, 99)), 2),
        **asdict(dropouts),
        restarts=after.generator_restarts + after.audio_restarts,
        load_p50=round(percentile(loads.tolist(), 50), 4),
        load_p99=round(percentile(loads.tolist(), 99), 4),
        memory_start_mb=start.memory_mb,
        memory_end_mb=looks[-1].memory_mb,
        **asdict(Latency.of(Trials.together(parts))),
        p99_ms_by_tenth=[Latency.of(part).p99_ms for part in parts],
        device_ms=device_ms,
        voices=voices,
        device=playing.device,
        block_size=block_size,
        sample_rate=ear.sample_rate,
    )
    return result, looks


def _listen(
    playing: Playing, counter: Counter, prober: Prober, parts: Sequence[Trials], seconds: float, lags: list[float]
) -> list[Look]:
    """Make trials for so many seconds, those of each part of them apart, and look at the instrument meanwhile."""
    began, looks = time.monotonic(), list[Look]()
    while (so_far := time.monotonic() - began) < seconds or not looks:
        if so_far >= len(looks) * _LOOK:
            counter.look()
            looks.append(look(playing, so_far))
        prober.trial(parts[min(int(len(parts) * so_far / seconds), len(parts) - 1)])
        rest = time.monotonic() + _PAUSE
        while time.monotonic() < rest:
            asked = time.monotonic()
            playing.ask(_ASKED)
            lags.append(time.monotonic() - asked)
            time.sleep(_ASK)
    looks.append(look(playing, time.monotonic() - began))
    return looks


def look(playing: Playing, seconds: float) -> Look:
    """Look at the instrument, so many seconds after the beginning."""
    status = playing.status()
    children = [int(playing.ask(f"/gan/process/{name}/pid")[0]) for name in ("generator", "audio")]
    memory = proportional([playing.process.pid, *children])
    return Look(seconds, status.load / 100, status.load_peak / 100, None if memory is None else round(memory, 1))


@contextlib.contextmanager
def _traffic(spec: TrafficSpec) -> Iterator[dict[str, Any]]:
    """Send traffic meanwhile; what is yielded holds its report at the end."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=run, args=(spec, theirs), daemon=True)
    process.start()
    theirs.close()
    report: dict[str, Any] = {}
    try:
        _said(ours)
        yield report
        ours.send_bytes(b"{}")
        report.update(_said(ours))
    finally:
        ours.close()
        process.join()


def _said(pipe: Connection) -> dict[str, Any]:
    if not pipe.poll(_PATIENCE):
        raise RuntimeError(f"bench: the traffic says nothing for {_PATIENCE:g} s")
    said: dict[str, Any] = json.loads(pipe.recv_bytes())
    return said
