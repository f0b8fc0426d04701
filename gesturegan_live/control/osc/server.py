"""The OSC server: packets in, by UDP and TCP, messages to the instrument, answers out.

python-osc's own servers sleep until a future bundle is due, or ignore its time; this one schedules. A bundle is applied
whole at its time: audio parameters are handed over a little ahead with the exact sample, points when their time comes;
a late one at once, and its sender is told.

Conventions
-----------
One asyncio loop and thread, that of the control process. Nothing that a packet holds stops the server, or holds it up
for long: what is wrong with it is counted, said and answered; what asks for too much is refused whole; what comes
faster than it can be obeyed waits in an `Inbox`. Replies follow scsynth's, and none can be read as a question.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.arguments import RefusedError, Value, shown
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.routes.following import LEASE
from gesturegan_live.control.messages.routes.table import UNFAILING
from gesturegan_live.control.osc.clients import MOST, Client, Clients
from gesturegan_live.control.osc.complaints import Complaints
from gesturegan_live.control.osc.endpoint import Address, Endpoint, Way, bind
from gesturegan_live.control.osc.following import Following
from gesturegan_live.control.osc.inbox import Inbox
from gesturegan_live.control.osc.sender import Sender, check_cost, unheard
from gesturegan_live.control.osc.tcp import Tcp
from gesturegan_live.control.osc.timing.ahead import Ahead
from gesturegan_live.control.osc.timing.batches import Batches
from gesturegan_live.control.osc.timing.cued import Cued
from gesturegan_live.control.osc.timing.scheduler import Scheduler
from gesturegan_live.control.osc.timing.scored import Scored
from gesturegan_live.control.score import Event
from gesturegan_live.show.documents import one_line
from gesturegan_live.show.trust import Trust, is_loopback

_TURN = 0.005  # seconds of obeying, or of reading, before the other has its turn
_READ = 1024  # packets read in a turn
_BACKLOG = 0.02  # seconds that packets have waited when what silences goes first
_FLOOD, _QUIET = 0.25, 5.0  # seconds of it that make a flood; between two lines about it
_DEADLINE = 5.0  # seconds at the end for what is on its way to the disk
_MOST_SENDERS = 1024  # remembered
_OFTEN = 10.0  # times a second, where a client says no rate
logger = logging.getLogger(__name__)


class OscServer:
    """Plays an instrument by OSC; made by `OscServer.open`.

    Parameters
    ----------
    show : callable
        Prints a line for the performer: what ``/dumpOSC`` asks for, and what was refused.
    say : callable
        Tells a line to the performer and to all who asked to be notified.
    trust : callable
        Whether a host may do more than play.
    now : callable
        Unix time, seconds.

    Attributes
    ----------
    received, malformed : int
        Packets since the start: all; those that are not OSC.
    batches : Batches
        What obeys them.
    complain : Complaints
        Tells the performer what was refused.
    following : Following
        What clients are told as it changes.
    port : int
        Where it listens, by UDP and TCP.
    """

    def __init__(
        self,
        instrument: Instrument,
        show: Callable[[str], object],
        now: Callable[[], float],
        *,
        say: Callable[[str], object] | None = None,
        trust: Callable[[str], bool] | None = None,
    ) -> None:
        self.received = self.malformed = 0
        self.port = 0
        self.clients = Clients()
        self._endpoints: list[Endpoint] = []
        self._nowhere = Endpoint(self.datagram_received)
        self._instrument = instrument
        self._show, self._say = show, say or show
        self._now = now
        self._trust = trust or Trust()
        self.complain = Complaints(show)
        self._tcp = Tcp(self, self._trust)
        self._senders: dict[tuple[Way, Address], Sender] = {}
        self._scheduler = Scheduler(now)
        self._ahead = Ahead(self._scheduler, now, self._tell_ahead)
        self._scored: Scored | None = None
        self.following = Following(instrument.places, instrument.read, time.monotonic)
        self.batches = Batches(instrument, self._scheduler, now, show, lambda: self.received)
        self._cued = Cued(instrument, self.batches, self._scheduler, now, lambda line: show(one_line(line)))
        self._inbox: Inbox[Sender] = Inbox(self._is_continuous)
        self._turning = False
        self._backlog_since = 0.0
        self._flood_told = -_QUIET
        self._dump = 0
        instrument.forget_scheduled = self._forget
        instrument.clock.now = now
        instrument.handlers.update(
            notify=self._notify, dump_osc=self._dump_osc, clear_sched=self._clear_sched, sync=self._sync
        )
        instrument.handlers.update(subscribe=self._subscribe, unsubscribe=self._unsubscribe)

    @classmethod
    async def open(
        cls,
        instrument: Instrument,
        host: str = "127.0.0.1",
        port: int = 7770,
        *,
        show: Callable[[str], object] = logger.info,
        say: Callable[[str], object] | None = None,
        trust: Iterable[str] = (),
        now: Callable[[], float] = time.time,
    ) -> OscServer:
        """Listen on a port, at every address that the host has; port 0 takes any free one.

        Raises
        ------
        ValueError
            One line: UDP's port is in use, the host is none of this machine's, or one who is trusted is no address.
        """
        server = cls(instrument, show, now, say=say, trust=Trust(trust))
        loop = asyncio.get_running_loop()
        for listener in bind(host, port):
            _, endpoint = await loop.create_datagram_endpoint(
                partial(Endpoint, server.datagram_received, listener), sock=listener
            )
            server._endpoints.append(endpoint)
        server.port = server._endpoints[0].address[1]
        try:
            await server._tcp.open(host, server.port)
        except ValueError as error:  # another program's: what is sent by UDP is obeyed all the same
            server._say(f"{error}; by UDP it is heard")
        return server

    async def close(self) -> None:
        """Stop obeying; what is on its way to the disk gets there, if it takes no more than seconds."""
        self._scheduler.clear()
        self._ahead.close()
        self._inbox = Inbox(self._is_continuous)
        if undone := await self.batches.works.close(_DEADLINE):
            self._show(f"{undone} messages still waited for a disk or a model after {_DEADLINE:g} s: given up")
        for endpoint in self._endpoints:
            endpoint.close()
        self._tcp.close()

    def play(self, name: str, events: Sequence[Event]) -> None:
        """Play a score, of that name, from now on."""
        stage, clock = self._instrument.stage, self._instrument.clock
        begin = self._now() + 2 * stage.lead

        def tell(line: str) -> None:
            self._show(one_line(line))

        self._scored = Scored(name, events, begin, lambda: stage.lead, self.batches, clock, tell)

    def tick(self) -> None:
        """Go on with scores and cues, and tell those who follow something what has changed; to be called often."""
        if self._scored is not None:
            self._scored.tick(self._now())
        self._cued.tick()
        self.following.tick()

    def obey(self, who: str, messages: Iterable[tuple[str, Sequence[object]]]) -> None:
        """Obey messages of this computer's own, which came by no socket, from who is named so."""
        sender = Sender(Client((who, 0), self._nowhere, trusted=True), self.clients, self.complain)
        together = [(address, list(values)) for address, values in messages]
        self.batches.schedule(wire.Batch(0.0, together, 0), sender)

    def heard(self, seconds: float) -> list[str]:
        """Name who has sent packets in the last seconds, the last one first."""
        since = time.monotonic() - seconds
        lately = sorted((sender.heard, str(sender)) for sender in list(self._senders.values()) if sender.heard > since)
        return [name for _, name in reversed(lately)]

    @property
    def where(self) -> str:
        """Where it listens, for people."""
        return " and ".join(map(str, self._endpoints))

    @property
    def addresses(self) -> list[str]:
        """Where it listens, by number."""
        return [endpoint.address[0] for endpoint in self._endpoints]

    @property
    def is_open(self) -> bool:
        """Whether other computers reach it."""
        return not all(map(is_loopback, self.addresses))

    @property
    def last(self) -> str:
        """The last message that played, or was to, for people; and what waits for a distant time."""
        return "; ".join(filter(None, (self.batches.last, self._ahead.line)))

    @property
    def late(self) -> int:
        """Bundles that came after their time."""
        return self.batches.late

    @property
    def waiting(self) -> int:
        """Bundles that wait for their time."""
        return len(self._scheduler)

    def broadcast(self, address: str, *values: Value) -> None:
        """Tell every client that asked to be notified."""
        self.clients.broadcast(address, *values)

    # Packets

    def datagram_received(self, data: bytes, addr: Address, endpoint: Way | None = None) -> None:
        """Take a packet, and those that wait behind it."""
        endpoint = endpoint or self._nowhere
        if not self._inbox and not self._turning:
            self._take_one(data, addr, endpoint)
        else:
            self._put(data, addr, endpoint)
        for more, source in endpoint.more(_READ):
            self._put(more, source, endpoint)
        if self._inbox and not self._turning:
            self._obey_some()

    @property
    def crowded(self) -> bool:
        """Whether so many packets wait that whoever can be asked to wait should."""
        return len(self._inbox) >= _READ

    def gone(self, endpoint: Way) -> None:
        """Tell nothing more to those who came by a connection that has ended."""
        self.clients.gone(endpoint)
        for key in [key for key in self._senders if key[0] is endpoint]:
            self.following.leave(self._senders.pop(key).client)
        self.following.leave(endpoint)

    def _turn(self) -> None:
        """Read what has come meanwhile, then obey some."""
        self._turning = False
        self._inbox.turn()
        end = time.monotonic() + _TURN
        for endpoint in self._endpoints:
            for data, source in endpoint.more(_READ):
                self._put(data, source, endpoint)
                if time.monotonic() > end:
                    break
        self._obey_some()

    def _obey_some(self) -> None:
        end = time.monotonic() + _TURN
        while (packet := self._inbox.pop()) is not None:
            self._take(*packet)
            if time.monotonic() > end:
                break
        if self._inbox:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)
        if self._inbox or self._inbox.lost:
            self._say_flood()

    def _say_flood(self) -> None:
        now, waiting = time.monotonic(), len(self._inbox)
        if waiting and (now - self._backlog_since < _FLOOD or now - self._flood_told < _QUIET):
            return
        self._flood_told = now
        lost, self._inbox.lost = self._inbox.lost, 0
        wait = f"{waiting} packets wait; of continuous values only the newest count" if waiting else "over"
        self._say(f"flood: {wait}" + f"; {lost} packets were lost" * bool(lost))

    def _take_one(self, data: bytes, source: Address, endpoint: Way) -> None:
        if (sender := self._heard(source, endpoint)) is not None:
            self._take(data, sender)

    def _put(self, data: bytes, source: Address, endpoint: Way) -> None:
        if (sender := self._heard(source, endpoint)) is None:
            return
        now = time.monotonic()
        if not self._inbox:
            self._backlog_since = now
        elif now - self._backlog_since > _BACKLOG:
            for address, values in self._inbox.silencing(data):
                self.batches.handler(sender)(address, values, unheard)
        self._inbox.put(data, sender)

    def _heard(self, source: Address, endpoint: Way) -> Sender | None:
        """Count a packet; give who sent it, or nobody: what the instrument said itself is not heard."""
        self.received += 1
        sender = self._senders.get((endpoint, source))
        if sender is None:
            if endpoint.is_own(source):
                return None
            if len(self._senders) >= _MOST_SENDERS:
                self._senders.clear()
            client = Client(source, endpoint, endpoint.vouched or self._trust(source[0]))
            sender = self._senders[endpoint, source] = Sender(client, self.clients, self.complain)
        sender.heard = time.monotonic()
        return sender

    def _take(self, data: bytes, sender: Sender) -> None:
        if self._dump & 2:
            self._show(f"{sender.client} {data.hex(' ', 4)}")
        try:
            try:
                batches = wire.parse(data, UNFAILING)
            except ValueError:
                self.malformed += 1
                raise
            batches = [timed for batch in batches for timed in self._instrument.clock.parted(batch, self._now())]
            check_cost(batches, self._instrument.places)
            for batch in batches:
                self.batches.schedule(batch, sender)
                self._ahead.note(batch.time, sender.client)
        except ValueError as error:
            sender("/fail", "packet", str(error))
        except Exception:
            logger.exception("packet %s from %s", shown(data), sender.client)
            sender("/fail", "packet", "internal error: see the log")

    def _is_continuous(self, address: str) -> bool:
        if self._instrument.gestures.takes(address):
            return True
        places = self._instrument.places(address)
        return (
            len(places) == 1
            and places[0].route.writable
            and bool(places[0].route.arguments)
            and (not places[0].route.is_trigger)
        )

    def _tell_ahead(self, clients: Sequence[Client], line: str) -> None:
        self._say(line)
        for client in clients:
            if not self.clients.is_notified(client):
                self.clients.send(client, "/notice", line)

    # What needs a server

    def _notify(self, call: Call) -> None:
        client = _client(call)
        flag, number, port = (*(int(value) for value in call.values), None, None)[:3]
        if flag:
            number = self.clients.notify(client, number, port)
            call.done(number, MOST)
        else:
            call.done(self.clients.forget(client), MOST)

    def _subscribe(self, call: Call) -> None:
        address, rate = str(call.values[0]), float([*call.values, _OFTEN][1])
        client = _client(call)
        self.following.follow(client, address, rate, partial(self.clients.tell, client), LEASE)
        call.done(address, LEASE)

    def _unsubscribe(self, call: Call) -> None:
        self.following.leave(_client(call), str(call.values[0]) if call.values else None)
        call.done(*call.values)

    def _dump_osc(self, call: Call) -> None:
        self._dump = int(call.values[0])
        self.batches.dump = bool(self._dump & 1)

    def _forget(self) -> None:
        self._scheduler.clear()
        if self._scored is not None:
            self._scored.forgotten()
        self._cued.forgotten()

    def _clear_sched(self, _: Call) -> None:
        self._forget()
        self._instrument.forget_timed()

    def _sync(self, call: Call) -> None:
        self.batches.works.sync(partial(call.reply, "/synced", call.values[0]))


def _client(call: Call) -> Client:
    """Who has sent a message; RefusedError where nobody can be told anything."""
    if not isinstance(call.reply, Sender):
        raise RefusedError("only for those who send it by OSC")
    return call.reply.client
