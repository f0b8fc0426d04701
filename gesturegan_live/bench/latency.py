"""From a packet to what is heard of it.

Conventions
-----------
One trial: a voice rests at one point; at a random moment `/gan/voice/1/z` with another is sent; the trial lasts until
the end of the first 256-sample window of the output whose spectrum is closer to the new point's than to the old one's
(`gesturegan_live.bench.hearing.spectra`). Both moments are read on the device's own clock. The voice is frozen, so that
the sound of each point is steady; which points are used is decided beforehand by how surely their sounds are told
apart.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.bench.hearing import spectra
from gesturegan_live.bench.hearing.audition import audition
from gesturegan_live.bench.hearing.ear import Ear
from gesturegan_live.bench.machine.dropouts import Counter, Dropouts
from gesturegan_live.bench.machine.stalls import watched
from gesturegan_live.bench.playing import Playing
from gesturegan_live.control.messages import wire
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home

LIMIT = 0.15  # seconds after which a change counts as not heard
_BEFORE = 0.01  # seconds before the packet that must be closer to the old point
_SETTLE = 0.3  # seconds until a point rests
_REST = 0.4  # seconds of a resting sound that make its reference
_PATIENCE = 60.0  # seconds until all points are heard whole, or all trials judged: a crowded moment is over by then
_AUDIBLE = 0.003  # root mean square: -50 dB; a hit that is held where it has died away tells nothing
_CANDIDATES = 10  # points whose sounds are compared
_POINTS = 4  # of them that are used
_MARGIN = 300.0  # seconds that the instrument may take beside the trials
_PLACE = 0.4  # of the clip, where it is frozen


@dataclass(frozen=True, eq=False)
class Point:
    """A point whose sound is known."""

    datagram: bytes
    rest: NDArray[np.float32]
    reference: spectra.Spectrum


@dataclass
class Trials:
    """What the trials gave.

    Attributes
    ----------
    milliseconds : list of float
        Of every trial that could be judged; `LIMIT` for those not heard by then.
    unheard, unjudged : int
        Trials not heard within `LIMIT`; trials without a figure: the old sound was not at rest, or some of the sound
        was missed by the ear.
    """

    milliseconds: list[float] = field(default_factory=list)
    unheard: int = 0
    unjudged: int = 0

    @classmethod
    def together(cls, parts: Sequence[Trials]) -> Trials:
        """Take the trials of all parts for those of one run."""
        return cls(
            [each for part in parts for each in part.milliseconds],
            sum(part.unheard for part in parts),
            sum(part.unjudged for part in parts),
        )


@dataclass(frozen=True)
class Latency:
    """What trials say; the names are explained in ``bench latency --help``."""

    trials: int
    p1_ms: float | None
    p50_ms: float | None
    p99_ms: float | None
    unheard: int
    unjudged: int

    @classmethod
    def of(cls, done: Trials) -> Latency:
        """Sum trials up."""
        judged = done.milliseconds
        p1, p50, p99 = (round(float(np.percentile(judged, each)), 2) if judged else None for each in (1, 50, 99))
        return cls(len(judged) + done.unjudged, p1, p50, p99, done.unheard, done.unjudged)


class Prober:
    """Moves one voice of an instrument and listens.

    Parameters
    ----------
    playing : Playing
    ear : Ear
    bundle : Bundle
        The model that is played.
    voice : int
        Which voice, counted from 1.
    """

    def __init__(self, playing: Playing, ear: Ear, bundle: Bundle, voice: int = 1) -> None:
        self._playing, self._ear, self._voice = playing, ear, voice
        self._random = np.random.default_rng(0)
        self._address = f"/gan/voice/{voice}"
        self._points = self._choose(_candidates(bundle))
        self._at = self._points[-1]
        playing.send_datagram(self._at.datagram)
        self._settle()

    def trials(self, count: int, after_each: Callable[[], object]) -> Trials:
        """Make trials until so many are judged, or patience is over."""
        done, end = Trials(), time.monotonic() + _PATIENCE + 2.0 * LIMIT * count
        while len(done.milliseconds) < count and time.monotonic() < end:
            self.trial(done)
            after_each()
        return done

    def trial(self, trials: Trials) -> None:
        """Send one packet, listen, and enter the result."""
        new = self._points[self._random.choice([i for i, point in enumerate(self._points) if point is not self._at])]
        old, self._at = self._at, new
        time.sleep(float(self._random.uniform(0.0, 0.05)))
        sent = self._ear.now()
        self._playing.send_datagram(new.datagram)
        rate = self._ear.sample_rate
        before = round(_BEFORE * rate)
        start = sent - before - spectra.WINDOW
        heard = self._ear.hear(start, sent + round(LIMIT * rate) - start)
        if heard is None or spectra.change(heard[: before + spectra.WINDOW], old.reference, new.reference) is not None:
            trials.unjudged += 1
            return
        end = spectra.change(heard, old.reference, new.reference)
        trials.unheard += end is None
        trials.milliseconds.append(1000.0 * (LIMIT if end is None else (start + end - sent) / rate))

    def _choose(self, candidates: list[NDArray[np.float32]]) -> list[Point]:
        """Hear every candidate at rest, and take those that are told apart most surely."""
        self._playing.send(f"{self._address}/position", _PLACE)
        self._playing.send(f"{self._address}/freeze", 1)
        self._playing.send(f"{self._address}/gate", 1)
        end = time.monotonic() + _PATIENCE
        heard = [self._rest(wire.encode(f"{self._address}/z", map(float, z)), end) for z in candidates]
        points = [point for point in heard if np.sqrt(np.mean(point.rest**2)) > _AUDIBLE]
        if len(points) < 2:
            raise RuntimeError(f"bench: of {len(heard)} points of the model, {len(points)} sound; wanted 2")
        apart = {
            (a, b): spectra.told_apart(points[a].rest, points[b].rest)
            for a, b in itertools.combinations(range(len(points)), 2)
        }
        best = max(
            itertools.combinations(range(len(points)), min(_POINTS, len(points))),
            key=lambda chosen: min(apart[pair] for pair in itertools.combinations(chosen, 2)),
        )
        return [points[index] for index in best]

    def _settle(self) -> None:
        """Wait until the point rests, by the device's clock: where it waits for its clients it may be a slow one."""
        self._ear.hear(self._ear.now(), round(_SETTLE * self._ear.sample_rate))

    def _rest(self, datagram: bytes, end: float) -> Point:
        self._playing.send_datagram(datagram)
        self._settle()
        while (rest := self._ear.hear(self._ear.now(), round(_REST * self._ear.sample_rate))) is None:
            if time.monotonic() > end:
                raise RuntimeError("bench: the ear misses too much of the sound to know it: the machine is too busy")
        return Point(datagram, rest, spectra.reference(rest))


