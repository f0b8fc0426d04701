"""What a message about a sound that is to be found does: the voice goes where the model sounds most like it.

A voice moves twice: to what is found at once, and to the best that is found in the end. What else sends it somewhere
meanwhile has it.

Conventions
-----------
Handlers (``_do_``) as in `gesturegan_live.control.instrument`. Voices that look for the same sound share one search;
another one waits until that is over. Owned by the control process, one thread; the searching is not done in it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import Call, Work
from gesturegan_live.control.stage import Model, Stage
from gesturegan_live.control.voices.points import Points
from gesturegan_live.finding.search import Found
from gesturegan_live.latent.space import Vector

_MOST = 8  # sounds that are looked for, or wait until they are

_Key = tuple[str, float | None]


@dataclass(eq=False)
class _Follower:
    """A voice that goes where something is found, and where it was last sent."""

    voice: int
    aimed: Vector


@dataclass(eq=False)
class _Search:
    """One sound, and the voices that want it."""

    followers: list[_Follower] = field(default_factory=list)
    found: Found | None = None
    refused: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Finding:
    """The sounds that are looked for.

    Parameters
    ----------
    stage : Stage
    points : Points
    on_voice : callable
        Takes a voice that is about to be sent somewhere.
    """

    def __init__(self, stage: Stage, points: Points, on_voice: Callable[[int], None]) -> None:
        self._stage, self._points, self._on_voice = stage, points, on_voice
        self._searches: dict[_Key, _Search] = {}
        self._turn = asyncio.Lock()

    def _do_find(self, call: Call) -> Work:
        name, *seconds = call.values
        key = str(name), float(seconds[0]) if seconds else None
        if key not in self._searches and len(self._searches) >= _MOST:
            raise RefusedError(f"{len(self._searches)} sounds are looked for already: try again when one is found")
        return self._find(call, key, _Follower(call.place.voice, self._points.aimed(call.place.voice)))

    async def _find(self, call: Call, key: _Key, follower: _Follower) -> None:
        search = self._searches.get(key)
        if search is None:
            search = self._searches[key] = _Search([follower])
            try:
                async with self._turn:
                    await self._run(key, search)
            except ValueError as error:
                search.refused = str(error)
            finally:
                del self._searches[key]
                search.over.set()
        else:
            search.followers.append(follower)
            if search.found is not None:
                self._send(search.found, follower)
            await search.over.wait()
        if search.refused or search.found is None:
            raise RefusedError(search.refused or "the search was given up")
        if not self._follows(follower):
            raise RefusedError(f"voice {follower.voice + 1} was sent elsewhere meanwhile")
        call.done(key[0], search.found.near, search.found.chance)

    async def _run(self, key: _Key, search: _Search) -> None:
        model = self._stage.model
        async with contextlib.aclosing(self._stage.find(*key)) as finding:
            async for found in finding:
                begins, search.found = search.found is None, found
                if begins:
                    self._tell(search, model)
                if not any(map(self._follows, search.followers)):
                    break
        self._tell(search, model)

    def _tell(self, search: _Search, model: Model) -> None:
        if self._stage.model is not model:
            raise RefusedError(f"model {self._stage.model.name!r} has taken over meanwhile")
        for follower in search.followers:
            if search.found is not None:
                self._send(search.found, follower)

    def _send(self, found: Found, follower: _Follower) -> None:
        if self._follows(follower):
            self._on_voice(follower.voice)
            self._points.go(follower.voice, found.z, found.condition)
            follower.aimed = self._points.aimed(follower.voice)

    def _follows(self, follower: _Follower) -> bool:
        """Whether nothing else has sent it somewhere."""
        return np.array_equal(self._points.aimed(follower.voice), follower.aimed)
