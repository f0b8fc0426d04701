"""A child process that its parent keeps alive.

Process and thread
------------------
Lives in the control process. One thread for each child sleeps on the child's pipe and hands what it says (JSON
objects, never pickles) and its end to the event loop; everything else runs in the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import importlib
import json
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any

SPAWN = multiprocessing.get_context("spawn")
_LONGEST_PAUSE = 5.0  # seconds between two tries of a child that keeps dying
_LONG_LIFE = 5.0  # seconds after which a death is a new one
_LONGEST_START = 120.0  # seconds to get ready in for one that is started again, or that is to end
_LONGEST_QUIT = 5.0  # the same, where the performer waits for it
_SIGNALS = tuple(filter(None, (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", None))))


def _ignore(*_: object) -> None:
    pass


class ChildError(RuntimeError):
    """A child said, in one line, why it cannot work; `details` is all that it said."""

    def __init__(self, reason: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.details = details or {}


class Child:
    """A process that is started again whenever it dies (exit code 0 is no death), unless it lives but once.

    Parameters
    ----------
    name : str
        What lines about it call it.
    module : str
        Name of the module whose ``run(spec, pipe, *shared)`` is the process; only the child imports it. It says
        ``{"ready": ...}`` or ``{"failed": line}`` through its pipe.
    spec : callable
        Makes the first argument anew for each start.
    shared : tuple
        Further arguments (semaphores).
    once : bool
        Whether it is not started again.
    on_message, on_death, on_return : callables
        Run in the event loop: for each other message; when it died unasked; when it is ready again after that.
    on_refusal : callable
        Takes a line, once after a death, where the system has no room for another process (it is tried until there
        is), and one for each that is ended because it does not get ready.
    """

    def __init__(
        self,
        name: str,
        module: str,
        spec: Callable[[], Any],
        shared: tuple[Any, ...] = (),
        *,
        once: bool = False,
        on_message: Callable[[dict[str, Any]], None] = _ignore,
        on_death: Callable[[int | None], None] = _ignore,
        on_return: Callable[[], None] = _ignore,
        on_refusal: Callable[[str], None] = _ignore,
    ) -> None:
        self.name, self._module, self._spec, self._shared = name, module, spec, shared
        self._once = once
        self._on_message, self._on_death = on_message, on_death
        self._on_return, self._on_refusal = on_return, on_refusal
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Future[dict[str, Any]] = self._loop.create_future()
        self._settled = asyncio.Event()  # the present process has said whether it is ready, or has ended
        self._ended = asyncio.Event()
        self._stopping = False
        self._started_at = 0.0
        self._pause = 0.0
        self._waiting: asyncio.TimerHandle | None = None  # for the next try
        self._deadline: asyncio.TimerHandle | None = None  # of a process in a dead one's place to get ready
        self.exitcode: int | None = None  # of the last process that has ended
        self.restarts = 0

    @property
    def pid(self) -> int:
        """Process number, 0 while there is none."""
        return (self._process.pid or 0) if self._process is not None else 0

    def start(self) -> None:
        """Start the process; returns at once. OSError where the system has no room for another."""
        ours, theirs = SPAWN.Pipe()
        try:
            with theirs:
                arguments = (self._module, self._spec(), theirs, *self._shared)
                process = SPAWN.Process(target=enter, args=arguments, name=f"gesturegan-{self.name}")
                with signals_held():
                    process.start()
            _start(threading.Thread(target=self._listen, args=(process, ours), daemon=True), process)
        except OSError:
            ours.close()
            raise
        self._settled.clear()
        self._started_at = time.monotonic()
        self._pipe, self._process = ours, process

    async def ready(self) -> dict[str, Any]:
        """Wait until the process has said that it is ready; raises `ChildError` with its reason."""
        return await asyncio.shield(self._ready)

    def send(self, message: dict[str, Any]) -> None:
        """Send a JSON object; lost where the process has just died."""
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send_bytes(json.dumps(message).encode())

    def kill(self) -> None:
        """End the process at once; another is started in its place."""
        if self._process is not None:
            self._process.kill()

    async def stop(self, timeout: float = 2.0, *, ready_first: bool = False) -> None:
        """Ask the process to end, wait, and end it for good after `timeout` seconds.

        Parameters
        ----------
        ready_first : bool
            Let them begin only once the process is ready (or after a minute): it has work that must not be lost.
        """
        self._stopping = True
        if self._waiting is not None:
            self._waiting.cancel()
        if self._process is None:
            self._over()
            return
        self.send({"quit": True})
        if ready_first:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._settled.wait(), _LONGEST_START)
        try:
            await asyncio.wait_for(self._ended.wait(), timeout)
        except TimeoutError:
            self.kill()
            await self._ended.wait()

    def hurry(self) -> None:
        """Let one that is not ready yet, and is to end, have only seconds more: the performer has quit."""
        self._loop.call_later(_LONGEST_QUIT, lambda: None if self._settled.is_set() else self.kill())

    def _listen(self, process: multiprocessing.process.BaseProcess, pipe: Connection) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                message = json.loads(pipe.recv_bytes())
                self._loop.call_soon_threadsafe(self._heard, message)
        process.join()
        pipe.close()
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._died, process)

    def _heard(self, message: dict[str, Any]) -> None:
        if not message.keys().isdisjoint({"failed", "ready"}):
            self._settled.set()
        if "failed" in message and not self._ready.done():
            self._fail(str(message["failed"]), message)
        elif "ready" in message:
            self._in_time()
            if self._ready.done():
                self._on_return()
            else:
                self._ready.set_result(message)
        else:
            self._on_message(message)

    def _died(self, process: multiprocessing.process.BaseProcess) -> None:
        exitcode = self.exitcode = process.exitcode
        process.close()  # or its descriptors stay until the collector runs
        self._process = None
        self._settled.set()
        self._in_time()
        if not self._ready.done() or self._ready.exception():  # never worked: a second try would end the same way
            self._stopping = True
        if self._stopping or exitcode == 0:
            self._fail(f"the {self.name} process ended (exit code {exitcode}) before it was ready")
            self._over()
            return
        self._on_death(exitcode)
        if self._once:
            self._stopping = True
            self._over()
            return
        long_lived = time.monotonic() - self._started_at > _LONG_LIFE
        self._pause = 0.0 if long_lived else _longer(self._pause)
        self.restarts += 1
        self._waiting = self._loop.call_later(self._pause, self._start_again, True)

    def _start_again(self, first: bool) -> None:
        self._waiting = None
        try:
            self.start()
        except OSError as error:
            if first:
                self._on_refusal(f"{self.name} cannot be started yet ({error.strerror or error}); trying on")
            self._pause = _longer(self._pause)
            self._waiting = self._loop.call_later(self._pause, self._start_again, False)
        else:
            self._deadline = self._loop.call_later(_LONGEST_START, self._too_late)

    def _too_late(self) -> None:
        self._on_refusal(f"{self.name} is not ready after {_LONGEST_START:g} s; ending it")
        self.kill()

    def _over(self) -> None:
        """Note that there is no process and will be none; a semaphore is removed with the last who knows of it."""
        self._shared = ()
        self._ended.set()

    def _in_time(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _fail(self, reason: str, details: dict[str, Any] | None = None) -> None:
        if not self._ready.done():
            self._ready.set_exception(ChildError(reason, details))
            self._ready.exception()  # seen, even where nobody waits


def _longer(pause: float) -> float:
    return min(2 * pause + 0.1, _LONGEST_PAUSE)


def _start(thread: threading.Thread, process: multiprocessing.process.BaseProcess) -> None:
    """Start the thread that listens to a process, or end it: OSError where the system has no room for a thread."""
    try:
        thread.start()
    except RuntimeError as error:
        process.kill()
        process.join()
        process.close()
        raise OSError(errno.EAGAIN, str(error)) from error


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Hold signals back from the process that is started meanwhile, until it ignores them: it imports much before."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # or it would be started meanwhile, which lets them through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_signals() -> None:
    """Leave it to the parent to end on Ctrl-C, on a closed terminal, or when it is told to."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def enter(module: str, *arguments: Any) -> None:
    """Be the child."""
    ignore_signals()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    importlib.import_module(module).run(*arguments)