def _candidates(bundle: Bundle) -> list[NDArray[np.float32]]:
    """Take the model's factory presets, then points drawn at random."""
    random = np.random.default_rng(1)
    presets = [np.array(point, np.float32) for point in bundle.presets.values()][:_CANDIDATES]
    drawn = [random.standard_normal(bundle.latent_dim).astype(np.float32) for _ in range(_CANDIDATES - len(presets))]
    return presets + drawn


@dataclass(frozen=True)
class Result(Dropouts, Latency):
    """What `measure` gives; what the names mean is in the command's ``--help``."""

    device_ms: float
    device: str
    block_size: int
    sample_rate: int


def measure(trials: int, block_size: int, bundle: str, backend: str | None) -> tuple[Result, Sequence[float]]:
    """Start the instrument and make trials until so many are judged, or patience is over.

    Returns
    -------
    Result
        What is printed.
    sequence of float
        Every trial's milliseconds.
    """
    model = library.find(bundle, Home(None))
    show = Show(bundle=str(model.path.resolve()), backend=backend, block_size=block_size, walk=False)
    with watched() as stalls, audition(show, seconds=_MARGIN + 2.0 * LIMIT * trials) as (playing, ear):
        prober = Prober(playing, ear, model)
        counter = Counter(playing, stalls, block_size)
        done = prober.trials(trials, counter.look)
        dropouts, device_ms = counter.count(), ear.device_ms
    result = Result(
        **asdict(Latency.of(done)),
        **asdict(dropouts),
        device_ms=device_ms,
        device=playing.device,
        block_size=block_size,
        sample_rate=ear.sample_rate,
    )
    return result, done.milliseconds
