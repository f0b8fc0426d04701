"""Figures of `evaluate`, told to people: a table as wide as a terminal, then sentences.

Conventions
-----------
Figures that have an interval are told with half its width. Beside each distance the way that was come: from white
noise, 0 %, to recordings through the codec, 100 %. Grid and sharpness are over those of the files held out, 1 is as
they have it; beside clear partials, of a frame, stands what they have. What is as few doublings off them as other
recordings are, or nearly none, is near enough, and so is a grid that is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log2
from typing import Any

from training.judging import nearness, sets
from training.judging.evaluate import COPY_QUANTILE
from training.metrics.quick import PLAIN

NAMES = {
    nearness.KERNEL: "kernel distance",
    nearness.FRECHET: "Fréchet distance",
    nearness.BINS: "different bins",
    nearness.ROUGH[nearness.KERNEL]: "roughly far",
    nearness.ROUGH[nearness.FRECHET]: "roughly far and spread",
    nearness.ROUGH[nearness.BINS]: "roughly varied",
}
TITLE, COLUMN = 24, 14  # characters
SAME = 0.14  # doublings, a tenth: by so little off it is as the files held out have it
LEAST = 0.01  # of a figure: nothing has no doublings


def lines(told: Mapping[str, Any]) -> list[str]:
    """Tell what `evaluate` found, line by line."""
    return [
        *_sets(told),
        "",
        *_table(told),
        "",
        *_recall(told["recall"]),
        *_pitch(told["pitch"]),
        *_categories(told["categories"]),
        *_presets(told["presets"]),
        *_axes(told["axes"]),
        f"copies: {told['nearest']['copies']:.0%} ({COPY_QUANTILE:.0%} is as new as files held out); nearest taught "
        f"clip at {told['nearest']['generated']:.1f}, of files held out {told['nearest']['held_out']:.1f}",
        f"silent points: {_share(told['silent'])}",
        f"path length: {told['path_length']:.2f} (1 is straight and even)",
        *_verdict(told),
    ]


def _sets(told: Mapping[str, Any]) -> list[str]:
    known = {True: "which the model was taught too", False: "which the model was never taught"}
    taught = known.get(told["held_out_was_taught"], "not known if the model was taught them")
    through = " through the codec" if told["through_codec_only"] else ""
    said = [
        f"{told['model']}: {told['sounds']} sounds in each set, against {told['sounds']} clips{through} "
        f"of {told['held_out_files']} files held out, {taught}",
        *(f"  {name:14}{one['what']}" for name, one in told["sets"].items()),
    ]
    if told["rough"]:
        said.append(f"Fewer than {nearness.NAMED} sounds: distances are rough, and go by no name.")
    return said


def _table(told: Mapping[str, Any]) -> list[str]:
    names = list(told["sets"])
    grid, lines_ = told["grid"], told["lines"]
    rows = [(NAMES[what], figures) for what, figures in told["distances"].items()]
    rows.append(("way from noise", {name: f"{part:.0%}" for name, part in told["way"].items()}))
    rows.append(("grid", {n: g["beside"] for n, g in grid.items() if "beside" in g}))
    rows.append(("hum, part of sounds", {n: _share(g["hum"]) for n, g in grid.items()}))
    held = lines_[sets.HELD_OUT]["clear"]["value"]
    rows.append((f"clear partials ({held:.1f})", {n: g["clear"] for n, g in lines_.items()}))
    for what in ("partials", "attacks"):
        rows.append((f"sharpness of {what}", {n: g[what] for n, g in lines_.items() if what in g}))
    return [
        " " * TITLE + "".join(f"{name:>{COLUMN}}" for name in names),
        *(
            f"{title:{TITLE}}" + "".join(f"{_cell(row[name]) if name in row else '':>{COLUMN}}" for name in names)
            for title, row in rows
        ),
    ]


def _cell(figure: Any) -> str:
    if isinstance(figure, str):
        return figure
    value, half = figure["value"], (figure["high"] - figure["low"]) / 2
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} ±{half:.{digits}f}"


def _share(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.1%} ±{(figure['high'] - figure['low']) / 2:.1%}"


def _recall(told: Mapping[str, Any] | None) -> list[str]:
    if told is None:
        return ["strong partials that come back: not known, the model has no encoder"]
    kinds = [name for name in told if name != "pairs"]
    return [
        f"strong partials of {told['pairs']} recordings held out that come back, within 100 cents (within 20):",
        "  " + "; ".join(f"{kind} {_share(told[kind]['near'])} ({told[kind]['exact']['value']:.1%})" for kind in kinds),
    ]


def _pitch(told: Mapping[str, Any] | None) -> list[str]:
    if told is None:
        return []
    parts = (f"{name} {f['accuracy']:.0%}, {f['cents']:.1f} cents off" for name, f in told.items())
    octaves = (f"{first} {part:.0%}" for first, part in told["generated"]["octaves"].items())
    return [
        f"notes at the pitch asked for: {'; '.join(parts)}",
        f"  generated, by octave from MIDI number: {', '.join(octaves)}",
    ]


def _categories(told: Mapping[str, Any] | None) -> list[str]:
    if told is None:
        return []
    return [
        f"heard as the category asked for: generated {_share(told['generated'])}, "
        f"files held out {_share(told['held_out'])}, chance {told['chance']:.1%} of {told['categories']:.0f}"
    ]


def _presets(told: Mapping[str, Any] | None) -> list[str]:
    if told is None:
        return []
    levels = told["loudness_db"]
    soft, loud = (min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__))
    return [f"presets: {told['spread_db']:.1f} dB between the softest, {soft}, and the loudest, {loud}"]


def _axes(told: list[Mapping[str, Any]]) -> list[str]:
    return [_axis(axis) for axis in told]


def _axis(axis: Mapping[str, Any]) -> str:
    said = (
        f"axis {axis['name']}: {axis['amount']:+.2g} {axis['unit']} a deviation, Spearman {axis['rank']:.2f}, right "
        f"sign at {axis['sign']:.0%} of points"
    )
    if axis["beside"]:
        most = max(axis["beside"], key=lambda other: abs(axis["beside"][other]))
        loose = max(axis["at_a_point"], key=axis["at_a_point"].__getitem__)
        said += f"; beside it {axis['beside'][most]:+.2f} of what {most} does, at a point "
        said += f"{axis['at_a_point'][loose]:.2f} of what {loose} does"
    return said if axis["holds"] else f"{said}: does not hold"


def _verdict(told: Mapping[str, Any]) -> list[str]:
    """Tell where the model beats the baseline, and where it does not."""
    made, base, codec = sets.GENERATED, sets.BASELINE, sets.CODEC
    better = {NAMES[what]: f[made]["value"] < f[base]["value"] for what, f in told["distances"].items()}
    held = told["lines"][sets.HELD_OUT]["clear"]["value"]
    for title, section, figure in (
        ("grid", "grid", "beside"),
        ("clear partials", "lines", "clear"),
        ("sharpness of partials", "lines", "partials"),
        ("sharpness of attacks", "lines", "attacks"),
    ):
        if figure in told[section][made]:
            least = PLAIN if figure == "beside" else LEAST  # less of a grid than none is no fault
            aim = max({"clear": held, "beside": PLAIN}.get(figure, 1.0), least)
            values = (max(told[section][name][figure]["value"], least) for name in (made, base, codec))
            mine, *others = (abs(log2(value / aim)) for value in values)
            better[title] = mine <= max(*others, SAME)
    if told["recall"] is not None:
        back = [told["recall"][name]["near"]["value"] for name in ("model", "baseline")]
        better["partials that come back"] = back[0] > back[1]
    short = [name for name, is_better in better.items() if not is_better]
    where = f"; not in {', '.join(short)}" if short else ""
    return [f"beats the baseline in {len(better) - len(short)} of {len(better)} figures{where}"]
