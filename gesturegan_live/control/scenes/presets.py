"""What each message about presets does: points by name.

Conventions
-----------
Handlers (``_do_``) as in `gesturegan_live.control.instrument`. Files are written in the order in which it was asked
for. Owned by the control process, one thread; what touches a disk runs in another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import MOST_WAITING, Call, Work
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.voices.points import Points
from gesturegan_live.latent.presets import Preset, Presets
from gesturegan_live.latent.space import Vector


class Names:
    """Answers who asks for names: all who wait, with one look at the disk.

    Parameters
    ----------
    disk : asyncio.Lock
    names : callable
        Looks at the disk.
    """

    def __init__(self, disk: asyncio.Lock, names: Callable[[], list[str]]) -> None:
        self._disk, self._names = disk, names
        self._listeners: list[Call] = []

    def __call__(self, call: Call) -> Work | None:
        """Answer, soon."""
        if len(self._listeners) >= MOST_WAITING:
            raise RefusedError(f"{MOST_WAITING} wait for the list already: try again when it has come")
        self._listeners.append(call)
        return self._list() if len(self._listeners) == 1 else None

    async def _list(self) -> None:
        async with self._disk:
            calls, self._listeners = self._listeners, []
            names = await asyncio.to_thread(self._names)
        for call in calls:
            call.answer(*names)


class Keeping:
    """The presets of the model that plays.

    Parameters
    ----------
    stage : Stage
    points : Points
        What is stored and recalled.
    on_voice : callable
        Takes a voice that is about to be sent somewhere.

    Attributes
    ----------
    presets : Presets
    disk : asyncio.Lock
        Held while something is written.
    """

    def __init__(self, stage: Stage, points: Points, on_voice: Callable[[int], None]) -> None:
        self._stage, self._points, self._on_voice = stage, points, on_voice
        self.disk = asyncio.Lock()  # presets are written in the order in which they were stored
        self._names = Names(self.disk, lambda: self.presets.names())  # noqa: PLW0108 - of the model that plays then
        self.use_model()

    def use_model(self) -> None:
        """Know the presets of the stage's model, and no others."""
        model = self._stage.model
        self.presets = Presets(self._stage.home, model.name, self._points.space, model.presets, model.preset_conditions)

    def _do_preset_store(self, call: Call) -> Work:
        name, voice = str(call.values[0]), self._voice(call)
        self.presets.check_free(name)
        preset = Preset(name, *self._points.row(voice))  # what sounds, not where it goes
        self.presets.keep(preset)
        return self._on_disk(self.presets.write, call, preset)

    def _do_preset_recall(self, call: Call) -> None:
        preset = self.presets.read(str(call.values[0]))
        voice = self._voice(call)
        self._on_voice(voice)
        self._points.aim(voice, preset.z, preset.condition)
        call.done(preset.name, voice + 1)

    def _do_preset_delete(self, call: Call) -> Work:
        return self._on_disk(self.presets.delete, call, str(call.values[0]))

    async def _do_preset_undo(self, call: Call) -> None:
        async with self.disk:
            name = await asyncio.to_thread(self.presets.undo, *map(str, call.values))
        call.done(name)

    def _do_clip_write(self, call: Call) -> Work:
        return self._clip(call, str(call.values[0]), *self._points.sounds(self._voice(call)))

    async def _clip(self, call: Call, name: str, z: Vector, condition: Vector, growth: float) -> None:
        path, samples, rate = await self._stage.clip(name, z, condition, growth)
        call.done(name, path.as_posix(), samples, rate)

    async def _on_disk(self, act: Callable[[Any], str], call: Call, subject: Preset | str) -> None:
        async with self.disk:
            what = await asyncio.to_thread(act, subject)
        call.done(subject.name if isinstance(subject, Preset) else subject, *([what] if what else []))

    def _do_preset_list(self, call: Call) -> Work | None:
        return self._names(call)

    def _voice(self, call: Call) -> int:
        voice = int(call.values[1]) if len(call.values) > 1 else 1
        if voice > self._stage.voices:
            raise RefusedError(f"voice is {voice}: wanted 1 to {self._stage.voices}")
        return voice - 1
