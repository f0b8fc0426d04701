"""What each message about notes does.

A note is heard as its voice's gate, as its `touch` beside the gain and its `pitch` beside `transpose`, as a step along
the axis of brightness and, where the model knows pitch, as its condition: what the performer has set of a voice stays.
A voice that goes round its clip begins it with the note.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`, which tells here what a hand
does to a gate. Of one voice the notes are obeyed in the order in which they come: what is played at once waits for what
was handed over ahead of its time. Owned by the control process, one thread.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.routes.note import A4, BRIGHTNESS, DYNAMICS, EQUAL, REFERENCE, ROOT
from gesturegan_live.control.notes import scale
from gesturegan_live.control.notes.allocation import Allocation, Note
from gesturegan_live.control.notes.expression import Expressions
from gesturegan_live.control.notes.tuning import Tuning, pitches
from gesturegan_live.control.scenes.scenes import Scenery
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.control.voices.points import Points
from gesturegan_live.show.parameters import MODES, VOICE_INDEX, VOICE_PARAMETERS

_GATE, _TOUCH, _PITCH, _POSITION = (VOICE_INDEX[name] for name in ("gate", "touch", "pitch", "position"))
_MODE, _FREEZE, _RATE = (VOICE_INDEX[name] for name in ("mode", "freeze", "rate"))
_LOOP_START, _LOOP_END = VOICE_INDEX["loop_start"], VOICE_INDEX["loop_end"]
_GOING_ROUND = tuple(MODES.index(mode) for mode in ("loop", "pingpong", "endless"))
_RELEASE = VOICE_INDEX["release"]
_DRAWN = 0.006  # seconds in which an image is made: a note of another pitch waits for it, or would begin with the last
_FARTHEST, _LOUDEST = VOICE_PARAMETERS[_PITCH].high, VOICE_PARAMETERS[_TOUCH].high

Put = Callable[[int, int, float, int], None]


class Notes:
    """The keys, and the voices that play them.

    Parameters
    ----------
    stage : Stage
    points : Points
    scenery : Scenery
        Lets what has no sample wait for its time.
    clock : Clock
    parameters : sequence of list of float
        The parameters of every voice, as they are kept elsewhere; read only.
    put : callable
        Sets a parameter of a voice, by number, at a sample; 0 at once.

    Attributes
    ----------
    taken : callable
        Whether a take plays a voice, which notes leave to it where there are others; who has takes sets it.
    """

    def __init__(
        self,
        stage: Stage,
        points: Points,
        scenery: Scenery,
        clock: Clock,
        parameters: Sequence[list[float]],
        put: Put,
    ) -> None:
        self._stage, self._points, self._scenery, self._clock = stage, points, scenery, clock
        self._parameters, self._put = parameters, put
        self.taken: Callable[[int], bool] = lambda _voice: False
        self._allocation = Allocation(stage.voices, self._is_away, lambda voice: self._ends[voice] > self._now())
        self._expressions = Expressions(DYNAMICS, BRIGHTNESS)
        self._tuning = Tuning(A4, REFERENCE, None, ROOT)
        self._pitches = pitches(stage.model.conditions)
        self._sustain = False
        self._ends = [0] * stage.voices  # the last sample that something of a voice waits for
        self._closed = [-math.inf] * stage.voices  # when each was closed, seconds
        self._coloured = [False] * stage.voices  # whether a note's pitch and touch are on it

    def holds(self, voice: int) -> bool:
        """Whether a voice holds a note."""
        return self._allocation[voice] is not None

    def marks(self, voice: int) -> bool:
        """Whether what is heard of a voice, or was last, is a note's."""
        return self.holds(voice) or (self._coloured[voice] and not self._is_open(voice))

    def leave(self, voice: int, index: int, value: float, sample: int) -> None:
        """Leave a voice to a hand that is about to set a parameter of it: opened, it sounds as it was set."""
        if index in (_PITCH, _TOUCH):
            self._coloured[voice] = False
        if index != _GATE:
            return
        self._allocation.forget(voice)
        if not value:
            self._note_closed(voice, sample)
        if value and self._coloured[voice] and not self._is_open(voice):
            self._coloured[voice] = False
            self._put(voice, _PITCH, 0.0, sample)
            self._put(voice, _TOUCH, 1.0, sample)
            self._scenery.defer(partial(self._points.lean, voice, 0.0))

    def let_go(self, voice: int) -> None:
        """Leave a voice to a take."""
        self._allocation.forget(voice)
        self._coloured[voice] = False

    def silence(self) -> None:
        """Forget all notes: every gate is closed."""
        for voice, _ in self._allocation:
            self._allocation.release(voice)
            self._note_closed(voice, 0)

    def forget_timed(self) -> None:
        """Note that nothing waits for its sample any more."""
        self._ends = [0] * len(self._ends)

    def use_model(self) -> None:
        """Let what is held be heard of the stage's model."""
        self._pitches = pitches(self._stage.model.conditions)
        for voice, note in self._allocation:
            self._tune(voice, note, 0)

    # Keys

    def _do_note_on(self, call: Call) -> None:
        (key, velocity), number = map(float, call.values[:2]), _id(call.values[2:])
        if velocity == 0.0:
            self._release(key, number, call.sample)
            return
        note = Note(key, number, velocity)
        voice = self._allocation.choose(key, number)
        sample = self._in_turn(voice, call.sample or self._drawn(voice, note))
        self._tune(voice, note, sample)
        self._put(voice, _TOUCH, self._touch(note), sample)
        parameters = self._parameters[voice]
        if parameters[_MODE] in _GOING_ROUND and not parameters[_FREEZE]:
            ends = parameters[_LOOP_START], parameters[_LOOP_END]
            self._put(voice, _POSITION, max(ends) if parameters[_RATE] < 0.0 else min(ends), sample)
        self._scenery.moves.forget(voice, ("gate",))
        self._lean(voice, note)
        self._put(voice, _GATE, 1.0, sample)
        self._allocation.hold(voice, note)
        self._coloured[voice] = True

    def _do_note_off(self, call: Call) -> None:
        key = float(call.values[0]) if call.values else None
        self._release(key, _id(call.values[1:]), call.sample)

    def _release(self, key: float | None, number: int | None, sample: int) -> None:
        for voice, note in self._allocation:
            if not note.matches(key, number) or not note.down:
                continue
            if self._sustain:
                self._allocation.lift(voice)
            else:
                self._let_go(voice, sample)

    def _let_go(self, voice: int, sample: int) -> None:
        self._put(voice, _GATE, 0.0, self._in_turn(voice, sample))
        self._allocation.release(voice)
        self._note_closed(voice, sample)

    def _do_note_sustain(self, call: Call) -> None:
        self._sustain = bool(call.values[0])
        if not self._sustain:
            for voice, note in self._allocation:
                if not note.down:
                    self._let_go(voice, call.sample)

    def _read_note_sustain(self, _: Place) -> Sequence[Value]:
        return (int(self._sustain),)

    def _do_note_held(self, call: Call) -> None:
        call.answer(*(value for voice, note in self._allocation for value in (voice + 1, note.key)))

    # What they are played with

    def _do_note_bend(self, call: Call) -> None:
        number = _id(call.values[1:])
        self._expressions.of(number).bend = float(call.values[0])
        for voice, note in self._of(number):
            self._tune(voice, note, self._in_turn(voice, call.sample))

    def _read_note_bend(self, _: Place) -> Sequence[Value]:
        return (self._expressions.common.bend,)

    def _do_note_pressure(self, call: Call) -> None:
        number = _id(call.values[1:])
        self._expressions.of(number).pressure = float(call.values[0])
        for voice, note in self._of(number):
            self._put(voice, _TOUCH, self._touch(note), self._in_turn(voice, call.sample))
            self._lean(voice, note)

    def _read_note_pressure(self, _: Place) -> Sequence[Value]:
        return (self._expressions.common.pressure,)

    def _do_note_timbre(self, call: Call) -> None:
        number = _id(call.values[1:])
        self._expressions.of(number).timbre = float(call.values[0])
        for voice, note in self._of(number):
            self._lean(voice, note)

    def _read_note_timbre(self, _: Place) -> Sequence[Value]:
        return (self._expressions.common.timbre,)

    # How keys are played

    def _do_note_voices(self, call: Call) -> None:
        first, last = (self._scenery.voice(value) for value in call.values)
        if first > last:
            raise RefusedError(f"first is {first + 1}, last {last + 1}: wanted the lower voice first")
        self._allocation.first, self._allocation.last = first, last

    def _read_note_voices(self, _: Place) -> Sequence[Value]:
        return (self._allocation.first + 1, self._allocation.last + 1)

    def _do_note_reference(self, call: Call) -> None:
        self._retune(reference=float(call.values[0]))

    def _read_note_reference(self, _: Place) -> Sequence[Value]:
        return (self._tuning.reference,)

    def _do_note_a4(self, call: Call) -> None:
        self._retune(a4=float(call.values[0]))

    def _read_note_a4(self, _: Place) -> Sequence[Value]:
        return (self._tuning.a4,)

    def _do_note_tuning(self, call: Call) -> None:
        name, root = str(call.values[0]), float(call.values[1]) if len(call.values) > 1 else ROOT
        self._retune(scale=None if name == EQUAL else scale.read(name, self._stage.home), root=root)

    def _read_note_tuning(self, _: Place) -> Sequence[Value]:
        tuning = self._tuning
        return (EQUAL if tuning.scale is None else tuning.scale.name, tuning.root)

    def _do_note_dynamics(self, call: Call) -> None:
        self._expressions.dynamics = float(call.values[0])

    def _read_note_dynamics(self, _: Place) -> Sequence[Value]:
        return (self._expressions.dynamics,)

    def _do_note_brightness(self, call: Call) -> None:
        self._expressions.brightness = float(call.values[0])

    def _read_note_brightness(self, _: Place) -> Sequence[Value]:
        return (self._expressions.brightness,)

    # Of one voice

    def _tune(self, voice: int, note: Note, sample: int) -> None:
        """Let a voice have the pitch of its note."""
        if self._pitches:
            pitch, nearest = self._tuning.pitch(note.key), self._nearest(note.key)
            semitones = pitch - self._pitches[nearest]
            weights = {number: float(number == nearest) for number in self._pitches}
            self._move(voice, partial(self._points.weigh, voice, weights))
        else:
            semitones = self._tuning.transposition(note.key)
        semitones += self._expressions.bend(note.id)
        self._put(voice, _PITCH, min(max(semitones, -_FARTHEST), _FARTHEST), sample)

    def _touch(self, note: Note) -> float:
        return min(self._expressions.touch(note.id, note.velocity), _LOUDEST)

    def _lean(self, voice: int, note: Note) -> None:
        self._move(voice, partial(self._points.lean, voice, self._expressions.lean(note.id, note.velocity)))

    def _move(self, voice: int, act: Callable[[], None]) -> None:
        """Move a voice's point at the time of the message, or before it where nobody hears that."""
        silent = self._clock.now() - self._closed[voice] > self._parameters[voice][_RELEASE]
        if silent and not self._is_open(voice):
            act()
        else:
            self._scenery.defer(act)

    def _nearest(self, key: float) -> int:
        """Give the number of the condition whose pitch is nearest to a key's."""
        pitch = self._tuning.pitch(key)
        return min(self._pitches, key=lambda number: abs(self._pitches[number] - pitch))

    def _drawn(self, voice: int, note: Note) -> int:
        """Give the sample from which on the image of a note's pitch is there; 0 where it is there already."""
        if not self._pitches or self._points.weighs(voice, self._nearest(note.key)) or not self._stage.lead:
            return 0
        made = self._stage.made
        return 0 if made is None else made + round(_DRAWN * self._stage.sample_rate)

    def _note_closed(self, voice: int, sample: int) -> None:
        self._closed[voice] = self._clock.now() + (self._stage.lead if sample else 0.0)

    def _retune(self, **changed: Any) -> None:
        self._tuning = dataclasses.replace(self._tuning, **changed)
        for voice, note in self._allocation:
            self._tune(voice, note, self._in_turn(voice, 0))

    def _of(self, number: int | None) -> list[tuple[int, Note]]:
        return [(voice, note) for voice, note in self._allocation if number in (None, note.id)]

    def _is_open(self, voice: int) -> bool:
        return self._parameters[voice][_GATE] > 0.0

    def _is_away(self, voice: int) -> bool:
        return self._is_open(voice) or self.taken(voice)

    def _now(self) -> int:
        return self._stage.sample_at(self._clock.now())

    def _in_turn(self, voice: int, sample: int) -> int:
        """Give the sample at which something of a voice can be obeyed: not before what waits."""
        last = self._ends[voice] = max(sample, self._ends[voice])
        return last if sample or last > self._now() else 0


def _id(values: Sequence[Value]) -> int | None:
    return int(values[0]) if values else None
