"""The audio process: the sound card's callback and what it needs, nothing else.

Process and thread
------------------
A child of the control process. The callback runs in PortAudio's thread (or the null device's): it takes events from a
ring and images from mailboxes, lets the engine make a block, and leaves the block in the output's ring while somebody
reads that, figures on a board and, while a take is recorded, what the engine was told in a log. It takes no lock, does
no I/O (but asks the kernel for its own times) and imports nothing. The main thread sleeps on the pipe: it builds the
voices of a newly loaded model, begins and ends takes, and fades out and ends when told to or when the parent is gone.
The garbage collector is off and frozen: what plays makes no cycles.

What it says through the pipe: ``{"compiling": [kernels so far, of how many]}``, ``{"ready": seconds, "device": …,
"sample_rate": …}``, ``{"failed": line, "no_device": bool}``, ``{"switched": name of the images' memory}``, ``{"begun":
name of a take's memory, "frame": of the output's ring}`` once a take begins there, ``{"took": name, "full": bool}``
once that take is over, ``{"lost": line}``.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live import codecs
from gesturegan_live.audio.bank import Bank
from gesturegan_live.audio.compiling import Progress
from gesturegan_live.audio.engine import Engine, build_bank, make_bank
from gesturegan_live.audio.interface.loads import bin_of
from gesturegan_live.audio.interface.spec import EVENT, EVENT_CAPACITY, LATES, AudioSpec, board_fields, output_capacity
from gesturegan_live.audio.interface.take_record import WHOLE
from gesturegan_live.audio.output.device import Device, NoDevice, find_device, open_device
from gesturegan_live.audio.output.stopwatch import Stopwatch
from gesturegan_live.audio.take_log import TakeLog
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.payload import payload_shape, strip_shape
from gesturegan_live.processes.ipc import Board, Ring, SampleRing
from gesturegan_live.processes.mailbox import Mailbox
from gesturegan_live.processes.real_time import (
    ATTENDING,
    CALLBACK,
    keep_this_thread,
    prefer_this_thread,
    stay_awake,
    stay_in_memory,
)

_POLL = 0.1  # seconds between two looks at the device and the bank that fades
_SOON = 0.005  # and at a take that is about to end, for the next may wait
_MANY = 16  # voices; if they all move the generator always works. With fewer, sharing its processor costs no time
_SWITCH_INTERVAL = 0.0005  # seconds that the main thread may keep the callback from the interpreter
_LONGEST_FADE = 1.0  # seconds; a device that has stopped does not fade
_ASTRAY = 0.1  # seconds by which the epoch jumps: the device stood still, or the clock was set
_FOLLOW = 0.01  # part of a smaller step that a block takes where it began late
_FORGET = 0.9995  # a block; the peak of the load halves in four seconds of 128 at 44.1 kHz


class Inbox:
    """Where a model's sound comes in: whole images, and strips of those to come (names of shared memory)."""

    def __init__(self, codec: Codec, voices: int, images: str, strips: str, row: int) -> None:
        self.images = Mailbox(voices, payload_shape(codec), images, label=row)
        self.strips = Mailbox(voices, strip_shape(codec), strips, label=row)

    def close(self) -> None:
        """Let go of the memory."""
        self.images.close()
        self.strips.close()


