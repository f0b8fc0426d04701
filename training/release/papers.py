"""The texts that go with a model: under what terms it stands, and what it is.

Conventions
-----------
Plain text. Every recording is named with its terms and its author, and what its package's terms want to go with it is
there whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gesturegan_live.models.axis_effects import AxisEffect
from gesturegan_live.show.documents import json_object
from training.dataset.manifest import Dataset
from training.runs import table
from training.runs.run import Run

FIGURES = {
    "distance": "kernel distance",
    "grid": "grid, times the recordings'",
    "clear": "clear partials, times the recordings'",
    "partials": "sharpness of partials",
    "attacks": "sharpness of attacks",
}


def licence(name: str, dataset: Dataset, licence: str) -> str:
    """Tell under what terms a model stands: its own, and those of each of its recordings."""
    lines = [
        f"The model {name!r} was trained on the corpus {dataset.corpus!r}: {len(dataset.sources)} recordings.",
        f"Terms of the model (weights, presets, previews): {licence or 'not stated; ask whoever trained it'}.",
        "",
        "Licences of the recordings:",
        *(f"  {count:5d}  {terms}" for terms, count in sorted(dataset.licences().items())),
    ]
    if dataset.packages():
        lines += ["", "They came from:", *(f"  {n:5d}  {package}" for package, n in sorted(dataset.packages().items()))]
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for source in dataset.sources:
        groups[source["package"], source["licence"], source.get("author", "")].append(source["name"])
    for (package, terms, author), names in sorted(groups.items()):
        told = ", ".join(part for part in (package, terms or "not stated", author and f"by {author}") if part)
        lines += ["", f"{told}:", *(f"  {name}" for name in sorted(names))]
    for package, notice in sorted(dataset.notices.items()):
        lines += ["", f"Of {package}:" if package else "Of the recordings:", "", notice.rstrip()]
    return "\n".join(lines) + "\n"


def card(
    name: str,
    run: Run,
    dataset: Dataset,
    provenance: Mapping[str, Any],
    *,
    conditions: Sequence[str],
    presets: Sequence[str],
    axes: Sequence[AxisEffect],
) -> str:
    """Tell what a model is, in Markdown: what it was made of, what it can be asked for, how it stands."""
    codec = dataset.codec
    seconds = codec.clip_samples / codec.sample_rate
    lines = [
        f"# {name}",
        "",
        f"A model of GestureGAN: {seconds:.2f} s an image, {codec.sample_rate} Hz, `{codec.name}` of "
        f"{' x '.join(map(str, codec.image_shape))}. Family `{provenance['model']}`, {provenance['steps']} steps of "
        f"{provenance['batch']} images, of {provenance['clips']} clips of {provenance['recordings']} recordings; "
        f"{len(provenance['held_out'])} of these were held out.",
        "",
        f"Terms: {provenance['licence']}; `LICENSE` names each recording and its own. `recipe.toml` makes it again.",
        "",
    ]
    lines += [f"Conditions: {', '.join(conditions)}.", ""] if conditions else []
    lines += [f"Presets: {'; '.join(presets)}.", "", axes_line(axes), ""]
    if figures := _figures(run, int(provenance["steps"])):
        lines += [
            "Of sounds that were held out, at a glance (`gesturegan-train evaluate` judges it with intervals):",
            "",
            "| | this model | recordings | principal components | noise |",
            "| --- | --- | --- | --- | --- |",
            *figures,
            "",
        ]
    return "\n".join(lines)


def axes_line(axes: Sequence[AxisEffect]) -> str:
    """Tell what axes add, those that have a name after it."""
    named = [axis for axis in axes if axis.rank]
    told = [f"{axis.changes} ({axis.amount:.2g} {axis.unit})" for axis in named]
    if len(named) < len(axes):
        told.append(f"{len(axes) - len(named)} that have numbers only")
    return f"Axes, and what one standard deviation adds: {', '.join(told) or 'none'}."


def _figures(run: Run, step: int) -> list[str]:
    """Give a row a figure, where the run was judged at that step."""
    if not (run.scale.is_file() and run.health.is_file()):
        return []
    health, scale = table.read(run.health), json_object(run.scale)
    rows: list[int] = np.flatnonzero(health["step"] == step).tolist() if "step" in health else []
    if not rows or not all(isinstance(scale.get(key), dict) for key in ("recordings", "baseline", "noise")):
        return []
    told = []
    for key, what in FIGURES.items():
        own = float(health[key][rows[-1]]) if key in health else float("nan")
        beside = [scale[of].get(key) for of in ("recordings", "baseline", "noise")]
        if np.isfinite(own) and all(isinstance(value, float) for value in beside):
            told.append(f"| {what} | {own:.2f} | {' | '.join(f'{value:.2f}' for value in beside)} |")
    return told
