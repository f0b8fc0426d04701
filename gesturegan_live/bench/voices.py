"""How many voices this machine plays, each with a point that moves all the time.

Conventions
-----------
Every voice's gate is open and every voice gets a new point `MOVES` times a second, for the whole time. Loads are of
single blocks (`gesturegan_live.audio.interface.loads`), shares of a block's time. An update is a point of which the
generator has made sound: where it cannot make as many as there are moves, the newest point wins and the rate of updates
falls.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from gesturegan_live.audio.interface.loads import percentile
from gesturegan_live.bench.machine.dropouts import Counter, Dropouts
from gesturegan_live.bench.machine.stalls import watched
from gesturegan_live.bench.material.recast import recast
from gesturegan_live.bench.playing import Playing, device, play
from gesturegan_live.control.messages import wire
from gesturegan_live.models import library
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home

MOVES = 30.0  # points a second for each voice
LADDER = (1, 2, 4, 8, 16, 32, 64)  # voices
_SETTLE = 2.0  # seconds of moving before anything is counted
_MARGIN = 300.0  # seconds that the instrument may take beside
_LOOK = 1.05  # seconds from one look at the instrument to the next; it counts updates once a second
_POINTS = 64  # different ones


@dataclass(frozen=True)
class Result(Dropouts):
    """What `measure` gives; what the names mean is in the command's ``--help``."""

    voices: int
    seconds: float
    load_p50: float
    load_p99: float
    updates_per_s_per_voice: float
    updates_per_s_slowest: float
    moves_per_s_per_voice: float
    device: str
    block_size: int
    sample_rate: int


@dataclass(frozen=True)
class Look:
    """One look at the instrument, so many seconds after the beginning: load (recent mean, recent worst), updates."""

    seconds: float
    load: float
    load_peak: float
    updates_per_second: Sequence[float]  # of each voice


def measure(
    voices: int, seconds: float, block_size: int, bundle: str, backend: str | None, codec: str | None = None
) -> tuple[Result, Sequence[Look]]:
    """Start the instrument, move all of its voices, and look at it; returns what is printed, and every look."""
    with recast(library.find(bundle, Home(None)), codec) as model:
        show = Show(
            bundle=str(model.path.resolve()),
            backend=backend,
            device=device(),
            voices=voices,
            block_size=block_size,
            walk=False,
        )
        with watched() as stalls, play(show, seconds=seconds + _MARGIN) as playing:
            playing.wait_until_ready()
            for voice in range(voices):
                playing.send(f"/gan/voice/{voice + 1}/gain", 1.0 / voices)
                playing.send(f"/gan/voice/{voice + 1}/gate", 1)
            moves = _moves(voices, model.latent_dim)
            _move(playing, moves, voices, _SETTLE)
            counter, loads = Counter(playing, stalls, block_size), playing.loads()
            looks, sent, began = [], 0, time.perf_counter()
            while (so_far := time.perf_counter() - began) < seconds:
                sent += _move(playing, moves, voices, min(_LOOK, seconds - so_far))
                counter.look()
                status = playing.status()
                now = time.perf_counter() - began
                updates = [float(values[0]) for values in playing.ask_each("/gan/voice/*/updates", voices)]
                looks.append(Look(now, status.load / 100, status.load_peak / 100, updates))
            lasted = time.perf_counter() - began
            dropouts, loads = counter.count(), playing.loads() - loads
    updates = np.mean([look.updates_per_second for look in looks], axis=0)
    result = Result(
        voices=voices,
        seconds=round(lasted, 2),
        **asdict(dropouts),
        load_p50=round(percentile(loads.tolist(), 50), 4),
        load_p99=round(percentile(loads.tolist(), 99), 4),
        updates_per_s_per_voice=round(float(updates.mean()), 2),
        updates_per_s_slowest=round(float(updates.min()), 2),
        moves_per_s_per_voice=round(sent / lasted / voices, 2),
        device=playing.device,
        block_size=block_size,
        sample_rate=round(status.sample_rate),
    )
    return result, looks


def _moves(voices: int, latent_dim: int) -> Iterator[bytes]:
    """Packets for one voice after another, for ever: points drawn at random."""
    points = np.random.default_rng(0).standard_normal((_POINTS, latent_dim))
    arguments = [wire.encode("/", map(float, point))[4:] for point in points]  # all but the address
    addresses = [wire.encode(f"/gan/voice/{voice + 1}/z", ())[:-4] for voice in range(voices)]
    number = 0
    while True:
        yield addresses[number % voices] + arguments[(number // voices + 7 * number) % _POINTS]
        number += 1


def _move(playing: Playing, moves: Iterator[bytes], voices: int, seconds: float) -> int:
    """Send what is due, evenly, for so many seconds; returns how many packets were sent."""
    began, sent = time.perf_counter(), 0
    while (so_far := time.perf_counter() - began) < seconds:
        while sent < so_far * MOVES * voices:
            playing.send_datagram(next(moves))
            sent += 1
        time.sleep(1.0 / (MOVES * voices))
    return sent
