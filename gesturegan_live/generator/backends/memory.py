"""A bound on the memory that a process may take for a while, so that what somebody else made cannot take the machine's.

Works where a process can say how large it is (Linux); elsewhere nothing is bound.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

_STATM = Path("/proc/self/statm")  # in pages; the whole size first


@contextlib.contextmanager
def bound(more: int) -> Iterator[None]:
    """Let the process grow by so many bytes at most; what asks for more gets an error, or ends it."""
    if not _STATM.exists():
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    limit = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + more
    if before[0] != resource.RLIM_INFINITY:
        limit = min(limit, before[0])
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
