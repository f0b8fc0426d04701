"""The page by which a browser plays: its files, what it asks about, and pictures and sounds of models.

Conventions
-----------
All that it needs lies in the folder ``page`` beside this file, is read once and kept; nothing is loaded from elsewhere,
which a policy tells the browser too. Its paths begin with ``/page/``, but for ``/``, which is the page for whoever asks
for HTML and OSCQuery's tree for others. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.web import terrain
from gesturegan_live.control.web.live import Live

LIVE = "/page/live"  # the WebSocket of what plays
_FOLDER = Path(__file__).with_name("page")
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".flac": "audio/flac",
}
_PREVIEWS = ("preview.png", "preview.flac")
_LARGEST_PREVIEW = 8 << 20  # bytes
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
    "manifest-src 'self'; connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class File:
    """What is answered."""

    kind: str
    content: bytes


class Page:
    """Answers what a browser asks for.

    Parameters
    ----------
    instrument : Instrument
    live : Live
    model_folder : callable
        Finds the folder of a model by its name; ValueError where there is none.
    """

    def __init__(self, instrument: Instrument, live: Live, model_folder: Callable[[str], Path]) -> None:
        self.live = live
        self._instrument, self._model_folder = instrument, model_folder
        self._files = {
            f"/page/{path.relative_to(_FOLDER).as_posix()}": File(_KINDS[path.suffix], path.read_bytes())
            for path in _FOLDER.rglob("*.*")
            if path.suffix in _KINDS
        }

    def has(self, path: str, accept: str) -> bool:
        """Whether it, and not OSCQuery, answers."""
        return path.startswith("/page/") or (path == "/" and "text/html" in accept)

    async def answer(self, path: str) -> File | None:
        """Give what is at a path, or nothing."""
        match path.removeprefix("/").split("/"):
            case ["page", "about.json"]:
                return _json(terrain.about(self._instrument))
            case ["page", "landmarks.json"]:
                return _json(await terrain.landmarks(self._instrument))
            case ["page", "models.json"]:
                return _json(await asyncio.to_thread(self._models))
            case ["page", "models", name, file] if file in _PREVIEWS:
                return await asyncio.to_thread(self._preview, unquote(name), file)
        return self._files.get("/page/index.html" if path == "/" else path)

    def _models(self) -> list[dict[str, object]]:
        """Tell of each model that can be loaded which previews it has."""
        told: list[dict[str, object]] = []
        for name in self._instrument.stage.models():
            try:
                folder = self._model_folder(name)
            except ValueError:  # it has gone meanwhile
                continue
            told.append({"name": name, "previews": [each for each in _PREVIEWS if (folder / each).is_file()]})
        return told

    def _preview(self, name: str, file: str) -> File | None:
        try:
            path = self._model_folder(name) / file
            with path.open("rb") as stream:
                content = stream.read(_LARGEST_PREVIEW + 1)
        except (OSError, ValueError):
            return None
        return File(_KINDS[path.suffix], content) if len(content) <= _LARGEST_PREVIEW else None


def headers(host: str) -> dict[str, str]:
    """Give what tells a browser to load nothing from elsewhere, and to show the page within no other."""
    return {
        "Content-Security-Policy": _POLICY.format(host=host),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _json(told: object) -> File:
    return File("application/json", json.dumps(told).encode())
