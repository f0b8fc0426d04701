"""What is asked of the program rather than of a voice: recordings, what it holds and how it is doing.

Conventions
-----------
As in `gesturegan_live.control.instrument`, which hands these messages on. Owned by the control process, one thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from gesturegan_live import __version__
from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.wire import timetag
from gesturegan_live.control.stage import Stage
from gesturegan_live.models.axis_effects import AxisEffect
from gesturegan_live.recording.recordings import file_name


class Program:
    """Handlers (``_do_``) and readers (``_read_``) that need nothing but the stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def _do_record(self, call: Call) -> None:
        name = file_name(call.values[0])
        path = self.stage.record(name, call.values[1:] == ["voices"])
        call.done(*([] if path is None else [path.name]))

    def _read_record(self, _: Place) -> Sequence[Value]:
        return (self.stage.status().recording,)

    def _read_out_level(self, _: Place) -> Sequence[Value]:
        return (float(self.stage.status().peak),)

    def _do_model_list(self, call: Call) -> None:
        call.answer(*self.stage.models())

    def _do_model_info(self, call: Call) -> None:
        model = self.stage.model
        codec = model.codec
        numbers = (codec.sample_rate, codec.clip_samples, model.latent_dim)
        call.answer(model.name, codec.name, *numbers, *model.conditions)

    def _do_model_axes(self, call: Call) -> None:
        model = self.stage.model
        names = model.axis_names or [f"axis {number}" for number in range(len(model.axes()[1]))]
        effects = model.axis_effects or [AxisEffect()] * len(names)
        told = ((name, effect.changes, effect.amount, effect.unit) for name, effect in zip(names, effects, strict=True))
        call.answer(*(value for one in told for value in one))

    def _read_generator_pid(self, _: Place) -> Sequence[Value]:
        return (self.stage.status().generator_pid,)

    def _read_generator_restarts(self, _: Place) -> Sequence[Value]:
        return (self.stage.status().generator_restarts,)

    def _read_audio_pid(self, _: Place) -> Sequence[Value]:
        return (self.stage.status().audio_pid,)

    def _read_audio_restarts(self, _: Place) -> Sequence[Value]:
        return (self.stage.status().audio_restarts,)

    def _read_audio_loads(self, _: Place) -> Sequence[Value]:
        return self.stage.status().loads

    def _read_audio_start(self, _: Place) -> Sequence[Value]:
        status = self.stage.status()
        return (status.import_seconds, status.compile_seconds)

    def _read_audio_late(self, _: Place) -> Sequence[Value]:
        status = self.stage.status()
        blocks = [value for ended, took in status.late for value in (*timetag(ended), math.ceil(1e6 * took))]
        return [status.late_blocks, status.stolen_blocks, *blocks]

    def _read_updates(self, place: Place) -> Sequence[Value]:
        return (_at(self.stage.status().updates_per_second, place.voice),)

    def _read_level(self, place: Place) -> Sequence[Value]:
        return (_at(self.stage.status().rms, place.voice),)

    def _read_playhead(self, place: Place) -> Sequence[Value]:
        return (_at(self.stage.status().playheads, place.voice),)

    def _do_version(self, call: Call) -> None:
        major, minor, patch = __version__.split(".", 2)
        call.reply("/version.reply", "gesturegan", int(major), int(minor), patch)

    def _do_sync(self, call: Call) -> None:
        call.reply("/synced", call.values[0])

    def _do_quit(self, call: Call) -> None:
        call.done()
        self.stage.quit()


def _at(values: Sequence[float], voice: int) -> float:
    return float(values[voice]) if voice < len(values) else 0.0
