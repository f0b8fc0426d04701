"""How near each set is to the files held out, how clean and how sharp it is: every figure with its interval.

Conventions
-----------
Sets by name (`sets`). Of fewer than `NAMED` sounds distances are no more than a hint, and are not called by the names
under which others publish them: ``rough`` comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.judging.bootstrap import Figure, Weights, interval, mean
from training.judging.sets import CODEC, HELD_OUT, NOISE, SILENT_DB, Heard
from training.metrics import grid, lines
from training.metrics.embedding import bins, distance
from training.metrics.embedding.distance import Weighed
from training.metrics.grid import Grid, Powers

NAMED = 64  # sounds
KERNEL, FRECHET, BINS = "kernel", "frechet", "different_bins"
ROUGH = {KERNEL: "rough_distance", FRECHET: "rough_distance_and_spread", BINS: "rough_variety"}

Sets = Mapping[str, Heard]
Products = NDArray[np.float64]


def distances(sets: Sets, held: Heard) -> dict[str, dict[str, Figure]]:
    """Kernel and Fréchet distance to the files held out, and different bins, of each set."""
    width = distance.bandwidth(held.points)
    told: dict[str, dict[str, Figure]] = {KERNEL: {}, FRECHET: {}, BINS: {}}
    for name, one in sets.items():
        figures: dict[str, Weighed] = {
            KERNEL: distance.weighed_kernel(one.points, held.points, width, (one.files, held.files)),
            FRECHET: distance.weighed_frechet(one.points, held.points),
            BINS: _turned(bins.weighed_different(held.points, one.points)),
        }
        for what, figure in figures.items():
            told[what][name] = interval(figure, one.files, held.files)
    rough = len(held.points) < NAMED
    return {ROUGH[what] if rough else what: figures for what, figures in told.items()}


def way(figures: Mapping[str, Figure]) -> dict[str, float]:
    """Tell how much of the way from white noise to recordings each set has come: 1 is as near as they are."""
    far, near = figures[NOISE]["value"], figures[CODEC]["value"]
    return {name: (far - figure["value"]) / max(far - near, 1e-9) for name, figure in figures.items()}


def grids(sets: Sets, held: Heard) -> dict[str, dict[str, Any]]:
    """Patterns of pixels of each set, over those of the files held out, and how many of its sounds hum."""
    told: dict[str, dict[str, Any]] = {}
    theirs = held.powers
    for name, one in sets.items():
        told[name] = {
            "hum": interval(lambda w, one=one: mean((one.hum > grid.LOUD).astype(float), w), one.files),
            "hum_median": float(np.median(one.hum)),
        }
        if one.powers is not None and theirs is not None:
            told[name]["beside"] = interval(_beside(one.powers, theirs.grid()), one.files)
            found = one.powers.grid()
            for along, periods in (("time", found.time), ("frequency", found.frequency)):
                told[name][along] = {str(period): figure for period, figure in periods.items()}
    return told


def sharpness(sets: Sets, held: Heard) -> dict[str, dict[str, Figure]]:
    """Clear partials a frame, of the files held out too; how sharp the lines of each set are, over those of these."""
    told = {HELD_OUT: {"clear": interval(lambda w: mean(held.clear, w), held.files)}}
    theirs = held.products
    for name, one in sets.items():
        told[name] = {"clear": interval(lambda w, one=one: mean(one.clear, w), one.files)}
        if one.products is None or theirs is None:
            continue
        for what in ("partials", "attacks"):
            if getattr(lines.of_products(theirs), what):  # or the files have none, beside which any are many
                told[name][what] = interval(_over(one.products, theirs, what), one.files, held.files)
    return told


def silent(one: Heard) -> Figure:
    """Part of the sounds that are silent."""
    return interval(lambda w: mean((one.level_db < SILENT_DB).astype(float), w), one.files)


def _beside(powers: Powers, theirs: Grid) -> Any:
    return lambda weights: powers.grid(weights).beside(theirs)


def _over(mine: Products, theirs: Products, what: str) -> Weighed:
    def over(of_mine: Weights, of_theirs: Weights) -> float:
        first, second = lines.of_products(mine, of_mine), lines.of_products(theirs, of_theirs)
        return float(getattr(first.beside(second), what))

    return over


def _turned(figure: Weighed) -> Weighed:
    return lambda mine, reference: figure(reference, mine)
