"""Where shards are made: in this process, in several of this machine, or on a Dask cluster.

Conventions
-----------
Runs in the parent. What is made comes back as soon as it is done, in any order; leaving early cancels the rest. Pool
processes leave Ctrl-C to the parent, and end with it even if it is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_cores(make: Callable[[T], R], jobs: Sequence[T], workers: int | None = None) -> Iterator[R]:
    """Make every job in a pool of processes, one a core where nobody says more; here, where one is enough."""
    context = multiprocessing.get_context("spawn")
    count = min(workers or cores(), len(jobs))
    if count == 1:  # a second process would only have to start
        yield from map(make, jobs)
        return
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin_worker) as pool:
        running = [pool.submit(make, job) for job in jobs]
        try:
            for future in as_completed(running):
                yield future.result()
        except BrokenProcessPool as error:
            raise ValueError("a process was killed, perhaps for want of memory; the same command goes on") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def on_dask(make: Callable[[T], R], jobs: Sequence[T], address: str) -> Iterator[R]:
    """Make every job on the Dask cluster whose scheduler is at `address`; its workers see the same files."""
    try:
        import distributed
    except ImportError as error:
        raise ValueError("--dask needs the package distributed: pip install 'gesturegan[dask]'") from error
    try:
        client: Any = distributed.Client(address, timeout="20s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ValueError(f"dask is {address!r}, expected the address of a scheduler that answers") from error
    with client:
        running = client.map(make, jobs, pure=False)
        try:
            for future in distributed.as_completed(running, loop=client.loop):
                yield future.result()
        finally:
            client.cancel([future for future in running if not future.done()])


def _begin_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
