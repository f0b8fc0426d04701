"""What a page must know to draw the model's space: its axes, and where on them presets and scenes lie.

Conventions
-----------
How far a point ``z`` reaches along an axis is its product with the axis's step, its code's where the model has codes;
``gram`` holds the products of the steps with each other, by which a page finds the amounts of any two axes that lead to
a place on their plane. Owned by
the control process, on its asyncio loop; disks are looked at elsewhere.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.routes.route import OUT, VOICE
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.latent.axes import Axes
from gesturegan_live.latent.blends import Values
from gesturegan_live.latent.space import Vector
from gesturegan_live.models.axis_effects import AxisEffect

MOST = 256  # presets, and scenes, that are shown

Along = list[float]
Step = dict[str, Any] | None


def about(instrument: Instrument) -> dict[str, Any]:
    """Tell what the instrument and its model are, and what can be set."""
    stage, points = instrument.stage, instrument.points
    model, axes = stage.model, points.axes
    effects = [*model.axis_effects] or [AxisEffect()] * len(axes.names)
    told = [
        {"name": axes.label(number), "changes": effect.changes, "amount": effect.amount, "unit": effect.unit}
        for number, effect in enumerate(effects)
    ]
    return {
        "model": model.name,
        "codec": model.codec.name,
        "seconds": model.codec.clip_samples / model.codec.sample_rate,
        "latent_dim": model.latent_dim,
        "conditions": [*model.conditions],
        "voices": stage.voices,
        "ring": [*stage.ring],
        "axes": told,
        "gram": _rounded(axes.steps @ axes.steps.T),
        "voice": _parameters(VOICE),
        "out": _parameters(OUT),
    }


def _parameters(prefix: str) -> dict[str, Any]:
    """Tell of each value that can be read and set what it takes, by the last part of its address."""
    return {
        route.scene_name: {
            "low": route.arguments[0].low,
            "high": route.arguments[0].high,
            "choices": [*route.arguments[0].choices],
            "whole": route.arguments[0].osc_type == "i",
            "unit": route.unit,
            "default": route.default,
            "meaning": route.meaning,
        }
        for route in ROUTES
        if route.scene_name and route.address.startswith(f"{prefix}/")
    }


async def landmarks(instrument: Instrument) -> list[dict[str, Any]]:
    """Tell where presets and scenes lie, and whether it is one voice's; others have their turn in between."""
    keeping, scenes = instrument.keeping, instrument.scenery.scenes
    async with keeping.disk:
        presets = await asyncio.to_thread(keeping.presets.names)
        names = await asyncio.to_thread(scenes.names)
    found = []
    for step in itertools.chain(_presets(instrument, presets[:MOST]), _scenes(instrument, names[:MOST])):
        if step is not None:
            found.append(step)
        await asyncio.sleep(0)
    return found


def _presets(instrument: Instrument, names: Sequence[str]) -> Iterator[Step]:
    axes = instrument.points.axes
    for name in names:
        try:
            preset = instrument.keeping.presets.read(name)
        except ValueError:  # it has gone meanwhile
            yield None
            continue
        yield {"kind": "preset", "name": name, "one": True, "along": _rounded(axes.along(preset.z, preset.condition))}


def _scenes(instrument: Instrument, names: Sequence[str]) -> Iterator[Step]:
    model, axes = instrument.stage.model, instrument.points.axes
    for name in names:
        told: dict[str, Any] = {"kind": "scene", "name": name, "one": False, "along": None}
        try:
            scene = instrument.scenery.scenes.read(name)
            told["one"] = scene.one
            if (scene.model, scene.latent_dim) == (model.name, model.latent_dim):
                open_ones = [part for part in scene.voices.values() if scene.one or _sounds(part)]
                first = instrument.points.space.first_condition()
                places = [_along(part, axes, first) for part in open_ones or scene.voices.values()]
                told["along"] = _rounded(np.mean(places, axis=0)) if places else None
        except ValueError as error:  # damaged, or it has gone meanwhile
            told["wrong"] = str(error)
        yield told


def _sounds(part: Mapping[str, Values]) -> bool:
    return bool(part.get("gate", [0])[0])


def _along(part: Mapping[str, Values], axes: Axes, first: Vector) -> Vector:
    z = np.array(part.get("z", np.zeros(axes.steps.shape[1])), np.float32)
    condition = np.array(part["condition"], np.float32) if "condition" in part else first
    amounts = np.zeros(len(axes.steps), np.float32)
    given = part.get("axes", ())
    if z.shape != axes.steps.shape[1:] or condition.shape != first.shape or len(given) > len(amounts):
        raise ValueError("its point is not of this model")
    amounts[: len(given)] = given
    return axes.along(axes.moved(z, amounts, condition), condition)


def _rounded(values: NDArray[Any]) -> Any:
    return np.round(np.asarray(values, np.float64), 5).tolist()
