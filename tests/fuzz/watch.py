"""What a process must not do while it reads what somebody else has written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_EXECUTING = ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "subprocess.", "pickle.", "socket.")
_WRITING = {"w", "a", "x", "+"}


class Watch:
    """Notes what a process must not do while a file is read."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._on = str(folder.resolve()), False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if event.startswith(_EXECUTING) or (event == "open" and self._writes(*arguments)):
            self.seen.append(f"{event} {arguments!r}"[:200])

    def _writes(self, path: object, mode: object, _: object) -> bool:
        return isinstance(mode, str) and bool(_WRITING & set(mode)) and not str(path).startswith(self._folder)

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self._on = True
        try:
            yield
        finally:
            self._on = False
