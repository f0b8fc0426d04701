"""One take that is played again, on the audio process's clock.

Conventions
-----------
Frames are the take's, counted on over its rounds; samples are of the output. A step is handed to the audio process with
its sample, `Stage.lead` ahead; when that sample is made the instrument knows of it. Points go to the generator as their
sample comes. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from gesturegan_live.control.replays.deck import Deck
from gesturegan_live.control.stage import Stage, Taken
from gesturegan_live.show.parameters import POINT, VOICE_INDEX

_MOST = 4096  # steps handed over in a turn
_GATE = VOICE_INDEX["gate"]
_POINT_LEAD = 0.008  # seconds that it takes from a point to its image, about


@dataclass(frozen=True, slots=True)
class _Sent:
    """A step on its way."""

    sample: int
    voice: int
    parameter: int
    value: float
    seconds: float


class Replay:
    """A take that plays.

    Parameters
    ----------
    taken : Taken
    voices : set of int
        Those of its voices that it plays.
    stage : Stage
    deck : Deck
    sample : int
        With which it begins; 0: as soon as it can.
    looped : bool
        Whether it begins again where it ends.

    Attributes
    ----------
    name : str
    over : bool
        Whether nothing more comes of it.
    """

    def __init__(self, taken: Taken, voices: set[int], stage: Stage, deck: Deck, sample: int, looped: bool) -> None:
        self.name, self.looped, self.over = taken.name, looped, not voices
        self._taken, self._voices, self._stage, self._deck = taken, voices, stage, deck
        self._next = 0  # step
        self._past = 0  # frames of the rounds that are over
        self._begins: int | None = sample or None
        self._scale = 0.0  # samples a frame; then: from this frame and this sample on
        self._frame = 0.0
        self._sample = self._handed = 0  # all steps before this sample are on their way
        self._ended = False
        self._sent: deque[_Sent] = deque()

    def has(self, voice: int) -> bool:
        """Whether it plays a voice."""
        return voice in self._voices

    def go(self, speed: float, dt: float) -> None:
        """Hand over what is due by now or soon; `dt` seconds pass until it is asked for again."""
        made, rate = self._stage.made, self._stage.sample_rate
        if made is None or not rate:
            return  # no sound is made: it waits
        self._pace(made, rate / (self._taken.sample_rate * speed))
        self._hand(made + round(max(self._stage.lead, dt) * rate))
        self._know(made, made + round(max(_POINT_LEAD if self._stage.lead else 0.0, dt) * rate))
        self.over = self._ended and not self._sent

    def lose(self, voice: int) -> None:
        """Play a voice no more; it stays as it is."""
        if voice not in self._voices:
            return
        self._take_back(voice)
        self._voices.discard(voice)
        self.over = not self._voices

    def stop(self) -> None:
        """End, and close the gates."""
        for voice in sorted(self._voices):
            self._take_back(voice)
            self._deck.send(voice, _GATE, 0.0, 0, 0.0)
            self._deck.note(voice, _GATE, 0.0, 0.0)
        self._voices.clear()
        self.over = True

    def again(self) -> None:
        """Send what is on its way once more."""
        for step in self._sent:
            self._send(step)

    def _pace(self, made: int, scale: float) -> None:
        """Follow the speed and the rate, of what is not on its way yet."""
        if not self._scale:
            self._sample = self._handed = made + self._stage.soon if self._begins is None else self._begins
            self._scale = scale
        elif scale != self._scale:
            self._frame += (self._handed - self._sample) / self._scale
            self._sample, self._scale = self._handed, scale

    def _at(self, frame: int) -> int:
        return self._sample + round((frame - self._frame) * self._scale)

    def _hand(self, until: int) -> None:
        """Send what is due before a sample."""
        steps, count = self._taken.steps, 0
        while not self._ended and count < _MOST:
            last = self._next == len(steps)
            frame, voice, parameter, value, seconds = (
                (self._taken.frames, 0, _GATE, 0.0, 0.0) if last else steps[self._next].item()
            )
            sample = self._at(self._past + frame)
            if sample >= until:
                self._handed = max(self._handed, until)
                return
            if last and self.looped:
                self._next, self._past = 0, self._past + frame
                continue
            seconds *= self._scale * self._taken.sample_rate / self._stage.sample_rate
            of = sorted(self._voices) if last else [voice] if voice in self._voices else []
            for each in of:
                step = _Sent(sample, each, parameter, value, seconds)
                if not self._send(step):
                    return  # audio is hopelessly behind: later
                self._sent.append(step)
            self._handed = max(self._handed, sample)
            self._next, count, self._ended = self._next + 1, count + 1, last

    def _send(self, step: _Sent) -> bool:
        of_audio = step.parameter != POINT
        return not of_audio or self._deck.send(step.voice, step.parameter, step.value, step.sample, step.seconds)

    def _know(self, made: int, soon: int) -> None:
        """Let the instrument know of what is heard by now, and have points made into sound that are soon to be."""
        waiting: deque[_Sent] = deque()
        for step in self._sent:
            if step.parameter == POINT and step.sample <= soon:
                self._point(step)
            elif step.parameter != POINT and step.sample <= made:
                self._deck.note(step.voice, step.parameter, step.value, step.seconds)
            else:
                waiting.append(step)
        self._sent = waiting

    def _point(self, step: _Sent) -> None:
        space, point = self._taken.points[int(step.value)]
        if space == self._deck.space:
            self._deck.point(step.voice, point)

    def _take_back(self, voice: int) -> None:
        """Leave a voice as it sounds: what is on its way comes no more, and what may have come just now comes again."""
        made = self._stage.made
        soon = 0 if made is None else made + self._stage.soon
        ours = [step for step in self._sent if step.voice == voice]
        self._sent = deque(step for step in self._sent if step.voice != voice)
        self._deck.forget(voice)
        for step in ours:
            if step.parameter != POINT and step.sample <= soon:
                self._send(step)
                self._deck.note(voice, step.parameter, step.value, step.seconds)
