"""The OSC server: packets in, messages to the instrument, answers out.

python-osc's own servers sleep until a future bundle is due, or ignore its time; this one schedules. A bundle is applied
whole at its time: audio parameters are handed over a little ahead with the exact sample, points when their time comes;
a late one at once, and its sender is told.

Conventions
-----------
One asyncio loop and thread, that of the control process. Nothing that a packet holds stops the server: what is wrong
with it is counted, logged and answered. Replies follow scsynth's.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from gesturegan_live.control import wire
from gesturegan_live.control.arguments import Value, shown
from gesturegan_live.control.clients import MOST, Address, Clients
from gesturegan_live.control.dispatcher import Call, Work
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.routes import REPLIES
from gesturegan_live.control.scheduler import Scheduler

RECEIVE_BUFFER = 4 << 20  # bytes; with the usual 200 kB a burst of 3000 datagrams loses 700
_GATHER = 0.002  # seconds that a burst may hold back what it changes
logger = logging.getLogger(__name__)


class Sender:
    """Answers one client; what `Instrument` is given as `Reply`."""

    def __init__(self, clients: Clients, source: Address) -> None:
        self._clients = clients
        self.source = source

    def __call__(self, address: str, *values: Value) -> None:
        """Send a message back."""
        self._clients.send(self.source, address, *values)


class OscServer(asyncio.DatagramProtocol):
    """Plays an instrument by OSC over UDP; made by `OscServer.open`.

    Attributes
    ----------
    received, malformed, late : int
        Packets since the start: all; those that are not OSC; bundles that came after their time.
    port : int
        Where it listens.
    """

    def __init__(self, instrument: Instrument, show: Callable[[str], object], now: Callable[[], float]) -> None:
        self.received = self.malformed = self.late = 0
        self.port = 0
        self.clients = Clients()
        self._instrument = instrument
        self._show = show
        self._now = now
        self._scheduler = Scheduler(now)
        self._tasks: set[asyncio.Task[None]] = set()
        self._syncs: set[asyncio.Task[None]] = set()  # apart: if each waited for those before it, memory would explode
        self._last: tuple[str, list[object]] | None = None
        self._dump = 0
        self._flushing = False
        self._flush_by = 0.0
        self._complaints = 0
        self._complained = -1.0
        instrument.forget_scheduled = self._scheduler.clear
        instrument.handlers.update(
            notify=self._notify, dump_osc=self._dump_osc, clear_sched=self._clear_sched, sync=self._sync
        )

    @classmethod
    async def open(
        cls,
        instrument: Instrument,
        host: str = "127.0.0.1",
        port: int = 7770,
        *,
        show: Callable[[str], object] = logger.info,
        now: Callable[[], float] = time.time,
    ) -> OscServer:
        """Listen on a port; 0 takes any free one.

        Parameters
        ----------
        show : callable
            Prints what ``/dumpOSC`` asks for.
        now : callable
            Unix time, seconds.

        Raises
        ------
        ValueError
            One line: the port is in use, or the host is none of this machine's.
        """
        try:
            family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
            listener = socket.socket(family, socket.SOCK_DGRAM)
        except OSError as error:
            raise ValueError(f"host {host!r} is not understood: {error.strerror}") from error
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            listener.setblocking(False)
            listener.bind(address)
        except OSError as error:
            listener.close()
            raise ValueError(f"OSC cannot listen on UDP port {port} of {host}: {error.strerror}") from error
        loop = asyncio.get_running_loop()
        _, server = await loop.create_datagram_endpoint(lambda: cls(instrument, show, now), sock=listener)
        server.port = listener.getsockname()[1]
        return server

    async def close(self) -> None:
        """Stop listening; what is on its way to the disk gets there."""
        self._scheduler.clear()
        if pending := self._tasks | self._syncs:
            await asyncio.wait(pending)
        if self.clients.transport is not None:
            self.clients.transport.close()

    @property
    def last(self) -> str:
        """The last message, for people."""
        return "" if self._last is None else _text(*self._last)

    @property
    def waiting(self) -> int:
        """Bundles that wait for their time."""
        return len(self._scheduler)

    def broadcast(self, address: str, *values: Value) -> None:
        """Tell every client that asked to be notified."""
        self.clients.broadcast(address, *values)

    # asyncio's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport for answers."""
        self.clients.transport = cast(asyncio.DatagramTransport, transport)  # asyncio's own does not inherit from it

    def error_received(self, exc: Exception) -> None:
        """Note that a client is no longer there to be answered."""
        logger.debug("an answer did not arrive: %s", exc)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """Take a packet."""
        self.received += 1
        sender = Sender(self.clients, addr)
        if self._dump & 2:
            self._show(f"{addr[0]}:{addr[1]} {data.hex(' ', 4)}")
        try:
            for batch in wire.parse(data):
                self._schedule(batch, sender)
        except ValueError as error:
            self.malformed += 1
            self._refuse(sender, "packet", str(error))
        except Exception:
            logger.exception("packet %s from %s", shown(data), addr[:2])
            self._refuse(sender, "packet", "internal error: see the log")

    # Batches

    def _schedule(self, batch: wire.Batch, sender: Sender) -> None:
        if batch.time == 0:
            self._run(batch.messages, sender)
            return
        late = self._now() - batch.time
        if late > 0:
            self.late += 1
            sender("/late", *wire.timetag(batch.time), *wire.timetag(self._now()), late)
            self._run(batch.messages, sender)
            return
        ahead, rest = [], batch.messages
        if not any(self._instrument.forgets(address) for address, _ in batch.messages):
            ahead = [message for message in batch.messages if self._instrument.is_scheduled_by_audio(message[0])]
            rest = [message for message in batch.messages if not self._instrument.is_scheduled_by_audio(message[0])]
        if ahead:
            self._scheduler.at(
                batch.time - self._instrument.stage.lead, partial(self._run_ahead, batch.time, ahead, sender)
            )
        if rest:
            self._scheduler.at(batch.time, partial(self._run, rest, sender))

    def _run_ahead(self, at: float, messages: list[tuple[str, list[object]]], sender: Sender) -> None:
        sample = self._instrument.stage.sample_at(at)
        if sample > 0:
            self._run(messages, sender, sample)
        else:  # no sound card runs just now: they keep their time, if not their sample
            self._scheduler.at(at, partial(self._run, messages, sender))

    def _run(self, messages: list[tuple[str, list[object]]], sender: Sender, sample: int = 0) -> None:
        for address, values in messages:
            self._last = (address, values)
            if self._dump & 1:
                self._show(f"{sender.source[0]}:{sender.source[1]} {_text(address, values)}")
            if address in REPLIES:
                continue  # another server's answer; to answer it would go back and forth for ever
            for work in self._instrument.handle(address, values, sender, sample):
                self._start(work, self._tasks)
        if not self._flushing:
            loop = asyncio.get_running_loop()
            self._flushing, self._flush_by = True, loop.time() + _GATHER
            loop.call_soon(self._flush, -1)

    def _flush(self, seen: int) -> None:
        """Send the changes once no packet has come in a turn of the loop, so that a burst is sent as one."""
        loop = asyncio.get_running_loop()
        if self.received != seen and loop.time() < self._flush_by:
            loop.call_soon(self._flush, self.received)
            return
        self._flushing = False
        self._instrument.flush()

    def _start(self, work: Work, tasks: set[asyncio.Task[None]]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def _refuse(self, sender: Sender, subject: str, reason: str) -> None:
        sender("/fail", subject, reason)
        self._complaints += 1
        now = asyncio.get_running_loop().time()
        if now - self._complained >= 1.0:  # a flood of junk must not become a flood of lines
            logger.warning("%s:%s: %s (%d since the last line)", *sender.source[:2], reason, self._complaints)
            self._complained, self._complaints = now, 0

    # What needs a server

    def _notify(self, call: Call) -> None:
        sender = call.reply
        assert isinstance(sender, Sender)
        flag, number, port = (*(int(value) for value in call.values), None, None)[:3]
        if flag:
            number = self.clients.notify(sender.source, number, port)
            call.done(number, MOST)
        else:
            call.done(self.clients.forget(sender.source), MOST)

    def _dump_osc(self, call: Call) -> None:
        self._dump = int(call.values[0])

    def _clear_sched(self, _: Call) -> None:
        self._scheduler.clear()
        self._instrument.forget_timed()

    def _sync(self, call: Call) -> None:
        if self._tasks:
            self._start(self._sync_later(call, set(self._tasks)), self._syncs)
        else:
            call.reply("/synced", call.values[0])

    async def _sync_later(self, call: Call, tasks: set[asyncio.Task[None]]) -> None:
        await asyncio.wait(tasks)
        call.reply("/synced", call.values[0])


def _text(address: str, values: list[object]) -> str:
    return " ".join([shown(address)[1:-1], *(shown(value) for value in values[:8]), *(["…"] if values[8:] else [])])
