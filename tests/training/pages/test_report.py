"""The page of a run."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from training.pages import charts, report, standing
from training.runs import checkpoint, run, table
from training.runs.diary import growth, preview
from training.runs.run import Run, RunConfig
from training.runs.table import Table


def test_the_page_holds_all_of_a_run_and_needs_nothing_else(tmp_path: Path, codec: Codec) -> None:
    begun = run.open_or_begin(tmp_path / "my <run>", RunConfig("data", "abc"))
    log, health = Table(begun.log, 0), Table(begun.health, 0)
    for step in range(1, 900):
        figures = {"d_loss": 1.0, "g_loss": 2 / step, "real_accuracy": 0.9, "fake_accuracy": 0.5}
        log.add(step, step / 4, figures | {"d_gradient": 10.0**-step, "g_gradient": 1.0, "penalty": 0.1})
    health.add(500, 125.0, {"spread": 0.7, "distance": 0.2})
    log.flush()
    health.flush()
    begun.previews.mkdir()
    for name in ("recordings", *(f"step-{step:08d}" for step in range(50, 900, 50))):
        images = np.zeros((2, *codec.image_shape), np.float32)
        preview.save_grid(begun.previews / f"{name}.png", images, codec)
        preview.save_sound(begun.previews / f"{name}.flac", images, codec)
    growth.save(begun.previews, begun.growth, codec)
    begun.notes.write_text("2026-01-01 00:00:00+00:00  step 7: d_loss is nan & <gone>\n", encoding="utf-8")

    page = report.write(begun).read_text(encoding="utf-8")
    assert "my &lt;run&gt;" in page
    assert "d_loss is nan &amp; &lt;gone&gt;" in page
    assert "<dt>images a second</dt><dd>64.0</dd>" in page
    assert page.count("<svg") == len(report.LOG_CHARTS) - 1 + 2 + 1  # no range; spread, distance; the penalty
    assert page.count("data:audio/ogg") == report.SHOWN + 2  # recordings, growth
    assert page.count("data:image/png") == report.SHOWN + 1
    assert page.count("data:image/gif") == 1
    assert "step 50<" in page
    assert "step 850<" in page
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", page)


SCALE = {
    "recordings": {"distance": 0.5, "grid": 1.0, "clear": 1.0, "partials": 1.1, "attacks": 1.0, "hum": 0.01},
    "baseline": {"distance": 8.0, "grid": 1.1, "clear": 0.6, "partials": 0.5, "attacks": 0.5, "hum": 0.0},
    "noise": {"distance": 40.5, "grid": 1.0, "clear": 0.1, "partials": 0.0, "attacks": 0.0, "hum": 0.0},
}


def judged(path: Path, grid: float = 1.2, hum: float = 0.0) -> Run:
    """A run of two previews, the second of which is nearer."""
    begun = run.open_or_begin(path, RunConfig("data", "abc"))
    health = Table(begun.health, 0)
    figures = {"spread": 0.7, "grid": grid, "clear": 0.4, "partials": 0.88, "attacks": 0.3, "hum": hum}
    health.add(500, 125.0, figures | {"distance": 30.5})
    health.add(600, 3725.0, figures | {"distance": 20.5})
    health.add(650, 3825.0, {"spread": 0.7, "distance": np.nan})
    health.flush()
    begun.scale.write_text(json.dumps(SCALE), encoding="utf-8")
    return begun


def test_how_a_run_stands_is_told_in_words_and_on_scales(tmp_path: Path) -> None:
    begun = judged(tmp_path / "run")
    found = standing.read(begun, table.read(begun.health))
    assert found is not None
    assert found.words == (
        "Step 600, after 1:02:05: as near as other recordings of yours would be: 50% of the way from white noise "
        "(without a network, in seconds: 81%); partials 80% as sharp; 40% as many clear ones; attacks 30% as sharp; "
        "no grid."
    )
    near = found.scales[0]
    assert near.marks == pytest.approx({"run": 0.5, "recordings": 1, "baseline": 0.8125, "noise": 0})
    assert [scale.title for scale in found.scales][-1] == "how free of a grid"
    page = report.write(begun).read_text(encoding="utf-8")
    assert html.escape(found.words, quote=False) in page
    assert page.count('<svg class="scale"') == 5
    for name in ("this run", "other recordings", "without a network", "white noise"):
        assert name in page


@pytest.mark.parametrize(
    ("grid", "hum", "said"),
    [
        (1.5, 0.01, "; no grid."),
        (2.0, 0.0, "; a faint grid, 2.0 times the recordings'."),
        (37.0, 0.1, "; a grid, 37.0 times the recordings', and 10% of the sounds hum on it."),
    ],
)
def test_a_grid_is_told(grid: float, hum: float, said: str, tmp_path: Path) -> None:
    begun = judged(tmp_path / "run", grid, hum)
    found = standing.read(begun, table.read(begun.health))
    assert found is not None
    assert found.words.endswith(said)


def test_the_step_that_export_takes_is_told(tmp_path: Path) -> None:
    begun = judged(tmp_path / "run")
    begun.checkpoints.mkdir()
    np.savez(begun.checkpoints / checkpoint.BEST, step=500)
    found = standing.read(begun, table.read(begun.health))
    assert found is not None
    assert found.words.startswith("Step 500, after 0:02:05, which export takes: as near")
    (begun.checkpoints / checkpoint.BEST).write_bytes(b"damaged")
    begun.scale.write_text("{}", encoding="utf-8")
    assert standing.read(begun, table.read(begun.health)) is None
    assert "of the way" not in report.write(begun).read_text(encoding="utf-8")


def test_a_run_that_has_just_begun_has_a_page(tmp_path: Path) -> None:
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", "abc"))
    assert "dcgan, default" in report.write(begun).read_text(encoding="utf-8")


def test_what_a_run_has_no_figures_of_is_not_drawn(tmp_path: Path) -> None:
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", "abc"))
    log = Table(begun.log, 0)
    log.add(1, 0.5, {"d_loss": np.nan, "g_loss": 1.0, "real_accuracy": np.nan, "g_gradient": 1.0})
    log.flush()
    page = report.write(begun).read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "losses" in page
    assert "gradient norms" in page
    assert "right about" not in page
    assert "discriminator " not in page.partition("<svg")[2]


def test_long_series_are_drawn_by_stretches_and_gaps_left_out() -> None:
    steps = np.arange(1.0, 100_001.0)
    values = np.sin(steps / 1e4)
    values[::7] = np.nan
    svg = charts.line_chart("a & b", steps, {"one": values})
    assert "a &amp; b" in svg
    assert "nan" not in svg
    (line,) = re.findall(r'polyline points="([^"]*)"', svg)
    assert len(line.split()) == charts.BUCKETS
    assert "polyline" in charts.line_chart("flat", np.array([1.0]), {"one": np.array([2.0])})
    assert "none" in charts.line_chart("empty", np.array([1.0]), {"one": np.array([np.inf])})
    logarithmic = charts.line_chart("decades", np.array([1.0, 2]), {"one": np.array([0.01, 0])}, logarithmic=True)
    assert "one 0.01<" in logarithmic


def test_gradients_of_plain_size_are_written_plainly() -> None:
    svg = charts.line_chart("gradients", np.array([1.0, 2]), {"one": np.array([1e-5, 1.234])}, logarithmic=True)
    assert "one 1.23<" in svg
    assert re.findall(r'end">([^<]*)<', svg) == ["1.0e-05", "1.9e-04", "0.0035", "0.066", "1.2", "step 2"]


def test_an_axis_shows_its_span_at_least() -> None:
    def levels(*values: float) -> list[str]:
        svg = charts.line_chart("right about", np.array([1.0, 2]), {"one": np.array(values)}, span=(0, 1))
        return re.findall(r'end">([^<]*)<', svg)[:5]

    assert levels(0.5, 0.75) == ["0", "0.25", "0.5", "0.75", "1"]
    assert levels(0.5, 2) == ["0", "0.5", "1", "1.5", "2"]
