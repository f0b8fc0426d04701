"""What a run was asked for, kept and checked; in which numbers it computes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from training import precision, run
from training.recipe import Recipe
from training.run import RunConfig

CONFIG = RunConfig("data", "abc", recipe=Recipe(loss="hinge"))


def test_a_run_is_taken_up_with_the_same_settings_only(tmp_path: Path) -> None:
    begun = run.open_or_begin(tmp_path / "run", CONFIG)
    assert run.open_or_begin(tmp_path / "run", CONFIG) == begun
    assert run.read(tmp_path / "run").config == CONFIG
    with pytest.raises(ValueError, match="was begun with batch 16, not 8; begin another run"):
        run.open_or_begin(tmp_path / "run", replace(CONFIG, batch=8))


def test_a_run_begun_before_there_were_conditions_goes_on(tmp_path: Path) -> None:
    run.open_or_begin(tmp_path / "run", CONFIG)
    file = tmp_path / "run" / "run.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    del told["condition"], told["recipe"]["augmentation"]["adapt_images"]
    file.write_text(json.dumps(told), encoding="utf-8")
    assert run.open_or_begin(tmp_path / "run", CONFIG).config == CONFIG


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match="exists and is no run"):
        run.open_or_begin(tmp_path, CONFIG)
    with pytest.raises(ValueError, match=r"is no training run \(it holds no run.json\)"):
        run.read(tmp_path)


def test_a_garbled_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"dataset": "x", "recipe": {}}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"run.json: .*digest"):
        run.read(tmp_path)


@pytest.mark.parametrize(
    ("setting", "message"),
    [({"batch": 1}, "batch is 1"), ({"seed": -1}, "seed is -1"), ({"precision": "float8"}, "precision is 'float8'")],
)
def test_settings_are_checked(setting: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(CONFIG, **setting)


@pytest.mark.parametrize(
    ("flags", "gpus", "chosen"),
    [
        ("fpu avx2", 0, "float32"),
        ("fpu avx2", 1, "mixed_bfloat16"),
        ("fpu avx512f avx512_bf16", 0, "mixed_bfloat16"),
        ("fpu amx_tile amx_bf16", 0, "mixed_bfloat16"),
    ],
)
def test_bfloat16_only_where_the_machine_has_it(tmp_path: Path, flags: str, gpus: int, chosen: str) -> None:
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\n", encoding="utf-8")
    assert precision.best(gpus, tmp_path / "cpuinfo") == chosen
    assert precision.best(0, tmp_path / "none") == "float32"
