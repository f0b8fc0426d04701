"""The trials of latency on a simulated instrument, whose every delay is known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gesturegan_live.bench import latency
from gesturegan_live.bench.latency import LIMIT, Latency, Prober, Trials

RATE = 44100
SECONDS = 90
HALF_A_WINDOW = 1000 * 128 / RATE


class Simulation:
    """Instrument and ear in one: each packet switches to the sound of its point, after a delay."""

    sample_rate = RATE

    def __init__(self) -> None:
        self.delay, self.deaf = 0.0, False
        self._now = RATE
        self._numbers: dict[bytes, int] = {}
        self._switches = [(0, 0)]
        random = np.random.default_rng(0)
        time = np.arange(SECONDS * RATE) / RATE
        self._sounds = [
            0.1 * np.sin(2 * np.pi * 300 * (k + 1) * time) + 0.01 * random.standard_normal(len(time)) for k in range(10)
        ]

    def pass_time(self, seconds: float) -> None:
        self._now += round(seconds * RATE)

    def send(self, address: str, *values: object) -> None:
        assert address in {f"/gan/voice/3/{name}" for name in ("position", "freeze", "gate")}

    def send_datagram(self, datagram: bytes) -> None:
        sound = self._numbers.setdefault(datagram, len(self._numbers))
        self._switches.append((self._now + round(self.delay * RATE), sound))

    def now(self) -> int:
        return self._now

    def hear(self, frame: int, count: int) -> np.ndarray | None:
        self._now = max(self._now, frame + count)
        heard = np.zeros(count, np.float32)
        for at, sound in self._switches:
            start = max(at - frame, 0)
            heard[start:] = self._sounds[sound][frame + start : frame + count]
        return None if self.deaf else heard


@pytest.fixture
def simulation(monkeypatch: pytest.MonkeyPatch) -> Simulation:
    simulated = Simulation()
    monkeypatch.setattr(
        latency, "time", SimpleNamespace(sleep=simulated.pass_time, monotonic=lambda: simulated.now() / RATE)
    )
    return simulated


@pytest.fixture
def prober(simulation: Simulation) -> Prober:
    return Prober(simulation, simulation, SimpleNamespace(presets={}, latent_dim=4), voice=3)


def test_a_known_delay_is_found(simulation: Simulation, prober: Prober) -> None:
    done = Trials()
    delays = [0.0, *np.random.default_rng(1).uniform(0.002, 0.1, 40)]
    for delay in delays:
        simulation.delay = delay
        prober.trial(done)
    assert (done.unheard, done.unjudged) == (0, 0)
    assert done.milliseconds == pytest.approx([1000 * delay + HALF_A_WINDOW for delay in delays], abs=2.0)
    summed_up = Latency.of(done)
    assert summed_up.p50_ms == pytest.approx(1000 * np.median(delays) + HALF_A_WINDOW, abs=1.0)
    assert summed_up.p1_ms < summed_up.p50_ms < summed_up.p99_ms
    assert summed_up.trials == 41


def test_a_change_that_does_not_come_counts_as_the_limit(simulation: Simulation, prober: Prober) -> None:
    done, simulation.delay = Trials(), 2 * LIMIT
    prober.trial(done)
    assert (done.milliseconds, done.unheard, done.unjudged) == ([1000 * LIMIT], 1, 0)


def test_what_cannot_be_judged_is_counted_and_gives_no_figure(simulation: Simulation, prober: Prober) -> None:
    done, simulation.delay = Trials(), -0.005  # it has changed before it was asked to
    prober.trial(done)
    simulation.delay, simulation.deaf = 0.01, True
    prober.trial(done)
    assert (done.milliseconds, done.unheard, done.unjudged) == ([], 0, 2)
    summed_up = Latency.of(done)
    assert (summed_up.p1_ms, summed_up.p50_ms, summed_up.p99_ms, summed_up.trials) == (None, None, None, 2)


def test_trials_that_a_crowded_moment_spoils_are_made_again(simulation: Simulation, prober: Prober) -> None:
    made: list[int] = []

    def hear_from_the_fourth_on() -> None:
        made.append(1)
        simulation.deaf = len(made) < 3

    simulation.deaf, simulation.delay = True, 0.01
    done = prober.trials(5, hear_from_the_fourth_on)
    assert (len(done.milliseconds), done.unheard, done.unjudged, len(made)) == (5, 0, 3, 8)


def test_a_machine_that_stays_crowded_ends_the_trials(simulation: Simulation, prober: Prober) -> None:
    simulation.deaf = True
    start = simulation.now()
    done = prober.trials(2, lambda: None)
    assert (done.milliseconds, done.unheard) == ([], 0)
    assert 60 < (simulation.now() - start) / RATE < 63


def test_an_ear_that_misses_all_of_the_sound_is_given_up(simulation: Simulation) -> None:
    simulation.deaf = True
    with pytest.raises(RuntimeError, match="the machine is too busy"):
        Prober(simulation, simulation, SimpleNamespace(presets={}, latent_dim=4), voice=3)
    assert 60 < simulation.now() / RATE < 65


def test_parts_of_a_run_are_summed_up_as_the_run() -> None:
    parts = [Trials([5.0, 6.0], unheard=1), Trials(), Trials([LIMIT], unheard=1, unjudged=3)]
    assert Trials.together(parts) == Trials([5.0, 6.0, LIMIT], unheard=2, unjudged=3)
