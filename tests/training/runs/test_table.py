"""Figures in a CSV file that survives stops, returns and full disks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.runs import table
from training.runs.table import Table


def _fill(path: Path, steps: range) -> None:
    begun = Table(path, steps.start - 1)
    for step in steps:
        begun.add(step, step / 2, {"loss": 1 / step})
    begun.flush()


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    assert table.read(tmp_path / "log.csv") == {}
    _fill(tmp_path / "log.csv", range(1, 4))
    columns = table.read(tmp_path / "log.csv")
    assert list(columns) == ["step", "seconds", "loss"]
    np.testing.assert_array_equal(columns["loss"], [1, 1 / 2, 1 / 3])
    assert (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()[1] == "1,0.50,1.0"


def test_rows_past_the_step_are_dropped_and_time_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    _fill(path, range(1, 9))
    path.write_bytes(path.read_bytes() + b"9,4.50,0.1")  # the machine stopped here
    again = Table(path, 5)
    assert again.seconds == 2.5
    again.add(6, 3.0, {"loss": 0.0})
    again.flush()
    assert list(table.read(path)["step"]) == [1, 2, 3, 4, 5, 6]
    assert table.read(path)["loss"][-1] == 0


def test_another_stage_may_have_other_figures(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    _fill(path, range(1, 3))
    later = Table(path, 2)
    later.add(3, 2.0, {"fade": 0.5})
    later.flush()
    np.testing.assert_array_equal(table.read(path)["loss"], [1, 0.5, np.nan])
    np.testing.assert_array_equal(table.read(path)["fade"], [np.nan, np.nan, 0.5])


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("step,seconds,loss\n1,2.0,high\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"log.csv: line 2: expected numbers"):
        table.read(tmp_path / "log.csv")
