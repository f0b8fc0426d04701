"""A piece for the whole instrument: what a concert of it asks for, as a list of messages.

Conventions
-----------
Times are seconds from the beginning. The same numbers give the same piece. Voices count from 1, as in messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

Message = tuple[float, str, tuple[object, ...]]

HAND = 30.0  # messages a second that a hand makes
_OPENING, _SCENES, _GESTURES, _MODEL, _MOVES, _END = 0.0, 0.15, 0.3, 0.5, 0.6, 0.92  # of the whole
_PAUSE = 0.02  # of the whole, from one scene to the next
_PHRASE, _AGAIN, _OVER = 0.03, 0.55, 0.8  # how long a take is recorded; when it begins to loop; and is over
_LOUD = 0.7  # the whole, with every voice open


def piece(seconds: float, voices: int, latent_dim: int, presets: Sequence[str], model: str) -> list[Message]:
    """Write the piece.

    Parameters
    ----------
    seconds : float
    voices : int
    latent_dim : int
    presets : sequence of str
        Places of the model to go to.
    model : str
        Name of the one that takes over in the middle.
    """
    random = np.random.default_rng(0)
    by_hand = voices - voices // 4  # keys play the others
    parts = (
        _opening(voices, by_hand, presets),
        _notes(seconds, by_hand + 1, voices, np.random.default_rng(1)),
        _scenes(seconds, voices, presets),
        _gestures(seconds, voices, random),
        _takes(seconds, voices),
        [(_MODEL * seconds, "/gan/model/load", (model,))],
        _moves(seconds, voices, latent_dim, random),
        _ending(seconds),
    )
    return sorted((message for part in parts for message in part), key=lambda message: message[0])


def _opening(voices: int, by_hand: int, presets: Sequence[str]) -> Iterator[Message]:
    """Let every voice come in that no keys play, one after the other, and go on for ever."""
    for voice in range(1, voices + 1):
        at, address = 0.2 * voice, f"/gan/voice/{voice}"
        settings: dict[str, tuple[object, ...]] = {
            "gain": (_LOUD / voices**0.5,),
            "azimuth": (360.0 * (voice - 1) / voices - 180.0,),
            "attack": (0.5,),
            "release": (1.0,),
            "mode": ("endless",),
            "chaos": (0.5,),
            "wander": (0.4, 0.3),
        }
        if voice <= by_hand:
            settings["gate"] = (1,)
        if presets:
            yield at, "/gan/preset/recall", (presets[voice % len(presets)], voice)
        for name, values in settings.items():
            yield at, f"{address}/{name}", values


def _notes(seconds: float, first: int, last: int, random: np.random.Generator) -> Iterator[Message]:
    """Play chords on some voices: more keys than there are, bent, and let go."""
    if last < first:
        return
    yield _OPENING, "/gan/note/voices", (first, last)
    for beat in range(1, int(_END * seconds)):
        keys = 48 + random.choice(24, last - first + 2, replace=False)
        for place, key in enumerate(keys.tolist()):
            yield beat + 0.05 * place, "/gan/note/on", (key, float(random.uniform(0.2, 1.0)))
        for step in range(10):
            yield beat + 0.5 + 0.01 * step, "/gan/note/bend", (0.2 * step if beat % 2 else 2.0 - 0.2 * step,)
        yield beat + 0.8, "/gan/note/pressure", (float(random.random()),)
        yield beat + 0.9, "/gan/note/off", ()


def _scenes(seconds: float, voices: int, presets: Sequence[str]) -> Iterator[Message]:
    """Keep two scenes, and go from one to the other and back, in a time."""
    at = _SCENES * seconds
    yield at, "/gan/scene/store", ("one",)
    for voice in range(1, voices + 1):
        if presets:
            yield at + 0.1, "/gan/preset/recall", (presets[(5 * voice + 3) % len(presets)], voice)
        yield at + 0.1, f"/gan/voice/{voice}/rate", (0.5 + 0.25 * (voice % 4),)
        yield at + 0.1, f"/gan/voice/{voice}/mode", (("loop", "pingpong", "endless")[voice % 3],)
    yield at + 0.3, "/gan/scene/store", ("other",)
    for turn, curve in enumerate(("linear", "smooth", "exponential", "smooth")):
        wait = 0.5 + turn * (_GESTURES - _SCENES - _PAUSE) * seconds / 4
        yield at + wait, "/gan/scene/recall", (("one", "other")[turn % 2], 0.02 * seconds, curve)


def _gestures(seconds: float, voices: int, random: np.random.Generator) -> Iterator[Message]:
    """Give some voices to hands, by all four types of gesture."""
    begin, end = _GESTURES * seconds, (_MODEL - _PAUSE) * seconds
    types = ("trigger", "trigger-continuous", "continuous-variation", "repetition")
    played = list(zip(range(1, voices + 1), types, strict=False))
    for voice, kind in played:
        yield begin, f"/gan/voice/{voice}/gesture", (kind,)
        yield begin, f"/gan/voice/{voice}/decay", (0.3,)
        yield begin, f"/gan/voice/{voice}/mode", ("once" if kind == "trigger" else "endless",)
    speeds = random.uniform(0.5, 2.0, voices)
    for tick in range(round((end - begin) * HAND)):
        at = begin + 0.1 + tick / HAND
        for voice, _ in played:
            energy = 0.5 - 0.5 * np.cos(2.0 * np.pi * speeds[voice - 1] * tick / HAND)
            yield at, f"/gan/voice/{voice}/energy", (float(energy),)
    for voice, _ in played:
        yield end, f"/gan/voice/{voice}/gesture", ("off",)
        yield end, f"/gan/voice/{voice}/mode", ("endless",)


def _takes(seconds: float, voices: int) -> Iterator[Message]:
    """Let a phrase of the gestures play again until hands have every voice, and record that too."""
    end = (_MODEL - _PAUSE) * seconds
    yield end - _PHRASE * seconds, "/gan/take/record", ("phrase",)
    yield end, "/gan/take/record", (0,)
    yield (_AGAIN - _PAUSE) * seconds, "/gan/take/record", ("whole",)
    yield _AGAIN * seconds, "/gan/take/loop", ("phrase",)
    yield (_AGAIN + _PAUSE) * seconds, "/gan/take/speed", (1.5, _PAUSE * seconds)
    for voice in range(1, voices + 1):
        yield _OVER * seconds, f"/gan/voice/{voice}/chaos", (0.5,)


def _moves(seconds: float, voices: int, latent_dim: int, random: np.random.Generator) -> Iterator[Message]:
    """Let hands move some points all the time, and send other values on their ways."""
    begin, end = _MOVES * seconds, _END * seconds
    moved = range(1, max(voices // 2, 1) + 1)
    here, there = random.standard_normal((2, voices, latent_dim))
    for tick in range(round((end - begin) * HAND)):
        at, turn = begin + tick / HAND, tick / HAND % 4.0 / 4.0
        if tick and turn == 0.0:
            here, there = there, random.standard_normal((voices, latent_dim))
        for voice in moved:
            point = (1.0 - turn) * here[voice - 1] + turn * there[voice - 1]
            yield at, f"/gan/voice/{voice}/z", tuple(map(float, point))
    for second in range(int(end - begin)):
        voice, at = second % voices + 1, begin + second + 0.5
        name, value = (
            ("azimuth", float(random.uniform(-180, 180))),
            ("rate", float(random.uniform(0.25, 1.5))),
            ("transpose", float(random.uniform(-7, 7))),
            ("growth", float(random.uniform(0.5, 1.0))),
            ("chaos", float(random.uniform(0.2, 1.0))),
        )[second % 5]
        yield at, f"/gan/voice/{voice}/{name}", (value, 2.0)


def _ending(seconds: float) -> Iterator[Message]:
    """Let every voice fade out, then all of it."""
    yield _END * seconds, "/gan/out/stop", ()
    yield 0.97 * seconds, "/gan/out/gain", (0.0, 0.01 * seconds)