class _Callback:
    """What the device calls for every block."""

    def __init__(self, spec: AudioSpec, engine: Engine, inbox: Inbox, sample_rate: int) -> None:
        self.inbox = inbox
        self.next: tuple[Bank, Inbox, int] | None = None  # what to switch to, once the last switch is over
        self.log: TakeLog | None = None
        self.fading_out = False
        self.latency = 0.0
        self._first = True
        self._epoch = 0.0
        self._engine, self._rate = engine, sample_rate
        self._watch = Stopwatch()
        self._events = Ring(EVENT, EVENT_CAPACITY, spec.events)
        columns = spec.channels + spec.voices
        self._output = SampleRing(columns, output_capacity(columns), spec.output)
        self._image_times = [0] * spec.voices  # when the image that a voice plays was published
        self._stems = np.zeros((spec.block_size, spec.voices), np.float32)
        self._channels, self._direct = spec.channels, spec.direct
        board = Board(*board_fields(spec.voices, spec.channels), name=spec.board)
        self._rms, self._playheads = board["rms"], board["playhead"]
        self._board = {field: board.numbers(field) for field, _ in board_fields(spec.voices, spec.channels)}
        self._board["sample_rate"][0] = sample_rate
        self._board["delay"][0] = engine.delay
        self._past_xruns = int(self._board["xruns"][0])  # of processes that came before

    def __call__(self, out: NDArray[np.float32], xruns: int) -> None:
        if self._first:
            self._first = False
            prefer_this_thread(CALLBACK)
            if len(self._stems[0]) >= _MANY:
                keep_this_thread()
        watch = self._watch
        watch.start()
        board, engine, log = self._board, self._engine, self.log
        self._tell_epoch()
        if log is not None:
            log.begin_block()
            if log.frame is None and not log.gathering:
                log.frame = self._output.written
        gathering = log is not None and log.gathering
        if self.next is not None and not engine.switching and not gathering:
            bank, self.inbox, model = self.next
            self._image_times = [0] * engine.voices
            engine.switch(bank)
            self.next = None
            if log is not None:
                log.switch(model)
        events = self._events.pop(engine.room)  # what finds none waits in the ring
        engine.events(events)
        if log is not None:
            log.events(events)
        if not gathering:
            self._take_images()
        if self.fading_out:
            engine.fade_out()
            if log is not None:
                log.fade_out()
        self._play(out)
        board["clock"][0] = engine.clock
        board["peak"][:] = engine.peaks.data
        engine.levels(self._rms)
        engine.playheads(self._playheads)
        board["guarded"][0] = engine.guarded
        board["xruns"][0] = self._past_xruns + xruns
        board["blocks"][0] += 1
        watch.stop(len(out) / self._rate)
        self._tell_time()

    def _play(self, out: NDArray[np.float32]) -> None:
        """Fill a block of the channels, then of each voice where they have outputs; have it read by whoever reads."""
        engine, is_read = self._engine, self._output.is_read
        if self._direct:
            channels, voices = out[:, : self._channels], out[:, self._channels :]
            engine.process(channels, voices)
        elif is_read:
            channels, voices = out, self._stems[: len(out)]
            engine.process(channels, voices)
        else:
            engine.process(out)
        if is_read:
            self._output.write(channels, voices)

    def tell_start(self, imported: float, compiled: float) -> None:
        """Post what the start took, processor seconds."""
        self._board["imported"][0], self._board["compiled"][0] = imported, compiled

    def _take_images(self) -> None:
        """Hand the engine what has come: whole images, and strips that are newer."""
        images, strips, engine, log = self.inbox.images, self.inbox.strips, self._engine, self.log
        newer = strips.changed()  # asked first: no strip may come before the image that it is newer than
        for voice in images.changed():
            payload = images.take(voice)
            if payload is not None:
                engine.image(voice, payload)
                self._image_times[voice] = images.time
                if log is not None:
                    log.image(voice, WHOLE, images.checksum, images.label)
        for voice in newer:
            payload = strips.take(voice)
            if payload is not None and strips.time > self._image_times[voice]:
                engine.strip(voice, payload)
                if log is not None:
                    log.image(voice, int(payload[0]), strips.checksum, strips.label)

    def _tell_epoch(self) -> None:
        """Post when sample 0 was heard, by when this block began: one that begins late says little, an earlier much."""
        now = time.time() - self._engine.clock / self._rate
        if abs(now - self._epoch) > _ASTRAY:
            self._epoch = now
        self._epoch += min(now - self._epoch, _FOLLOW * max(now - self._epoch, 0.0))
        self._board["epoch"][0] = self._epoch + self.latency
        self._board["latency"][0] = self.latency

    def _tell_time(self) -> None:
        """Post what the last block took."""
        watch, board = self._watch, self._board
        board["load"][0] += 0.02 * (watch.load - board["load"][0])
        board["load_peak"][0] = max(watch.load, _FORGET * board["load_peak"][0])
        board["loads"][bin_of(watch.load)] += 1
        if not watch.late:
            return
        if watch.stolen:
            board["stolen"][0] += 1
            return
        place = int(board["late"][0]) % LATES
        board["late"][0] += 1  # first: what is remembered is counted
        ended, board["late_ended"][place] = time.time(), 0.0  # whoever reads meanwhile sees that it is not whole
        board["late_took"][place] = watch.took
        board["late_ended"][place] = ended


