"""What the control process and the audio process agree on; light, because both import it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gesturegan_live.audio.interface import loads
from gesturegan_live.processes.ipc import Board

# A parameter is a number of `gesturegan_live.show.parameters`: of its tables, or of the voice's row of the matrix; its
# value is there at once, or after so many seconds, by the parameter's law.
EVENT = np.dtype([("sample", "<i8"), ("voice", "<i4"), ("parameter", "<i4"), ("value", "<f8"), ("seconds", "<f8")])
EVENT_CAPACITY = 1 << 14
_OUTPUT_BYTES = 40 << 20
LATES = 64  # late blocks, not stolen, that are remembered
TAKE_CAPACITY = 1 << 23  # bytes of a take's log: a minute of dense playing


def output_capacity(columns: int) -> int:
    """Give the frames that the output's ring holds: twelve seconds at 44.1 kHz, fewer where voices are many."""
    frames = 1 << 19
    while frames * columns * 4 > _OUTPUT_BYTES:
        frames //= 2
    return frames


def board_fields(voices: int, channels: int) -> tuple[tuple[str, int], ...]:
    """Say what the audio process posts.

    ``epoch``: unix time at which output sample 0 was (or would have been) heard, ``latency``: seconds from the callback
    to the loudspeaker (part of it), ``delay``: samples from an event to the output; ``clock``: output samples so far;
    ``load``: share of a block's time that it takes, lately, and ``load_peak`` at worst; ``loads``: blocks counted by it
    (`gesturegan_live.audio.interface.loads`);
    ``stolen``: blocks that took longer than their time because a machine's host had taken the processor away, ``late``:
    the others that did (`gesturegan_live.audio.output.stopwatch`); and the last `LATES` of these, each in the place of
    its number modulo that: ``late_ended``, unix time, ``late_took``, seconds; ``imported``, ``compiled``: seconds of
    processor time that it took to start and import what it needs, and to compile its kernels or load them.
    """
    return (
        ("epoch", 1),
        ("latency", 1),
        ("delay", 1),
        ("clock", 1),
        ("sample_rate", 1),
        ("blocks", 1),
        ("late", 1),
        ("stolen", 1),
        ("late_ended", LATES),
        ("late_took", LATES),
        ("xruns", 1),
        ("load", 1),
        ("load_peak", 1),
        ("loads", loads.BINS),
        ("guarded", 1),
        ("imported", 1),
        ("compiled", 1),
        ("peak", channels),
        ("rms", voices),
        ("playhead", voices),
    )


def lates(board: Board) -> tuple[tuple[float, float], ...]:
    """Read the late blocks that a board remembers, in any order: unix time of its end, seconds that it took."""
    ended = board["late_ended"].copy()
    took = board["late_took"].copy()
    whole = (ended > 0.0) & (ended == board["late_ended"])  # and not overwritten meanwhile
    return tuple(zip(ended[whole].tolist(), took[whole].tolist(), strict=True))


@dataclass(frozen=True)
class AudioSpec:
    """All that the audio process needs to know."""

    codec: dict[str, Any]
    images: str  # names of shared memory
    strips: str
    events: str
    output: str
    board: str
    voices: int
    channels: int
    block_size: int
    device: str | None
    clock: int  # output sample to begin with
    ring: tuple[float, ...]  # azimuth of each loudspeaker; empty for an even ring
    model: int  # number of the model in a take
    row: int  # numbers in the point that an image is labelled with
    take: str | None = None  # shared memory of the take that is being recorded
    connect: bool = True  # whether a JACK client is connected to the sound card
    direct: bool = False  # whether each voice has an output of its own too
