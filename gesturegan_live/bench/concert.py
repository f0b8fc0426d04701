"""A whole concert, by script: whether anything is late, breaks, is refused or grows while everything is played.

Conventions
-----------
The piece is `gesturegan_live.bench.material.piece`; it is recorded, and takes are made and played in it. Breaks are
looked for in the recording (`gesturegan_live.bench.hearing.clicks.isolated`), in the sum of its channels.
"""

from __future__ import annotations

import collections
import contextlib
import socket
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from gesturegan_live.audio.interface.loads import percentile
from gesturegan_live.bench.hearing.clicks import isolated
from gesturegan_live.bench.machine.dropouts import Counter, Dropouts
from gesturegan_live.bench.machine.stalls import watched
from gesturegan_live.bench.material.piece import piece
from gesturegan_live.bench.material.traffic import received
from gesturegan_live.bench.playing import Playing, device, play
from gesturegan_live.bench.soak import Look, look
from gesturegan_live.control.messages.wire import encode
from gesturegan_live.models import library
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home

_LOOK = 5.0  # seconds between two looks at load and memory
_WARM = 60.0  # seconds, or a tenth of the whole: then memory is looked at for the first time
_MARGIN = 300.0  # seconds that the instrument may take beside the piece
_TAIL = 1.0  # seconds after the last message


@dataclass(frozen=True)
class Result(Dropouts):
    """What `measure` gives; what the names mean is in the command's ``--help``."""

    minutes: float
    sent: int
    fails: int
    first_failure: str
    restarts: int
    clicks: int
    clicks_at_s: Sequence[float]
    peak: float
    load_p50: float
    load_p99: float
    memory_start_mb: float | None
    memory_end_mb: float | None
    voices: int
    device: str
    block_size: int
    sample_rate: int


@dataclass(frozen=True, eq=False)
class Concert:
    """What was heard, and every look at the instrument meanwhile."""

    samples: NDArray[np.float32]
    sample_rate: int
    looks: Sequence[Look]


def measure(
    minutes: float, voices: int, block_size: int, bundle: str, backend: str | None, keep: Path | None = None
) -> tuple[Result, Concert]:
    """Play the piece; `keep` is the file of its recording, which otherwise is forgotten."""
    model = library.find(bundle, Home(None))
    show = Show(
        bundle=str(model.path.resolve()),
        backend=backend,
        device=device(),
        voices=voices,
        block_size=block_size,
        walk=False,
    )
    seconds = 60.0 * minutes
    messages = piece(seconds, voices, model.latent_dim, tuple(model.presets), model.path.name)
    with tempfile.TemporaryDirectory(prefix="gesturegan-concert-") as folder:
        file = keep or Path(folder) / "concert.wav"
        program = ("gesturegan_live", "play", "--record", str(file), "--show")
        with watched() as stalls, play(show, seconds=seconds + _MARGIN, program=program) as playing:
            playing.wait_until_ready()
            counter, loads = Counter(playing, stalls, block_size), playing.loads()
            answers, failure, looks = _perform(playing, counter, messages)
            dropouts, loads, after = counter.count(), playing.loads() - loads, playing.status()
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    clicks = isolated(samples.sum(axis=1), rate)
    warm = min(_WARM, seconds / 10)
    start = next((look for look in looks if look.seconds >= warm), looks[-1])
    result = Result(
        **asdict(dropouts),
        minutes=minutes,
        sent=len(messages),
        fails=answers["/fail"],
        first_failure=failure,
        restarts=after.generator_restarts + after.audio_restarts,
        clicks=len(clicks),
        clicks_at_s=[round(float(click) / rate, 3) for click in clicks[:20]],
        peak=round(float(np.abs(samples).max()), 3),
        load_p50=round(percentile(loads.tolist(), 50), 4),
        load_p99=round(percentile(loads.tolist(), 99), 4),
        memory_start_mb=start.memory_mb,
        memory_end_mb=looks[-1].memory_mb,
        voices=voices,
        device=playing.device,
        block_size=block_size,
        sample_rate=rate,
    )
    return result, Concert(samples, rate, looks)


def _perform(
    playing: Playing, counter: Counter, messages: Sequence[tuple[float, str, tuple[object, ...]]]
) -> tuple[collections.Counter[str], str, list[Look]]:
    """Send each message at its time; returns what was answered, the first refusal, and looks at the instrument."""
    answers, failure, looks = collections.Counter[str](), "", list[Look]()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.connect(("127.0.0.1", playing.port))
        client.setblocking(False)
        began = time.monotonic()
        for at, address, values in [*messages, (messages[-1][0] + _TAIL, "/sync", (1,))]:
            while (so_far := time.monotonic() - began) < at:
                if so_far >= len(looks) * _LOOK:
                    counter.look()
                    looks.append(look(playing, so_far))
                time.sleep(min(max(at - (time.monotonic() - began), 0.0), 0.05))
            with contextlib.suppress(BlockingIOError):  # it is behind: others say so
                client.send(encode(address, values))
            for message in received(client):
                answers[message.address] += 1
                if message.address == "/fail" and not failure:
                    failure = " ".join(map(str, message.params))
        looks.append(look(playing, time.monotonic() - began))
    return answers, failure, looks
