"""The state of the voices, and what each message does to it.

Neither sockets nor clocks: the OSC server and the offline renderer both hand messages to `Instrument.handle` and time
to `Instrument.tick`. What must wait (a disk, a model) is returned as coroutines, for the caller to run.

Conventions
-----------
Voices count from 0 inside and from 1 in addresses. Parameters are in the numbering of
`gesturegan_live.show.parameters`. A point and its condition are one row of the glide, ``[z | condition]``: they arrive
together. Owned by the control process, one thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import MOST_WAITING, Call, Dispatcher, Handler, Reply, Work, methods
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.outbox import Outbox
from gesturegan_live.control.placement import AZIMUTH, DISTANCE, Placement
from gesturegan_live.control.program import Program
from gesturegan_live.control.stage import Stage
from gesturegan_live.latent.presets import Preset, Presets
from gesturegan_live.latent.smoothing import Glide
from gesturegan_live.latent.space import Space
from gesturegan_live.latent.walk import Walk
from gesturegan_live.show.parameters import MATRIX, OUT_PARAMETERS, OUT_VOICE, VOICE_INDEX, VOICE_PARAMETERS

_GATE = VOICE_INDEX["gate"]
NONE = "none"  # what is read where something else has been sent since, which counts instead


class Instrument:
    """All voices, played by message.

    Parameters
    ----------
    stage : Stage
        What plays them.
    walk : Walk, optional
        Wanders until the first message that plays; without it every gate starts closed.

    Attributes
    ----------
    forget_scheduled : callable
        Called by panic; a server that schedules sets it.
    played : int
        Messages that played, since the start.
    """

    def __init__(self, stage: Stage, walk: Walk | None = None) -> None:
        self.stage = stage
        self.walk = walk
        self.played = 0
        self.forget_scheduled: Callable[[], object] = lambda: None
        program = Program(stage)
        self._dispatcher = Dispatcher(
            methods(program, "_do_") | methods(self, "_do_"),
            methods(program, "_read_") | methods(self, "_read_"),
            self._play,
        )
        self._outbox = Outbox(stage.parameter)
        self._disk = asyncio.Lock()  # presets are written in the order in which they were stored
        self._listeners: list[Call] = []  # who asked for the presets' names, and is answered with one look at the disk
        self._loading = ""
        self._seeds: list[int | None] = [None] * stage.voices  # None: something else has moved the voice
        self._growths = [1.0] * stage.voices
        self._parameters = [[float(parameter.default) for parameter in VOICE_PARAMETERS] for _ in range(stage.voices)]
        self._placement = Placement(stage.ring, self._parameters)
        self._out = [float(parameter.default) for parameter in OUT_PARAMETERS]
        self._space = _space(stage)
        self._glide = self._start()
        self._use_model()
        if walk is not None:
            for voice in range(min(walk.voices, stage.voices)):
                start = {"gate": 1.0, "gain": walk.gain(), "azimuth": walk.azimuth(voice), "rate": walk.rate(voice)}
                for name, value in start.items():
                    self._parameters[voice][VOICE_INDEX[name]] = value
                self._placement.set(voice, AZIMUTH)

    def handle(self, address: str, values: Sequence[object], reply: Reply, sample: int = 0) -> list[Work]:
        """Obey a message, or answer ``/fail`` with the reason.

        Parameters
        ----------
        address : str
            An address or a pattern.
        values : sequence
            Arguments as they were parsed.
        reply : Reply
        sample : int
            Output sample at which parameters are to be applied; 0 at once.

        Returns
        -------
        list of coroutines
            What remains to be done; the caller runs them to their end. They never raise.
        """
        return self._dispatcher.dispatch(address, values, reply, sample)

    def handle_untrusted(self, address: str, values: Sequence[object], reply: Reply, sample: int = 0) -> list[Work]:
        """Do as `handle` does, for whoever may no more than play, and read one value at a time."""
        return self._dispatcher.dispatch(address, values, reply, sample, trusted=False)

    def places(self, address: str) -> Sequence[Place]:
        """Find what an address or a pattern stands for; nothing where it fails."""
        try:
            return self._dispatcher.addresses.find(address)
        except ValueError:
            return ()

    def forget_timed(self) -> None:
        """Forget all messages that were handed over ahead of their time and still wait for it."""
        self._outbox.forget()

    @property
    def handlers(self) -> dict[str, Handler]:
        """What obeys each route; a server adds those that need a network."""
        return self._dispatcher.handlers

    def _play(self) -> None:
        self.walk = None
        self.played += 1

    # Time

    @property
    def moving(self) -> bool:
        """Whether `tick` has anything to move."""
        return self.walk is not None or self._glide.moving

    def tick(self, dt: float) -> None:
        """Let `dt` seconds pass: the wandering and the glides go on, and what moved is sent."""
        if self.walk is not None:
            points = self.walk.step(dt)
            for voice in range(min(self.walk.voices, self.stage.voices)):
                self._glide.place(voice, points[voice], self._z)
                self._seeds[voice] = None
        self._glide.step(dt)
        self.flush()

    def flush(self) -> None:
        """Send what has changed since the last time, each point and continuous value once."""
        self._outbox.flush()
        for voice in self._glide.take():
            row = self._glide.position[voice]
            self.stage.point(voice, row[self._z].copy(), row[self._weights].copy(), self._growths[voice])

    def replay(self) -> None:
        """Send everything: at the start, and after the audio or the generator process was started again."""
        self._outbox.clear()
        for voice, parameters in enumerate(self._parameters):
            for index, value in self._placement.ordered(voice):
                if index != _GATE:
                    self._outbox.put(voice, index, value)
            if VOICE_PARAMETERS[VOICE_INDEX["mode"]].choices[int(parameters[VOICE_INDEX["mode"]])] != "once":
                self._outbox.put(voice, _GATE, parameters[_GATE])  # a `once` that is over must not sound again
        for index, parameter in enumerate(OUT_PARAMETERS):
            if parameter.name == "gain":
                self._outbox.put(OUT_VOICE, index, self._out[index])
        self._glide.touch()
        self.flush()

    def _use_model(self) -> None:
        """Move into the space of the stage's model; points stay where they are if the space is the same."""
        space = _space(self.stage)
        if space != self._space:
            self._space = space
            seconds = self._glide.seconds
            self._glide = self._start()
            self._glide.seconds = seconds
        model = self.stage.model
        self.presets = Presets(self.stage.home, model.name, space, model.presets)
        self._z, self._weights = slice(0, space.latent_dim), slice(space.latent_dim, None)
        self._dispatcher.use(self.stage.voices, space.latent_dim)
        self._glide.touch()

    def _start(self) -> Glide:
        condition = self._space.first_condition()
        seeds = [voice + 1 if seed is None else seed for voice, seed in enumerate(self._seeds)]
        self._seeds = [*seeds]
        return Glide(np.stack([np.concatenate([self._space.seeded(seed), condition]) for seed in seeds]))

    # Voices

    def _do_voice_parameter(self, call: Call) -> None:
        voice, index, value = call.place.voice, call.place.route.parameter, call.values[0]
        number = float(VOICE_PARAMETERS[index].choices.index(value) if isinstance(value, str) else value)
        self._send(call, voice, index, number)
        self._parameters[voice][index] = number
        self._placement.set(voice, index)

    def _read_voice_parameter(self, place: Place) -> Sequence[Value]:
        if not self._placement.counts(place.voice, place.route.parameter):
            return (NONE,)
        parameter = VOICE_PARAMETERS[place.route.parameter]
        value = self._parameters[place.voice][place.route.parameter]
        if parameter.choices:
            return (parameter.choices[int(value)],)
        return (int(value) if parameter.osc_type == "i" else value,)

    def _do_position(self, call: Call) -> None:
        voice, names = call.place.voice, (argument.name for argument in call.place.route.arguments)
        position = self._placement.moved(voice, dict(zip(names, map(float, call.values), strict=True)))
        for index, value in ((AZIMUTH, position.azim), (DISTANCE, position.distance)):
            self._send(call, voice, index, value)
            self._parameters[voice][index] = value
        self._placement.move(voice, position)

    def _read_position(self, place: Place) -> Sequence[Value]:
        if not self._placement.counts(place.voice, AZIMUTH):
            return (NONE,)
        return self._placement.coordinates(place.voice, (argument.name for argument in place.route.arguments))

    def _do_matrix(self, call: Call) -> None:
        row = [float(value) for value in call.values]
        self._placement.check(row)
        for channel, gain in enumerate(row):
            self._send(call, call.place.voice, MATRIX + channel, gain)
        self._placement.keep(call.place.voice, row)

    def _read_matrix(self, place: Place) -> Sequence[Value]:
        return self._placement.row(place.voice)

    def _do_point(self, call: Call) -> None:
        self._glide.aim(call.place.voice, self._space.point(call.values), self._z)
        self._seeds[call.place.voice] = None

    def _read_point(self, place: Place) -> Sequence[Value]:
        return [float(value) for value in self._glide.position[place.voice, self._z]]

    def _do_coordinate(self, call: Call) -> None:
        self._glide.aim(call.place.voice, float(call.values[0]), call.place.index)
        self._seeds[call.place.voice] = None

    def _read_coordinate(self, place: Place) -> Sequence[Value]:
        return (float(self._glide.position[place.voice, place.index]),)

    def _do_condition(self, call: Call) -> None:
        if not self._space.conditions:
            raise RefusedError(f"model {self.stage.model.name!r} has no conditions")
        self._glide.aim(call.place.voice, self._space.condition(call.values), self._weights)

    def _read_condition(self, place: Place) -> Sequence[Value]:
        return [float(value) for value in self._glide.position[place.voice, self._weights]]

    def _do_seed(self, call: Call) -> None:
        seed = int(call.values[0])
        self._glide.aim(call.place.voice, self._space.seeded(seed), self._z)
        self._seeds[call.place.voice] = seed

    def _read_seed(self, place: Place) -> Sequence[Value]:
        seed = self._seeds[place.voice]
        return (NONE if seed is None else seed,)

    def _do_hold(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        if self._glide.hold(call.place.voice):
            self._seeds[call.place.voice] = None

    def _do_glide(self, call: Call) -> None:
        self._glide.seconds[call.place.voice] = float(call.values[0])

    def _read_glide(self, place: Place) -> Sequence[Value]:
        return (float(self._glide.seconds[place.voice]),)

    def _do_growth(self, call: Call) -> None:
        self._growths[call.place.voice] = float(call.values[0])
        self._glide.touch(call.place.voice)

    def _read_growth(self, place: Place) -> Sequence[Value]:
        return (self._growths[place.voice],)

    # Output

    def _do_out_parameter(self, call: Call) -> None:
        index, value = call.place.route.parameter, float(call.values[0])
        self._send(call, OUT_VOICE, index, value)
        self._out[index] = value

    def _read_out_parameter(self, place: Place) -> Sequence[Value]:
        return (self._out[place.route.parameter],)

    def _do_out_action(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        index = call.place.route.parameter
        if OUT_PARAMETERS[index].name == "panic":
            if not call.sample:  # a score has handed over nothing that is later
                self.forget_scheduled()
                self.forget_timed()
            self._outbox.drop(_GATE)
            self._outbox.put_first(OUT_VOICE, index, 1.0, call.sample)
        else:
            self._outbox.put(OUT_VOICE, index, 1.0, call.sample)
        for parameters in self._parameters:
            parameters[_GATE] = 0.0

    def _send(self, call: Call, voice: int, index: int, value: float) -> None:
        if call.sample or call.place.route.is_trigger:
            self._outbox.put(voice, index, value, call.sample)
        else:
            self._outbox.put_continuous(voice, index, value)

    # Presets

    def _do_preset_store(self, call: Call) -> Work:
        name, voice = str(call.values[0]), self._voice(call)
        self.presets.check_free(name)
        row = self._glide.position[voice].copy()  # what sounds, not where it goes
        preset = Preset(name, row[self._z], row[self._weights])
        self.presets.keep(preset)
        return self._on_disk(self.presets.write, call, preset)

    def _do_preset_recall(self, call: Call) -> None:
        preset = self.presets.read(str(call.values[0]))
        voice = self._voice(call)
        self._glide.aim(voice, np.concatenate([preset.z, preset.condition]))
        self._seeds[voice] = None
        call.done(preset.name, voice + 1)

    def _do_preset_delete(self, call: Call) -> Work:
        return self._on_disk(self.presets.delete, call, str(call.values[0]))

    async def _do_preset_undo(self, call: Call) -> None:
        async with self._disk:
            name = await asyncio.to_thread(self.presets.undo, *map(str, call.values))
        call.done(name)

    async def _on_disk(self, act: Callable[[Any], str], call: Call, subject: Preset | str) -> None:
        async with self._disk:
            what = await asyncio.to_thread(act, subject)
        call.done(subject.name if isinstance(subject, Preset) else subject, *([what] if what else []))

    def _do_preset_list(self, call: Call) -> Work | None:
        if len(self._listeners) >= MOST_WAITING:
            raise RefusedError(f"{MOST_WAITING} wait for the list already: try again when it has come")
        self._listeners.append(call)
        return self._list() if len(self._listeners) == 1 else None

    async def _list(self) -> None:
        async with self._disk:
            calls, self._listeners = self._listeners, []
            names = await asyncio.to_thread(self.presets.names)
        for call in calls:
            call.answer(*names)

    def _voice(self, call: Call) -> int:
        voice = int(call.values[1]) if len(call.values) > 1 else 1
        if voice > self.stage.voices:
            raise RefusedError(f"voice is {voice}: wanted 1 to {self.stage.voices}")
        return voice - 1

    # Models

    async def _do_model_load(self, call: Call) -> None:
        name = str(call.values[0])
        if self._loading:
            raise RefusedError(f"model {self._loading!r} is being loaded: try again when it has taken over")
        self._loading = name
        try:
            await self.stage.load(name)
            self._use_model()
            self.flush()
        finally:
            self._loading = ""
        call.done(name)

    def _do_status(self, call: Call) -> None:
        status = self.stage.status()
        open_gates = sum(parameters[_GATE] > 0 for parameters in self._parameters)
        call.reply(
            "/status.reply",
            *(1, self.stage.voices, open_gates, status.late_blocks),
            *(100 * float(status.load), 100 * float(status.load_peak)),
            *(float(status.sample_rate), float(status.sample_rate), status.xruns),  # scsynth's nominal and actual
            *(float(status.peak), float(sum(status.updates_per_second))),
            *(status.generator_restarts, status.audio_restarts),
        )


def _space(stage: Stage) -> Space:
    return Space(stage.model.latent_dim, tuple(stage.model.conditions))
