"""The live instrument: starts, wires and stops the processes.

Process and thread
------------------
The control process (the parent), in one asyncio loop. It never touches samples. What the messages ask for is
`gesturegan_live.performance`'s to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.midi.inputs import Inputs
from gesturegan_live.control.midi.ports import RtMidi
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.score import Event
from gesturegan_live.latent.walk import Walk
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.performance.live_stage import LiveStage
from gesturegan_live.performance.resume import Saved, Saving
from gesturegan_live.processes.interrupt import on_signals
from gesturegan_live.processes.ipc import sweep
from gesturegan_live.processes.real_time import CONTROL, Preference
from gesturegan_live.recording.recordings import check_path
from gesturegan_live.show.config import Show
from gesturegan_live.show.documents import one_line
from gesturegan_live.show.home import Home
from gesturegan_live.show.trust import Trust

if TYPE_CHECKING:
    from gesturegan_live.control.web.announcing import Announcement
    from gesturegan_live.control.web.live import Live
    from gesturegan_live.control.web.oscquery import OscQuery

T = TypeVar("T")
logger = logging.getLogger(__name__)

_TICK = 0.008  # seconds between two steps of glides and walks
_STARTING = 0.05  # seconds between two looks at what there is before anything plays
_OPEN = "whoever reaches this computer may play; to store, record, load and quit takes --trust ADDRESS"


class Server:
    """A performance, from its beginning to its end.

    Parameters
    ----------
    show : Show
        Settings.
    bundle : Bundle
        The model to begin with.
    home : Home
        Where presets, recordings and models are.
    say : callable
        Takes one line for the performer.
    resumed : Saved, optional
        What it goes on from; then it does not wander.

    Attributes
    ----------
    stage : LiveStage
        What plays.
    instrument : Instrument
        What obeys the messages.
    """

    def __init__(
        self, show: Show, bundle: Bundle, home: Home, say: Callable[[str], None], resumed: Saved | None = None
    ) -> None:
        self._show, self._shown = show, say
        self._last_cue = resumed.cue if resumed is not None else None
        self._osc: OscServer | None = None
        self._inputs: Inputs | None = None
        self._query: OscQuery | None = None
        self._announcement: Announcement | None = None
        self._live: Live | None = None
        self._looking: asyncio.Task[None] | None = None
        self._quit = asyncio.Event()
        self._failed = ""  # the last step that did, and how
        sweep()
        self.stage = LiveStage(
            show,
            bundle,
            home,
            self._say,
            end=self._quit.set,
            unless_quit=self._unless_quit,
            on_return=self._replay,
        )
        self.instrument = self._going_on(resumed) if resumed is not None else self._beginning(bundle)
        self.instrument.say = self._say
        self.instrument.shows.begin(show)
        self._saving = Saving(home, self.instrument, lambda: self.stage.model, self._say)

    def _beginning(self, bundle: Bundle) -> Instrument:
        weights = bundle.preset_conditions
        walk = Walk.through(bundle.latent_dim, len(bundle.conditions), bundle.presets, weights)
        return Instrument(self.stage, walk if self._show.walk else None)

    def _going_on(self, last: Saved) -> Instrument:
        instrument = Instrument(self.stage)
        instrument.clock.now = time.time
        try:
            last.restore(instrument, self._say)
        except ValueError as error:
            self._say(str(error))
            return self._beginning(self.stage.model)
        return instrument

    def obey(self, who: str, messages: Sequence[tuple[str, Sequence[object]]]) -> None:
        """Obey messages of this computer's own, from who is named so; nothing before anybody is listened to."""
        if self._osc is not None:
            self._osc.obey(who, messages)

    def read(self, address: str) -> Sequence[Value]:
        """Give the values of an address that can be read."""
        return self.instrument.read(self.instrument.addresses.find(address)[0])

    def heard(self, seconds: float) -> list[str]:
        """Name who has sent messages in the last seconds, the last one first, and the MIDI ports that are open."""
        senders = self._osc.heard(seconds) if self._osc is not None else []
        return [*senders, *(self._inputs.names if self._inputs is not None else ())]

    @property
    def last_message(self) -> str:
        """The last OSC message, for people."""
        return self._osc.last if self._osc is not None else ""

    async def run(
        self,
        *,
        record: Path | None = None,
        record_voices: bool = False,
        take: str | None = None,
        score: tuple[str, Sequence[Event]] | None = None,
        seconds: float | None = None,
    ) -> None:
        """Play until told to quit, or for `seconds`; raises `ChildError` or ValueError where it cannot begin.

        Parameters
        ----------
        record : Path, optional
            Record the output to that file from the beginning on.
        record_voices : bool
            And each voice.
        take : str, optional
            Record a take of that name from the first sample on.
        score : str and sequence of Event, optional
            Play that score, of that name, once everything is up.
        seconds : float, optional
        """
        loop = asyncio.get_running_loop()
        restore = on_signals(loop, self._quit.set)
        try:
            if record is not None:
                check_path(record, self._show.channels)
            if take is not None:
                self.stage.take(take)
            self._osc = await OscServer.open(
                self.instrument,
                self._show.listen,
                self._show.port,
                show=self._print,
                say=self._say,
                trust=self._show.trust,
            )
            if self._show.midi is not None:
                self._inputs = Inputs(RtMidi(), self._show.midi, self.instrument.midi, self._osc.obey, self._say)
            self.stage.sound.child.start()
            self.stage.model_change.played.generator.start()
            self.instrument.replay()
            if self._show.oscquery:  # while both begin
                self._query = await self._answering(self._osc)
                self._looking = asyncio.create_task(self._look())
            self._announce(self._osc)
            if not await self._warm():
                return
            gc.freeze()  # to look through what is there and stays, as Python does now and then, holds all up for 27 ms
            if record is not None:
                self.stage.record_to(record, record_voices)
            self.stage.together.started()
            self._osc.batches.works.start(self.instrument.shows.start(self._last_cue))
            if score is not None:
                self._osc.play(*score)
            if seconds is not None:
                loop.call_later(seconds, self._quit.set)
            await self._tick_until_quit()
        finally:
            await self.stop()
            restore()

    async def stop(self) -> None:
        """Fade out, and end everything."""
        self.stage.playing, self.stage.starting.line = False, "ending …"
        self._quit.set()
        await self.stage.sound.child.stop()
        await self._saving.close()
        if self._inputs is not None:
            await self._inputs.close()
        if self._announcement is not None:
            await self._announcement.close()
        if self._query is not None:
            await self._query.close()
        if self._osc is not None:
            await self._osc.close()
        await self.stage.close()

    async def _answering(self, osc: OscServer) -> OscQuery | None:
        """Answer OSCQuery and show the page; where nobody asked for it and it cannot be, say why, or nothing."""
        show, asked = self._show, self._show.oscquery != Show.oscquery
        try:
            from gesturegan_live.control.web import invitation
            from gesturegan_live.control.web.live import Live
            from gesturegan_live.control.web.oscquery import OscQuery
            from gesturegan_live.control.web.page import Page
            from gesturegan_live.control.web.token import Token
        except ImportError:
            if asked:
                raise ValueError("no page and no OSCQuery without websockets: pip install 'gesturegan[web]'") from None
            return None
        self._live = live = Live(self.instrument, self.stage, osc.batches)
        page = Page(self.instrument, live, self.stage.model_folder)
        token = Token(self.stage.home.root) if osc.is_open else None
        trust = Trust(show.trust)
        try:
            query = await OscQuery.open(osc, self.instrument, show.listen, show.oscquery, trust, token, page)
        except ValueError as error:
            if asked:
                raise
            self._say(f"no page: {error}")
            return None
        here, *others = invitation.addresses(osc.addresses)
        self._say(f"page on {invitation.url(here, query.port)}, OSCQuery there too")
        if token is not None and others:
            elsewhere = invitation.url(others[0], query.port, token.word)
            for line in (f"page from other computers: {elsewhere}", *invitation.code(elsewhere)):
                self._shown(line)
        return query

    def _announce(self, osc: OscServer) -> None:
        """Let programs on the network find it, where other computers reach it."""
        if not osc.is_open:
            return
        try:
            from gesturegan_live.control.web.announcing import OSC, QUERY, Announcement, reached
        except ImportError:
            return
        if addresses := reached(osc.addresses):
            ports = {OSC: osc.port} | ({QUERY: self._query.port} if self._query is not None else {})
            self._announcement = Announcement(addresses, ports)

    async def _warm(self) -> bool:
        """Wait for both children; False where the performer did not."""
        if not await self._unless_quit(self.stage.model_change.played.generator.ready()):
            return False
        if not (said := await self._unless_quit(self.stage.sound.child.ready())):
            return False
        self.stage.playing = True
        where = self._osc.where if self._osc is not None else "nowhere"
        self._say(f"{self.stage.model.name} on {said['device']}, OSC on {where}")
        if self._osc is not None and self._osc.is_open:
            self._say(_OPEN)
        return True

    async def _look(self) -> None:
        """Tell who follows values, and pages, what there is while both processes begin."""
        while not (self.stage.playing or self._quit.is_set()):
            if self._osc is not None:
                self._osc.tick()
            if self._live is not None:
                self._live.tick()
            await asyncio.sleep(_STARTING)

    async def _unless_quit(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Wait for what `work` gives; None, and it is cancelled, where the performer quits first."""
        task, quitting = asyncio.ensure_future(work), asyncio.ensure_future(self._quit.wait())
        await asyncio.wait((task, quitting), return_when=asyncio.FIRST_COMPLETED)
        quitting.cancel()
        if task.done():
            return task.result()
        task.cancel()
        return None

    async def _tick_until_quit(self) -> None:
        then = time.monotonic()
        with Preference(CONTROL) as preference:
            while not self._quit.is_set():
                preference.weigh()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._quit.wait(), _TICK)
                now = time.monotonic()
                if self._osc is not None:
                    self._take(self._osc.tick)
                self._take(self.instrument.tick, now - then)
                self._take(self.stage.watch, now)
                self._take(self._saving.watch, now)
                if self._inputs is not None:
                    self._take(self._inputs.watch, now)
                if self._live is not None:  # last: what sounds does not wait for what is seen
                    self._take(self._live.tick)
                then = now

    def _take(self, step: Callable[..., None], *arguments: float) -> None:
        """Take a step; where something goes wrong in it that nobody has foreseen, it is told, and all else plays on."""
        try:
            step(*arguments)
        except Exception as error:
            failed = f"{step.__qualname__}: {error!r}"
            if failed != self._failed:
                self._failed = failed
                logger.exception("%s", step.__qualname__)
                self._say(f"internal error: see the log ({one_line(failed)})")

    def _replay(self) -> None:
        self.instrument.replay()

    def _print(self, line: str) -> None:
        """Tell the performer, in the terminal and on the page."""
        self._shown(line)
        if self._live is not None:
            self._live.tell(line)

    def _say(self, line: str) -> None:
        """Tell the performer, in the terminal and wherever a client asked to be notified."""
        self._print(line)
        if self._osc is not None:
            self._osc.broadcast("/notice", line)
