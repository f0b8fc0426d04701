"""Pictures of measurements; matplotlib is imported here alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gesturegan_live.bench.latency import Result


def latency_histogram(result: Result, milliseconds: Sequence[float], path: Path) -> None:
    """Draw how many trials took how long, with the median and the 99th percentile."""
    figure, axes = _figure()
    edges = np.arange(0.0, max(milliseconds, default=1.0) + 0.5, 0.5)
    axes.hist(milliseconds, bins=edges, color="#4477aa")
    for name, value, colour in (("median", result.p50_ms, "#228833"), ("p99", result.p99_ms, "#cc3311")):
        if value is not None:
            axes.axvline(value, color=colour, label=f"{name} {value:.1f} ms")
    axes.set(xlabel="from packet to audible change, ms", ylabel="trials", xlim=(0.0, None))
    axes.set_title(
        f"{result.trials} trials, block {result.block_size} at {result.sample_rate} Hz on {result.device}\n"
        f"{result.late_blocks} late blocks, {result.xruns} xruns, "
        f"{result.unheard} unheard, {result.unjudged} unjudged; device {result.device_ms} ms apart",
        fontsize=9,
    )
    axes.legend()
    figure.savefig(path, format="png")


def _figure() -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise ValueError("--plot needs matplotlib (pip install 'gesturegan[bench]')") from None
    figure = Figure(figsize=(8.0, 4.5), dpi=120, layout="constrained")
    return figure, figure.add_subplot()
