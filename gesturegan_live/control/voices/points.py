"""Where each voice stands in the model's space, and what each message about it does.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`, whose tick and flush call
those of this. A row of the glide is ``[z | condition | amounts of the axes]``: what is set together arrives together.
What sounds is the point with its axes added; to move one leaves the other. Owned by the control process, one thread.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.voices.ramps import Ramps
from gesturegan_live.latent.axes import Axes
from gesturegan_live.latent.drift import Drift
from gesturegan_live.latent.smoothing import Glide
from gesturegan_live.latent.space import Space, Vector
from gesturegan_live.show.parameters import STRAIGHT

_BRIGHTNESS = "brightness"  # the name of the axis that notes lean along
NONE = "none"  # what is read where something else has been sent since, which counts instead


class Points:
    """The points of all voices.

    Parameters
    ----------
    stage : Stage

    Attributes
    ----------
    space : Space
        The model's, in which they are.
    axes : Axes
        The model's.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._seeds: list[int | None] = [None] * stage.voices  # None: something else has moved the voice
        self._growths = [[1.0] for _ in range(stage.voices)]
        self._growing = Ramps(self._growths, [STRAIGHT])
        self._drift = Drift(stage.voices, 0)
        self._leans = [0.0] * stage.voices  # along the axis of brightness, beside what is set of it
        self._use_model()

    @property
    def moving(self) -> bool:
        """Whether `tick` has anything to move."""
        return self._glide.moving or self._growing.moving or self._drift.moving

    def tick(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._glide.step(dt)
        for voice in (*(voice for voice, _ in self._growing.step(dt)), *self._drift.step(dt)):
            self._glide.touch(voice)

    def flush(self) -> None:
        """Send each point that has changed since the last time, once."""
        if voices := self._glide.take():
            conditions = self._glide.position[voices, self._weights]
            for voice, z, condition in zip(voices, self._sounding(voices), conditions, strict=True):
                self._stage.point(voice, z, condition, self._growths[voice][0])

    def sounds(self, voice: int) -> tuple[Vector, Vector, float]:
        """Give the point of a voice with all that is added to it, its condition, and how far its image has grown."""
        condition = self._glide.position[voice, self._weights].copy()
        return self._sounding([voice])[0], condition, self._growths[voice][0]

    def touch(self) -> None:
        """Let every point be sent again."""
        self._glide.touch()

    def use_model(self) -> list[str]:
        """Move into the space of the stage's model.

        Points stay where they are if the space is the same, and axes that the model has too keep their amounts.

        Returns
        -------
        list of str
            The axes that some voice stood off or was on its way along, and that are not there any more.
        """
        space, axes, glide, at = self.space, self.axes, self._glide, self._amounts
        self._use_model()
        self._glide.seconds = glide.seconds
        shared = self.axes.shared(axes)
        columns = {at.start + old: self._amounts.start + new for old, new in shared.items()}
        if space == self.space:
            columns.update((column, column) for column in range(at.start))
        self._glide.carry(glide, columns)
        self._glide.touch()
        moved = np.flatnonzero((np.abs(glide.position[:, at]) + np.abs(glide.target[:, at])).sum(axis=0))
        return [axes.label(number) for number in moved.tolist() if number not in shared]

    def row(self, voice: int) -> tuple[Vector, Vector]:
        """Give the point of a voice as it is now, without its axes, and its condition."""
        row = self._glide.position[voice].copy()
        return row[self._z], row[self._weights]

    def aim(self, voice: int, z: Vector, condition: Vector) -> None:
        """Send a voice to a point, in its glide time."""
        self._glide.aim(voice, np.concatenate([z, condition]), slice(0, self._amounts.start))
        self._seeds[voice] = None

    def aimed(self, voice: int) -> Vector:
        """Give where a voice goes, or stays: its point, condition and axes."""
        target: Vector = self._glide.target[voice].copy()
        return target

    def go(self, voice: int, z: Vector, condition: Vector) -> None:
        """Send a voice to where it sounds as that point does, in its glide time: off none of its axes."""
        self._glide.aim(voice, np.concatenate([z, condition, np.zeros(len(self.axes.names), np.float32)]))
        self._seeds[voice] = None

    def place(self, voice: int, z: Vector, condition: Vector) -> None:
        """Put a voice on a point, with the weights of its conditions, whatever its glide time."""
        row = np.concatenate([z, condition])
        self._glide.place(voice, row, slice(0, len(row)))
        self._seeds[voice] = None

    def weigh(self, voice: int, weights: Mapping[int, float]) -> None:
        """Give some conditions of a voice, by number, these weights, whatever its glide time."""
        row = self._glide.position[voice, self._weights].copy()
        row[list(weights)] = list(weights.values())
        if not np.array_equal(row, self._glide.target[voice, self._weights]):
            self._glide.place(voice, row, self._weights)

    def weighs(self, voice: int, number: int) -> bool:
        """Whether a condition of a voice weighs 1."""
        return bool(self._glide.target[voice, self._weights][number] == 1.0)

    def lean(self, voice: int, deviations: float) -> None:
        """Let a voice stand so far along the axis of brightness beside what is set of it, where the model has it."""
        if self._bright is not None and self._leans[voice] != deviations:
            self._glide.touch(voice)
        self._leans[voice] = deviations

    def settle(self, voice: int) -> None:
        """Stop a voice where it sounds: that is its point, with no axis, no way to go and no wandering."""
        self.hold(voice)
        row, z = self._glide.position[voice].copy(), self._sounding([voice])[0]
        if row[self._amounts].any() or not np.array_equal(z, row[self._z]):
            row[self._z], row[self._amounts] = z, 0.0
            self._glide.place(voice, row)
            self._seeds[voice] = None
        self._leans[voice] = 0.0
        self._drift.stop(voice)

    def put(self, voice: int, row: Vector, growth: float) -> None:
        """Put a voice on a point and a condition, whatever its glide time, and its image as far as that."""
        self._glide.place(voice, row, slice(0, self._amounts.start))
        self._growing.aim(voice, 0, growth)
        self._seeds[voice] = None

    def hold(self, voice: int) -> None:
        """Stop a voice where it is."""
        if self._glide.hold(voice):
            self._seeds[voice] = None
        self._growing.stop(voice, 0)

    @contextlib.contextmanager
    def at_once(self, voice: int) -> Iterator[None]:
        """Let what comes put a voice where it is to be, whatever its glide time."""
        seconds = self._glide.seconds[voice]
        self._glide.seconds[voice] = 0.0
        try:
            yield
        finally:
            self._glide.seconds[voice] = seconds

    def _sounding(self, voices: list[int]) -> Vector:
        """Give the points (n, latent_dim) of voices with all that is added to them, all at once: it is quicker."""
        rows, amounts = self._glide.position[voices], np.stack([self._drift.offset(voice) for voice in voices])
        if self.axes.names:
            amounts = amounts + rows[:, self._amounts]
        if self._bright is not None:
            amounts[:, self._bright] += [self._leans[voice] for voice in voices]
        return self._along.moved(rows[:, self._z], amounts, rows[:, self._weights])

    def along(self) -> Vector:
        """Tell how far each voice, as it sounds, reaches along each axis, (voices, A)."""
        voices = list(range(self._stage.voices))
        return self.axes.along(self._sounding(voices), self._glide.position[voices, self._weights])

    @property
    def amounts(self) -> Vector:
        """How far each voice stands off its point along each axis, (voices, A)."""
        return self._glide.position[:, self._amounts]

    def _use_model(self) -> None:
        model = self._stage.model
        self.space = space = Space(model.latent_dim, tuple(model.conditions))
        self.axes = Axes.of(*model.axes(), model.axis_names, model.couplings())
        self._bright = self.axes.names.index(_BRIGHTNESS) if _BRIGHTNESS in self.axes.names else None
        self._along = self.axes if self.axes.names else Axes.of(np.eye(space.latent_dim), np.ones(space.latent_dim))
        self._drift.use(len(self._along.names))
        count, width = len(self.axes.names), space.latent_dim + len(space.conditions)
        self._z, self._weights = slice(0, space.latent_dim), slice(space.latent_dim, width)
        self._amounts = slice(width, width + count)
        rest = np.concatenate([space.first_condition(), np.zeros(count, np.float32)])
        seeds = [voice + 1 if seed is None else seed for voice, seed in enumerate(self._seeds)]
        self._seeds = [*seeds]
        self._glide = Glide(np.stack([np.concatenate([space.seeded(seed), rest]) for seed in seeds]))

    def _do_point(self, call: Call) -> None:
        self._glide.aim(call.place.voice, self.space.point(call.values), self._z)
        self._seeds[call.place.voice] = None

    def _read_point(self, place: Place) -> Sequence[Value]:
        return [float(value) for value in self._glide.position[place.voice, self._z]]

    def _do_coordinate(self, call: Call) -> None:
        self._glide.aim(call.place.voice, float(call.values[0]), call.place.index)
        self._seeds[call.place.voice] = None

    def _read_coordinate(self, place: Place) -> Sequence[Value]:
        return (float(self._glide.position[place.voice, place.index]),)

    def _do_axis(self, call: Call) -> None:
        amount, *seconds = map(float, call.values)
        self._glide.aim(call.place.voice, amount, self._amounts.start + call.place.index, *seconds)

    def _read_axis(self, place: Place) -> Sequence[Value]:
        return (float(self._glide.position[place.voice, self._amounts.start + place.index]),)

    def _do_axes(self, call: Call) -> None:
        amounts, first = np.array(call.values, np.float32), self._amounts.start
        if first + len(amounts) > self._amounts.stop:
            count = len(self.axes.names)
            raise RefusedError(f"{len(amounts)} axes: model {self._stage.model.name!r} has {count}")
        self._glide.aim(call.place.voice, amounts, slice(first, first + len(amounts)))

    def _read_axes(self, place: Place) -> Sequence[Value]:
        return [float(value) for value in self._glide.position[place.voice, self._amounts]]

    def _do_condition(self, call: Call) -> None:
        if not self.space.conditions:
            raise RefusedError(f"model {self._stage.model.name!r} has no conditions")
        self._glide.aim(call.place.voice, self.space.condition(call.values), self._weights)

    def _read_condition(self, place: Place) -> Sequence[Value]:
        return [float(value) for value in self._glide.position[place.voice, self._weights]]

    def _do_seed(self, call: Call) -> None:
        seed = int(call.values[0])
        self._glide.aim(call.place.voice, self.space.seeded(seed), self._z)
        self._seeds[call.place.voice] = seed

    def _read_seed(self, place: Place) -> Sequence[Value]:
        seed = self._seeds[place.voice]
        return (NONE if seed is None else seed,)

    def _do_glide(self, call: Call) -> None:
        self._glide.seconds[call.place.voice] = float(call.values[0])

    def _read_glide(self, place: Place) -> Sequence[Value]:
        return (float(self._glide.seconds[place.voice]),)

    def _do_wander(self, call: Call) -> None:
        self._drift.amounts[call.place.voice] = float(call.values[0])
        if len(call.values) > 1:
            self._drift.speeds[call.place.voice] = float(call.values[1])

    def _read_wander(self, place: Place) -> Sequence[Value]:
        return (float(self._drift.amounts[place.voice]), float(self._drift.speeds[place.voice]))

    def _do_growth(self, call: Call) -> None:
        self._growing.aim(call.place.voice, 0, *map(float, call.values))
        self._glide.touch(call.place.voice)

    def _read_growth(self, place: Place) -> Sequence[Value]:
        return (self._growths[place.voice][0],)
