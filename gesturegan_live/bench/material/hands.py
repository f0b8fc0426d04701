"""Sensors on somebody's hands: what they send, and what an instrument is taught that it means.

A phone's acceleration (three values), a touch screen (two) and the 21 points of a hand (63) come as inputs; links take
them to axes, gains and places of voices, and two mappings by examples play the points of two more.

Conventions
-----------
Every value is from 0 to 1, a sum of slow waves and a little noise: no message is like the one before. Voices count from
1; the first of those given are mapped, the others linked.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence

import numpy as np

from gesturegan_live.bench.playing import Playing
from gesturegan_live.control.messages.arguments import Value

SENSORS = {"accxyz": 3, "touch": 2, "hand": 63}  # values of each
MAPPED = 2  # voices, each by a mapping of its own
_EXAMPLES = 8  # of each mapping
_SLOWEST, _FASTEST = 0.05, 2.0  # waves a message, of a thousand
_TREMBLE = 0.01
_PATIENCE = 180.0  # seconds, in which a process begins, too, on a machine that is busy
_PAUSE = 0.05  # seconds, in which what was sent has been taken


def moving(seed: int = 0) -> Iterator[tuple[str, list[Value]]]:
    """Give messages of all sensors in turn, without end."""
    random = np.random.default_rng(seed)
    waves = {
        name: (random.uniform(_SLOWEST, _FASTEST, width) / 1000, random.uniform(0.0, 1.0, width))
        for name, width in SENSORS.items()
    }
    for step in itertools.count():
        for name, (rates, phases) in waves.items():
            values = 0.5 + 0.45 * np.sin(2 * np.pi * (rates * step + phases))
            trembling = values + random.uniform(-_TREMBLE, _TREMBLE, len(values))
            yield f"/{name}", [float(value) for value in trembling]


def teach(playing: Playing, voices: Sequence[int], latent_dim: int, axes: Sequence[str]) -> None:
    """Let inputs, links and two mappings move so many voices.

    Raises
    ------
    RuntimeError
        Where a mapping is not trained within three minutes.
    """
    for name, width in SENSORS.items():
        playing.send("/gan/input/learn", name, f"/{name}")
        playing.send(f"/gan/input/{name}/range", 0.0, 1.0)
        playing.send(f"/gan/input/{name}/smooth", 1.0, 5.0)
        playing.send(f"/{name}", *[0.5] * width)
    for voice in voices:
        playing.send(f"/gan/voice/{voice}/gate", 1)
    mapped, linked = voices[:MAPPED], voices[MAPPED:]
    for number, voice in enumerate(linked):
        sources = [*(f"hand/{(3 * number + value) % SENSORS['hand']}" for value in range(3)), "accxyz/energy"]
        moved = f"axis/{axes[number % len(axes)]}" if axes else "z/1"
        targets = [(moved, -2.0, 2.0), ("gain", 0.05, 0.25), ("rate", 0.5, 2.0), ("growth", 0.5, 1.0)]
        for source, (target, low, high) in zip(sources, targets, strict=True):
            link = f"{target.split('/')[0]} {voice}"
            playing.send("/gan/link/add", link, source, f"/gan/voice/{voice}/{target}", low, high)
    random = np.random.default_rng(1)
    for number, voice in enumerate(mapped):
        name, source = f"map{number}", ("touch", "accxyz")[number % 2]
        playing.send("/gan/map/add", name)
        playing.send(f"/gan/map/{name}/inputs", source)
        playing.send(f"/gan/map/{name}/outputs", f"/gan/voice/{voice}/z")
        for _ in range(_EXAMPLES):
            playing.send(f"/gan/voice/{voice}/z", *map(float, random.standard_normal(latent_dim)))
            playing.send(f"/{source}", *map(float, random.uniform(0.0, 1.0, SENSORS[source])))
            time.sleep(_PAUSE)
            playing.send(f"/gan/map/{name}/record")
        playing.send(f"/gan/map/{name}/train")
        end = time.monotonic() + _PATIENCE
        while (said := _mapping(playing, name))[1] == "none":
            if time.monotonic() > end:
                raise RuntimeError(f"bench: mapping {name} is not trained after {_PATIENCE:g} s: {said[0]} examples")
            time.sleep(_PAUSE)
        playing.send(f"/gan/map/{name}/run", 1)


def _mapping(playing: Playing, name: str) -> tuple[int, str]:
    """Ask how many examples a mapping has, and what it is trained as."""
    listed = playing.ask("/gan/map/list")
    each = {listed[i]: (int(listed[i + 1]), str(listed[i + 2])) for i in range(0, len(listed), 5)}
    return each.get(name, (0, "none"))
