"""The charts of all pages, as SVG without a library: lines over steps, bars, histograms.

Conventions
-----------
Long series are cut into `BUCKETS` stretches: a line of their means, and a band from their lowest to their highest.
What is not finite is left out. Geometry is made here, elements by the templates.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from training.pages.template import render

BUCKETS = 240
COLOURS = ("#ffb454", "#59c2ff", "#aad94c", "#f07178")
_PLAIN = 1e-3, 1e4  # numbers from here to there are written without a power of ten
_WIDTH, _HEIGHT, _LEFT, _BELOW = 560, 200, 56, 22

Series = NDArray[np.float64]


def line_chart(
    title: str,
    steps: Series,
    series: Mapping[str, Series],
    *,
    logarithmic: bool = False,
    span: tuple[float, float] | None = None,
) -> Markup:
    """Draw series over the same steps in one chart.

    Parameters
    ----------
    logarithmic : bool
        Whether the vertical axis is, in powers of ten; what is not above 0 is left out then.
    span : tuple of float or None
        What a linear vertical axis shows at least, so that charts can be compared; else what the series need.
    """
    scaled = {name: np.log10(np.maximum(y, 1e-300)) if logarithmic else y for name, y in series.items()}
    drawn = {name: _stretches(steps, y) for name, y in scaled.items()}
    shown = np.concatenate([band[1:].ravel() for band in drawn.values()])
    low, high = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
    low, high = (min(low, span[0]), max(high, span[1])) if span is not None else (low, high)
    low, high = (low, high) if high - low > 1e-9 else (low - 0.5, high + 0.5)
    first, last = float(steps[0]), max(float(steps[-1]), float(steps[0]) + 1)

    def place(x: Series, y: Series) -> str:
        across = _LEFT + (x - first) / (last - first) * (_WIDTH - _LEFT - 8)
        down = 8 + (high - y) / (high - low) * (_HEIGHT - _BELOW - 8)
        return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(across, down, strict=True))

    ticks = []
    for level in np.linspace(low, high, 5):
        down = 8 + (high - level) / (high - low) * (_HEIGHT - _BELOW - 8)
        label = _label(10**level, 2) if logarithmic else f"{level:.3g}"
        ticks.append({"y": f"{down:.1f}", "text_y": f"{down + 4:.1f}", "label": label})
    lines = []
    for (name, (x, mean, bottom, top)), colour in zip(drawn.items(), COLOURS, strict=False):
        band = place(np.concatenate([x, x[::-1]]), np.concatenate([top, bottom[::-1]]))
        value = _label(10 ** mean[-1], 3) if logarithmic and mean.size else f"{mean[-1]:.3g}" if mean.size else "none"
        lines.append({"name": name, "value": value, "colour": colour, "band": band, "mean": place(x, mean)})
    return render(
        "line_chart.svg",
        title=title,
        lines=lines,
        ticks=ticks,
        first=f"{first:.0f}",
        last=f"{last:.0f}",
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - 8,
    )


def scale(title: str, marks: Mapping[str, float]) -> Markup:
    """Draw where things lie between two ends, 0 to 1; the last one largest, over the others."""
    drawn = [
        {"name": name, "x": f"{10 + 340 * place:.1f}", "size": 8 if number == len(marks) - 1 else 5, "colour": colour}
        for number, ((name, place), colour) in enumerate(zip(marks.items(), COLOURS[::-1], strict=False))
    ]
    return render("scale.svg", title=title, marks=drawn)


def bars(title: str, counts: Mapping[str, int]) -> Markup:
    """Draw how many there are of each name."""
    most = max(counts.values())
    drawn = [{"name": name[:16], "count": count, "share": count / most} for name, count in counts.items()]
    return render("bars.svg", title=title, bars=drawn)


def histogram(title: str, values: NDArray[np.floating]) -> Markup:
    """Draw how finite values are spread, in 24 bins."""
    counts, edges = np.histogram(values, 24)
    drawn = [{"count": int(count), "share": float(count / counts.max())} for count in counts]
    return render("histogram.svg", title=title, bins=drawn, low=f"{edges[0]:.2f}", high=f"{edges[-1]:.2f}")


def _label(value: float, digits: int) -> str:
    """Write a number above 0 to so many digits, with a power of ten only where it is long otherwise."""
    if not _PLAIN[0] <= value < _PLAIN[1]:
        return f"{value:.{digits - 1}e}"
    return np.format_float_positional(value, digits, unique=False, fractional=False, trim="-")


def _stretches(steps: Series, values: Series) -> NDArray[np.float64]:
    """Cut into stretches: their steps, means, lowest and highest values, (4, n)."""
    usable = np.isfinite(values) & (values > -299)
    x, y = steps[usable], values[usable]
    if not x.size:
        return np.empty((4, 0))
    cuts = np.unique(np.linspace(0, len(x), min(BUCKETS, len(x)) + 1).astype(int))[:-1]
    counts = np.diff([*cuts, len(x)])
    means = [np.add.reduceat(v, cuts) / counts for v in (x, y)]
    return np.stack([*means, np.minimum.reduceat(y, cuts), np.maximum.reduceat(y, cuts)])
