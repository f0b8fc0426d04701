"""Pictures of measurements; matplotlib is imported here alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gesturegan_live.bench.concert import Concert
from gesturegan_live.bench.concert import Result as ConcertResult
from gesturegan_live.bench.latency import Result as Latency
from gesturegan_live.bench.morph import CROSSFADES, FACTOR, Heard
from gesturegan_live.bench.soak import Look as SoakLook
from gesturegan_live.bench.soak import Result as Soak
from gesturegan_live.bench.voices import Look
from gesturegan_live.bench.voices import Result as Voices

SHOWN = 2.0  # seconds of a performance
WINDOW, PIXELS = 2048, 2000  # of a spectrogram of a whole concert
WAYS = {
    "instrument": "#4477aa",
    "nothing": "#888888",
    **dict(zip(CROSSFADES, ("#cc3311", "#ddaa33", "#228833"), strict=True)),
}


def latency_histogram(result: Latency, milliseconds: Sequence[float], path: Path) -> None:
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
        f"{result.line()}\n"
        f"{result.unheard} unheard, {result.unjudged} unjudged; the device adds {result.device_ms} ms",
        fontsize=9,
    )
    axes.legend()
    figure.savefig(path, format="png")


def load_over_time(result: Voices, looks: Sequence[Look], path: Path) -> None:
    """Draw the load and the images made while all voices moved."""
    figure, axes = _figure()
    seconds = [look.seconds for look in looks]
    _loads(axes, seconds, looks)
    axes.set(xlabel="seconds")
    axes.set_title(
        f"{result.voices} voices, block {result.block_size} at {result.sample_rate} Hz on {result.device}\n"
        f"{result.line()}\nload p50 {100 * result.load_p50:.0f} %, "
        f"p99 {100 * result.load_p99:.0f} %, {result.updates_per_s_per_voice:.1f} updates/s a voice",
        fontsize=9,
    )
    updates = axes.twinx()
    updates.plot(seconds, [np.mean(look.updates_per_second) for look in looks], color="#228833", label="updates, mean")
    slowest = [min(look.updates_per_second) for look in looks]
    updates.plot(seconds, slowest, ":", color="#228833", label="updates, slowest voice")
    updates.set(ylabel="updates a second and voice", ylim=(0.0, None))
    _legend(figure, [*axes.lines[:2], *updates.lines])
    figure.savefig(path, format="png")


def soak_over_time(result: Soak, looks: Sequence[SoakLook], path: Path) -> None:
    """Draw load, memory and latency under traffic."""
    figure = _blank(8.0, 6.5)
    axes, below = figure.subplots(2, 1, sharex=True, height_ratios=(2.0, 1.0))
    minutes = [look.seconds / 60 for look in looks]
    _loads(axes, minutes, looks)
    tenths = [np.nan if p99 is None else p99 for p99 in result.p99_ms_by_tenth]
    below.stairs(tenths, np.linspace(0.0, result.minutes, len(tenths) + 1), baseline=None, color="#4477aa")
    below.margins(y=0.2)
    below.set(xlabel="minutes", ylabel="latency, ms:\np99 of each tenth", ylim=(0.0, None))
    memory = axes.twinx()
    known = [(minute, look.memory_mb) for minute, look in zip(minutes, looks, strict=True) if look.memory_mb]
    memory.plot(*zip(*known, strict=True), color="#228833", label="memory")
    memory.set(ylabel="memory, MB", ylim=(0.0, 1.5 * max((megabytes for _, megabytes in known), default=1.0)))
    _legend(figure, [*axes.lines[:2], *memory.lines])
    axes.set_title(
        f"{result.sent} messages at {result.rate:g} a second to {result.voices} voices, block {result.block_size} on "
        f"{result.device}\n{result.line()}\n{result.fails} refused, "
        f"latency p50 {result.p50_ms} ms, p99 {result.p99_ms} ms",
        fontsize=9,
    )
    figure.savefig(path, format="png")


def voices_curve(results: Sequence[Voices], path: Path) -> None:
    """Draw loads, updates and late blocks over the number of voices."""
    figure, axes = _figure()
    counts = [result.voices for result in results]
    axes.plot(counts, [100 * result.load_p99 for result in results], "o-", color="#cc3311", label="load, p99")
    axes.plot(counts, [100 * result.load_p50 for result in results], "o-", color="#4477aa", label="load, median")
    axes.axhline(100, color="#888888", linewidth=0.8)
    for result in results:
        axes.annotate(
            f"{result.late_blocks} late" + (f"\n{result.stolen_blocks} stolen" if result.stolen_blocks else ""),
            (result.voices, 100 * result.load_p99),
            (0, 6),
            fontsize=8,
            textcoords="offset points",
            ha="center",
        )
    axes.set_xscale("log", base=2)
    axes.set_xticks(counts, [str(count) for count in counts])
    axes.set(xlabel="voices, all moving", ylabel="share of a block's time, %", ylim=(0.0, None))
    updates = axes.twinx()
    rates = [result.updates_per_s_per_voice for result in results]
    updates.plot(counts, rates, "s--", color="#228833", label="updates, mean")
    slowest = [result.updates_per_s_slowest for result in results]
    updates.plot(counts, slowest, ":", color="#228833", label="updates, slowest voice")
    updates.set(ylabel="updates a second and voice", ylim=(0.0, None))
    _legend(figure, [*axes.lines[:2], *updates.lines])
    first = results[0]
    axes.set_title(
        f"block {first.block_size} at {first.sample_rate} Hz on {first.device}, {first.seconds:.0f} s each; "
        f"{first.moves_per_s_per_voice:.0f} moves a second and voice",
        fontsize=9,
    )
    figure.savefig(path, format="png")


def morphs(heard: Mapping[str, Heard], path: Path) -> None:
    """Draw some seconds of each drone with its moves, and how many moves stick out of their sounds by how much."""
    figure = _blank(8.0, 8.0)
    for axes, (state, performance) in zip(figure.subplots(2, 2, width_ratios=(1.5, 1.0)), heard.items(), strict=True):
        _moves(axes[0], performance)
        axes[0].set(title=f"{state}: the moves are marked")
        _ratios(axes[1], performance)
    figure.legend(*axes[1].get_legend_handles_labels(), loc="outside lower center", ncols=5, fontsize=9)
    figure.savefig(path, format="png")


def concert_over_time(result: ConcertResult, concert: Concert, path: Path) -> None:
    """Draw the spectrogram of a concert, with what broke in it, and load and memory below."""
    figure = _blank(12.0, 7.0)
    axes, below = figure.subplots(2, 1, sharex=True, height_ratios=(2.5, 1.0))
    mixed, rate = concert.samples.sum(axis=1), concert.sample_rate
    parts = max(1, len(mixed) // (PIXELS * WINDOW))  # of windows, one is drawn
    windows = np.lib.stride_tricks.sliding_window_view(mixed, WINDOW)[:: WINDOW * parts]
    levels = 20.0 * np.log10(np.abs(np.fft.rfft(windows * np.hanning(WINDOW), axis=1)) + 1e-5)
    minutes = len(mixed) / rate / 60
    axes.imshow(
        levels.T,
        origin="lower",
        aspect="auto",
        extent=(0.0, minutes, 0.0, rate / 2000),
        vmin=-60,
        vmax=40,
        cmap="magma",
    )
    axes.plot(
        [click / 60 for click in result.clicks_at_s], [rate / 2000] * len(result.clicks_at_s), "v", color="#cc3311"
    )
    axes.set(ylabel="kHz")
    axes.set_title(
        f"{result.voices} voices, {result.sent} messages, block {result.block_size} at {rate} Hz on {result.device}\n"
        f"{result.line()}; {result.clicks} breaks, {result.fails} refused, {result.restarts} restarts",
        fontsize=9,
    )
    times = [look.seconds / 60 for look in concert.looks]
    _loads(below, times, concert.looks)
    below.set(xlabel="minutes")
    memory = below.twinx()
    known = [(time, look.memory_mb) for time, look in zip(times, concert.looks, strict=True) if look.memory_mb]
    memory.plot(*zip(*known, strict=True), color="#228833", label="memory")
    memory.set(ylabel="memory, MB", ylim=(0.0, 1.5 * max((megabytes for _, megabytes in known), default=1.0)))
    _legend(figure, [*below.lines[:2], *memory.lines])
    figure.savefig(path, format="png")


def _loads(axes: Any, times: Sequence[float], looks: Sequence[Look | SoakLook]) -> None:
    axes.plot(times, [100 * look.load for look in looks], color="#4477aa", label="load, recent mean")
    axes.plot(times, [100 * look.load_peak for look in looks], color="#cc3311", label="load, recent worst")
    axes.axhline(100, color="#888888", linewidth=0.8)
    axes.set(ylabel="share of a block's time, %", ylim=(0.0, None))


def _moves(axes: Any, performance: Heard) -> None:
    """Draw the spectrogram of what `SHOWN` seconds from a move on sound like."""
    rate, begin = performance.sample_rate, performance.moves[len(performance.moves) // 2] - 4 * 256
    shown = performance.samples[begin : begin + round(SHOWN * rate)]
    axes.specgram(shown, NFFT=256, noverlap=192, Fs=rate / 1000, vmin=-120, vmax=-20, cmap="magma", rasterized=True)
    marks = [(move - begin) / rate * 1000 for move in performance.moves if begin <= move < begin + len(shown)]
    axes.plot(marks, np.full(len(marks), rate / 2000), "v", color="#cc3311", clip_on=False, markersize=5)
    axes.set(xlabel="milliseconds", ylabel="kHz")


def _ratios(axes: Any, performance: Heard) -> None:
    """Draw the share of moves whose largest ratio passes each value."""
    for (way, colour), width in zip(WAYS.items(), (2.5, 1.2, 1.2, 1.2, 1.2), strict=True):
        worst = np.sort(performance.ratios[way].max(axis=1))
        share = 100.0 * (1.0 - np.arange(len(worst)) / len(worst))
        axes.step(worst, share, color=colour, linewidth=width, label=way)
    axes.axvline(FACTOR, color="#888888", linewidth=0.8, linestyle="--")
    axes.set(xlabel="times the sounds' own largest", ylabel="moves, %", xscale="log", yscale="log", xlim=(0.1, None))
    axes.set_title(f"clicks: beyond {FACTOR:g}")


def _figure() -> tuple[Any, Any]:
    figure = _blank(8.0, 4.5)
    return figure, figure.add_subplot()


def _blank(width: float, height: float) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise ValueError("--plot needs matplotlib (pip install 'gesturegan[bench]')") from None
    return Figure(figsize=(width, height), dpi=120, layout="constrained")


def _legend(figure: Any, lines: Sequence[Any]) -> None:
    figure.legend(handles=lines, loc="outside lower center", ncols=len(lines), fontsize=9)