def run(spec: AudioSpec, pipe: Connection) -> None:
    """Be the audio process."""
    started, imported = time.perf_counter(), time.process_time()
    gc.disable()  # the compiler makes cycles by the million, and keeps them
    try:
        codec = codecs.from_json(spec.codec)
        direct = spec.voices if spec.direct else 0
        output = find_device(spec.device, spec.channels, codec.sample_rate, direct)
        before = time.process_time()
        bank = build_bank(codec, spec.voices, output.sample_rate, spec.block_size)
        Progress(
            lambda done, of: _say(pipe, compiling=[done, of])
        )  # after the bank, whose kernels are imported with it
        engine = Engine(spec.voices, spec.channels, output.sample_rate, spec.block_size, spec.ring)
        engine.warm_up()
        bank.warm_up()
        compiled = time.process_time() - before
        engine.begin_faded()
        engine.clock = spec.clock
        inbox = Inbox(codec, spec.voices, spec.images, spec.strips, spec.row)
        for mailbox in (inbox.images, inbox.strips):
            mailbox.rewind()
        engine.switch(bank)
        callback = _Callback(spec, engine, inbox, output.sample_rate)
        callback.tell_start(imported, compiled)
        if spec.take is not None:
            callback.log = TakeLog(spec.take, engine, spec.model, spec, inbox.images)
            callback.log.gather()
        stay_in_memory()
        if output.index >= 0:  # somebody listens
            stay_awake()
        sys.setswitchinterval(_SWITCH_INTERVAL)
        gc.collect()
        gc.freeze()
        shape = (spec.channels, spec.block_size, output.sample_rate)
        with open_device(output, *shape, callback, connect=spec.connect, voices=direct) as device:
            callback.latency = device.latency
            _say(pipe, ready=time.perf_counter() - started, device=device.name, sample_rate=output.sample_rate)
            prefer_this_thread(ATTENDING)
            lost = _attend(spec, pipe, engine, callback, device)
    except (NoDevice, ValueError, RuntimeError, OSError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        _say(pipe, failed=reason, no_device=isinstance(error, NoDevice))
        raise SystemExit(1) from None
    if lost:
        _say(pipe, lost=lost)
        raise SystemExit(1)  # the parent starts the next one, which looks for the device anew


def _attend(spec: AudioSpec, pipe: Connection, engine: Engine, callback: _Callback, device: Device) -> str | None:
    """Serve the pipe until the end; returns why the device was lost, if it was."""
    switching: tuple[Inbox, Inbox] | None = None
    taking: str | None = None
    told: TakeLog | None = None  # the one whose beginning is known to the parent
    model = spec.model
    while True:
        if switching is not None and callback.next is None and not engine.switching:
            old, new = switching
            old.close()
            switching = None
            _say(pipe, switched=new.images.name)
        if taking is not None and callback.log is None and switching is None:
            callback.log = TakeLog(taking, engine, model, spec, callback.inbox.images)
            taking = None
        log = callback.log
        if log is not None and log is not told and log.frame is not None:
            _say(pipe, begun=log.name, frame=log.frame)
            told = log
        if log is not None and log.ended:
            callback.log = None
            _say(pipe, took=log.name, full=log.full)
            log.close()
        if (lost := device.lost) is not None:  # asked once: it may be back a moment later
            return lost
        try:
            ending = callback.log is not None and callback.log.ending
            message = json.loads(pipe.recv_bytes()) if pipe.poll(_SOON if ending else _POLL) else {}
        except (EOFError, OSError):
            message = {"quit": True}
        if "quit" in message:
            callback.fading_out = True
            end = time.monotonic() + _LONGEST_FADE
            while not (engine.faded or device.lost) and time.monotonic() < end:
                time.sleep(0.005)
            time.sleep(min(device.latency, _LONGEST_FADE))  # a device that is closed drops what it has not played
            return None
        if "switch" in message:
            wanted = message["switch"]
            codec, model = codecs.from_json(wanted["codec"]), wanted["model"]
            inbox = Inbox(codec, spec.voices, wanted["images"], wanted["strips"], wanted["row"])
            switching = (callback.inbox, inbox)
            callback.next = (make_bank(codec, spec.voices, device.sample_rate, spec.block_size), inbox, model)
        if "take" in message:
            taking = message["take"]
            if callback.log is not None:
                callback.log.ending = True


def _say(pipe: Connection, **message: Any) -> None:
    try:
        pipe.send_bytes(json.dumps(message).encode())
    except OSError:
        return  # the parent is gone; the fade-out is under way
