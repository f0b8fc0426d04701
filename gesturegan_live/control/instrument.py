"""The state of the voices, and what each message does to it.

Neither sockets nor clocks: the OSC server and the offline renderer both hand messages to `Instrument.handle` and time
to `Instrument.tick`. What must wait (a disk, a model) is returned as coroutines, for the caller to run.

Conventions
-----------
Voices count from 0 inside and from 1 in addresses. Parameters are in the numbering of
`gesturegan_live.show.parameters`. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gesturegan_live.control.cues.cues import Cues
from gesturegan_live.control.gestures.gestures import Gestures
from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher, Handler, Reply, Work, methods, repeated
from gesturegan_live.control.messages.places import Addresses, Place
from gesturegan_live.control.midi.midi import Midi
from gesturegan_live.control.notes.notes import Notes
from gesturegan_live.control.outbox import Outbox
from gesturegan_live.control.program import Program
from gesturegan_live.control.replays.deck import Deck
from gesturegan_live.control.replays.replays import Replays
from gesturegan_live.control.scenes.morphs import Morphs
from gesturegan_live.control.scenes.presets import Keeping
from gesturegan_live.control.scenes.scenes import Scenery
from gesturegan_live.control.shows.shows import Shows
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.tempo.beats import Beats
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.control.voices.finding import Finding
from gesturegan_live.control.voices.levels import Levels
from gesturegan_live.control.voices.placement import AZIMUTH, DISTANCE, Placement
from gesturegan_live.control.voices.points import NONE, Points
from gesturegan_live.control.voices.ramps import Ramps
from gesturegan_live.latent.walk import Walk
from gesturegan_live.show.parameters import MATRIX, OUT_PARAMETERS, OUT_VOICE, VOICE_INDEX, VOICE_PARAMETERS

_GATE, _TRIM = VOICE_INDEX["gate"], VOICE_INDEX["trim"]
_LET_GO = 0.5  # seconds in which a level that is held no longer goes to what it is


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
    clock : Clock
        The tempo.
    forget_scheduled : callable
        Called by panic; a server that schedules sets it.
    keeping, scenery : Keeping, Scenery
        What is kept by name: points, and all that is set.
    midi : Midi
        What reads MIDI; who has ports hands it what they say.
    played : int
        Messages that played, since the start.
    gestures : Gestures
        What sensors send, and what it moves.
    cues : Cues
        What happens one after the other; who hands messages over lets their time pass.
    shows : Shows
        The show that is played: its inputs, links, mappings and cues.
    say : callable
        Takes a line for the performer; who has one sets it.
    """

    def __init__(self, stage: Stage, walk: Walk | None = None) -> None:
        self.stage = stage
        self.walk = walk
        self.played = 0
        self.forget_scheduled: Callable[[], object] = lambda: None
        self.say: Callable[[str], object] = lambda _line: None
        self._outbox = Outbox(stage.parameter)
        self._loading = ""
        self._parameters = [[float(parameter.default) for parameter in VOICE_PARAMETERS] for _ in range(stage.voices)]
        self._placement = Placement(stage.ring, self._parameters)
        self._out = [float(parameter.default) for parameter in OUT_PARAMETERS]
        self._ramps = Ramps(self._parameters, [parameter.law for parameter in VOICE_PARAMETERS])
        self._out_ramps = Ramps([self._out], [parameter.law for parameter in OUT_PARAMETERS])
        self._points = Points(stage)
        self.keeping = Keeping(stage, self._points, self._touch)
        self.scenery = Scenery(stage, self._points, self.keeping.disk, self._tell)
        self.clock = Clock()
        self._beats, self._levels = Beats(stage, self.clock), Levels(stage)
        self._notes = Notes(stage, self._points, self.scenery, self.clock, self._parameters, self._put)
        self.scenery.held, self.scenery.marked = self._notes.holds, self._notes.marks
        values = self._ramps, self._placement, self._outbox, self._points
        movers = self.scenery, self._levels, self._beats, self._notes
        self._replays = Replays(stage, Deck(stage, *values, *movers))
        self._notes.taken = self._replays.has
        kept = self.keeping, self.scenery, Morphs(self.scenery, stage.voices), self._replays
        self.midi = Midi(stage.home.root, self.scenery.scenes, self._tell)
        self.gestures = Gestures(self.clock, stage.home, self.places, self._play, self._tell)
        self.cues = Cues(self.clock, self.gestures.streams.inputs, self._tell)
        self.shows = Shows(stage, self.gestures, self.cues, self.keeping.disk, self.handle, self._load, self._tell)
        played = (self.clock, self._beats, self._levels, self._notes, self.midi, self.cues, *self.gestures.parts)
        finding = Finding(stage, self._points, self._touch)
        parts = (Program(stage), self._points, finding, self.shows, *kept, *played, self)
        self._dispatcher = Dispatcher(
            {name: do for part in parts for name, do in methods(part, "_do_").items()},
            {name: read for part in parts for name, read in methods(part, "_read_").items()},
            self._play,
            self._touch,
            self.gestures.names,
        )
        self.gestures.use(self._dispatcher)
        self.scenery.dispatcher, self.scenery.placement = self._dispatcher, self._placement
        self._beats.dispatcher = self.midi.dispatcher = self._dispatcher
        self._dispatcher.use(stage.voices, self._points.space.latent_dim, self._points.axes.names)
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
            An address or a pattern; or one that is an input's, or is to be.
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
        return self._handle(address, values, reply, sample, trusted=True)

    def handle_untrusted(self, address: str, values: Sequence[object], reply: Reply, sample: int = 0) -> list[Work]:
        """Do as `handle` does, for whoever may no more than play, and read one value at a time."""
        return self._handle(address, values, reply, sample, trusted=False)

    def _handle(
        self, address: str, values: Sequence[object], reply: Reply, sample: int, *, trusted: bool
    ) -> list[Work]:
        try:
            if self.gestures.streams.hears(address, values):
                self.gestures.streams.feed(address, values)
                return []
        except ValueError as error:
            reply("/fail", repeated(address), str(error))
            return []
        return self._dispatcher.dispatch(address, values, reply, sample, trusted)

    def places(self, address: str) -> Sequence[Place]:
        """Find what an address or a pattern stands for; nothing where it fails."""
        try:
            return self._dispatcher.addresses.find(address)
        except ValueError:
            return ()

    @property
    def addresses(self) -> Addresses:
        """All that there are, until another model brings others."""
        return self._dispatcher.addresses

    def read(self, place: Place) -> Sequence[Value]:
        """Give the values of an address that can be read."""
        return self._dispatcher.read(place)

    @property
    def points(self) -> Points:
        """Where the voices stand."""
        return self._points

    def forget_timed(self) -> None:
        """Forget all messages that were handed over ahead of their time and still wait for it."""
        self._outbox.forget()
        self._notes.forget_timed()
        self._replays.stop()

    @property
    def handlers(self) -> dict[str, Handler]:
        """What obeys each route; a server adds those that need a network."""
        return self._dispatcher.handlers

    def _tell(self, line: str) -> None:
        self.say(line)

    def _touch(self, voice: int) -> None:
        self._replays.touched(voice)

    def _play(self) -> None:
        self.walk = None
        self.played += 1

    # Time

    @property
    def moving(self) -> bool:
        """Whether `tick` has anything to move."""
        ramping = self._ramps.moving or self._out_ramps.moving
        return self.walk is not None or self._points.moving or ramping or bool(self.scenery.moves or self._replays)

    def tick(self, dt: float) -> None:
        """Let `dt` seconds pass: the wandering and glides and ramps go on, and what moved is sent."""
        if self.walk is not None:
            points = self.walk.step(dt)
            for voice in range(min(self.walk.voices, self.stage.voices)):
                self._points.place(voice, points[voice], self.walk.weights[voice])
        self._replays.tick(dt)
        self._points.tick(dt)
        for voice, index in self._ramps.step(dt):
            self._placement.follow(voice, index)
        self._out_ramps.step(dt)
        self._beats.tick()
        self.gestures.streams.tick(dt)
        for voice, trim in self._levels.trims([parameters[_TRIM] for parameters in self._parameters]):
            self._ramps.aim(voice, _TRIM, trim)
            self._outbox.put_continuous(voice, _TRIM, trim)
        self.scenery.moves.tick(dt)  # last: what glides by hand has moved, and is left to the hand
        self.flush()

    def flush(self) -> None:
        """Send what has changed since the last time, each point and continuous value once."""
        self.gestures.flush()
        self._outbox.flush()
        self._points.flush()

    def replay(self) -> None:
        """Send everything: at the start, and after the audio or the generator process was started again."""
        self._outbox.clear()
        for voice, parameters in enumerate(self._parameters):
            for index, value in self._placement.ordered(voice):
                if index != _GATE:
                    self._outbox.put(voice, index, value)
            for index, value, seconds in self._ramps.left(voice):
                self._outbox.put(voice, index, value, seconds=seconds)
            if VOICE_PARAMETERS[VOICE_INDEX["mode"]].choices[int(parameters[VOICE_INDEX["mode"]])] != "once":
                self._outbox.put(voice, _GATE, parameters[_GATE])  # a `once` that is over must not sound again
        for index, parameter in enumerate(OUT_PARAMETERS):
            if parameter.name == "gain":
                self._outbox.put(OUT_VOICE, index, self._out[index])
        for index, value, seconds in self._out_ramps.left(0):
            self._outbox.put(OUT_VOICE, index, value, seconds=seconds)
        self._replays.again()
        self._points.touch()
        self.flush()

    # Voices

    def _do_voice_parameter(self, call: Call) -> None:
        voice, index, value = call.place.voice, call.place.route.parameter, call.values[0]
        number = float(VOICE_PARAMETERS[index].choices.index(value) if isinstance(value, str) else value)
        seconds = float(call.values[1]) if len(call.values) > 1 else 0.0
        self._notes.leave(voice, index, number, call.sample)
        self._send(call, voice, index, number, seconds)
        self._ramps.aim(voice, index, number, seconds, self._wait(call))
        self._ramps.stop(voice, *self._placement.set(voice, index))

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
            self._ramps.aim(voice, index, value)
        self._ramps.stop(voice, *self._placement.move(voice, position))

    def _read_position(self, place: Place) -> Sequence[Value]:
        if not self._placement.counts(place.voice, AZIMUTH):
            return (NONE,)
        return self._placement.coordinates(place.voice, (each.name for each in place.route.arguments))

    def _do_matrix(self, call: Call) -> None:
        row = [float(value) for value in call.values]
        self._placement.check(row)
        for channel, gain in enumerate(row):
            self._send(call, call.place.voice, MATRIX + channel, gain)
        self._ramps.stop(call.place.voice, *self._placement.keep(call.place.voice, row))

    def _read_matrix(self, place: Place) -> Sequence[Value]:
        return self._placement.row(place.voice)

    def _do_level_hold(self, call: Call) -> None:
        voice = call.place.voice
        if call.values[0]:
            self._levels.hold(voice)
        elif self._levels.let_go(voice):
            self._outbox.put(voice, _TRIM, 1.0, call.sample, _LET_GO)
            self._ramps.aim(voice, _TRIM, 1.0, _LET_GO, self._wait(call))

    def _do_hold(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        voice = call.place.voice
        self._points.hold(voice)
        self.scenery.moves.forget(voice)
        for index, _, _ in self._ramps.left(voice):
            self._send(call, voice, index, self._parameters[voice][index])
            self._ramps.stop(voice, index)

    # Output

    def _do_out_parameter(self, call: Call) -> None:
        index, value = call.place.route.parameter, float(call.values[0])
        seconds = float(call.values[1]) if len(call.values) > 1 else 0.0
        self._send(call, OUT_VOICE, index, value, seconds)
        self._out_ramps.aim(0, index, value, seconds, self._wait(call))

    def _read_out_parameter(self, place: Place) -> Sequence[Value]:
        return (self._out[place.route.parameter],)

    def _do_out_action(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        index = call.place.route.parameter
        self.scenery.defer(self._replays.stop)
        if OUT_PARAMETERS[index].name == "panic":
            if not call.sample:  # a score has handed over nothing that is later
                self.forget_scheduled()
                self.forget_timed()
            self.scenery.moves.forget(names=("gate",))
            self._outbox.drop(_GATE)
            self._outbox.put_first(OUT_VOICE, index, 1.0, call.sample)
        else:
            self._outbox.put(OUT_VOICE, index, 1.0, call.sample)
        self._notes.silence()
        for parameters in self._parameters:
            parameters[_GATE] = 0.0

    def _put(self, voice: int, index: int, value: float, sample: int) -> None:
        """Set a parameter of a voice as a message would that nobody sent."""
        self._touch(voice)
        self._outbox.put(voice, index, value, sample)
        self._ramps.aim(voice, index, value)

    def _send(self, call: Call, voice: int, index: int, value: float, seconds: float = 0.0) -> None:
        if call.sample or seconds or call.place.route.is_trigger:
            self._outbox.put(voice, index, value, call.sample, seconds)
        else:
            self._outbox.put_continuous(voice, index, value)

    def _wait(self, call: Call) -> float:
        """Seconds until a message is heard that was handed over ahead of its time."""
        return self.stage.lead if call.sample else 0.0

    # Models

    async def _do_model_load(self, call: Call) -> None:
        name = str(call.values[0])
        await self._load(name)
        call.done(name)

    async def _load(self, name: str) -> None:
        if self._loading:
            raise RefusedError(f"model {self._loading!r} is being loaded: try again when it has taken over")
        self._loading = name
        try:
            await self.stage.load(name)
            lost = self._points.use_model()
            self.keeping.use_model()
            self.scenery.use_model()
            self._notes.use_model()
            self._dispatcher.use(self.stage.voices, self._points.space.latent_dim, self._points.axes.names)
            self.flush()
        finally:
            self._loading = ""
        if lost:
            self.say(f"model {self.stage.model.name} has no axis {', '.join(lost)}: what was set of it is gone")

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
