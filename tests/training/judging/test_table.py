"""In which figures a model is said to beat the baseline."""

from __future__ import annotations

from typing import Any

import pytest

from training.judging import nearness, table
from training.judging.sets import BASELINE, CODEC, GENERATED, HELD_OUT

Three = tuple[float, float, float]  # what was generated, the baseline, other recordings
AS_THEY_ARE = (1.0, 1.0, 1.0)


def verdict(
    distance: float = 0.5, grid: Three = AS_THEY_ARE, clear: Three = (3.0, 3.0, 3.0), partials: Three = AS_THEY_ARE
) -> str:
    """Judge a model beside a baseline at a distance of 1, and files held out of 3 clear partials a frame."""
    lines: dict[str, Any] = {HELD_OUT: {"clear": {"value": 3.0}}}
    grids = {}
    for name, one, clears, sharp in zip((GENERATED, BASELINE, CODEC), grid, clear, partials, strict=True):
        grids[name] = {"beside": {"value": one}}
        lines[name] = {"clear": {"value": clears}, "partials": {"value": sharp}}
    far = {nearness.KERNEL: {GENERATED: {"value": distance}, BASELINE: {"value": 1.0}}}
    (said,) = table._verdict({"distances": far, "grid": grids, "lines": lines, "recall": None})
    return said


@pytest.mark.parametrize(
    ("figures", "short"),
    [
        ({}, ""),
        ({"distance": 1.5}, "kernel distance"),
        ({"partials": (1.09, 1.0, 1.0)}, ""),  # as the files held out have it
        ({"partials": (0.5, 0.25, 1.0)}, ""),  # nearer than the baseline
        ({"partials": (0.5, 3.0, 1.0)}, ""),  # it is as far above as below
        ({"partials": (2.0, 1.0, 0.5)}, ""),  # no further off than other recordings
        ({"partials": (0.25, 0.5, 1.0)}, "sharpness of partials"),
        ({"grid": (1.4, 1.0, 1.0)}, ""),  # none
        ({"grid": (0.1, 1.0, 1.0)}, ""),  # less than the files held out have
        ({"grid": (3.0, 1.0, 1.0)}, "grid"),
        ({"clear": (1.0, 2.0, 3.0)}, "clear partials"),
        ({"clear": (0.0, 0.0, 3.0)}, ""),
    ],
)
def test_figures_are_near_enough_beside_files_held_out(figures: dict[str, Any], short: str) -> None:
    assert verdict(**figures) == (
        f"beats the baseline in 3 of 4 figures; not in {short}" if short else "beats the baseline in 4 of 4 figures"
    )


def test_where_the_files_held_out_have_none_none_is_right() -> None:
    lines = {name: {"clear": {"value": 0.01}} for name in (BASELINE, CODEC)}
    lines |= {name: {"clear": {"value": 0.0}} for name in (GENERATED, HELD_OUT)}
    told: dict[str, Any] = {"distances": {}, "grid": {GENERATED: {}}, "lines": lines, "recall": None}
    assert table._verdict(told) == ["beats the baseline in 1 of 1 figures"]
