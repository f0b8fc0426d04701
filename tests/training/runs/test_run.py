"""What a run was asked for, kept and checked; in which numbers it computes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from training.runs import run
from training.runs.run import RunConfig
from training.teaching import precision
from training.teaching.recipe import Recipe

CONFIG = RunConfig("data", "abc", recipe=Recipe(loss="hinge"))


def test_a_run_is_taken_up_with_the_same_settings_only(tmp_path: Path) -> None:
    begun = run.open_or_begin(tmp_path / "run", CONFIG)
    assert run.open_or_begin(tmp_path / "run", CONFIG) == begun
    assert run.read(tmp_path / "run").config == CONFIG
    other = replace(CONFIG, batch=8)
    assert run.open_or_begin(tmp_path / "run", other).config == other  # nothing has been taught yet
    begun.checkpoints.mkdir()
    with pytest.raises(ValueError, match="was begun with batch 8, not 16; begin another run"):
        run.open_or_begin(tmp_path / "run", CONFIG)
    with pytest.raises(ValueError, match="data was prepared anew since it was begun; begin another run"):
        run.open_or_begin(tmp_path / "run", replace(other, digest="abd"))


FIRST = """{
 "dataset": "data", "digest": "abc", "model": "dcgan", "preset": "default", "batch": 16, "seed": 0,
 "precision": "float32",
 "recipe": {
  "loss": "hinge", "generator_rate": 0.0004, "discriminator_rate": 0.0004, "penalty": 1.0, "penalty_every": 8,
  "average_images": 5000.0,
  "augmentation": {"probability": 0.6, "shift": 0.5, "bend": 0.04, "gain": 0.15, "mask": 0.2}
 }
}"""  # as it was written before conditions and adaptive augmentation


def _edited(folder: Path, *places: str, value: object = None) -> Path:
    """Write the first run's settings, one key of which is dropped or another."""
    told = json.loads(FIRST)
    within = told
    for place in places[:-1]:
        within = within[place]
    del within[places[-1]]
    if value is not None:
        within[places[-1]] = value
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_a_run_begun_before_there_were_newer_keys_goes_on(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(FIRST, encoding="utf-8")
    begun = run.open_or_begin(tmp_path, CONFIG)
    assert begun.config == CONFIG
    begun.checkpoints.mkdir()
    for name, other in (("condition", "label"), ("seed", 1)):
        with pytest.raises(ValueError, match=f"was begun with {name} "):
            run.open_or_begin(tmp_path, replace(CONFIG, **{name: other}))


@pytest.mark.parametrize(
    ("places", "value", "line"),
    [
        (("digest",), None, "run.json: key 'digest' is missing"),
        (("recipe",), {"speed": 1}, "run.json: key 'speed' is unknown, expected loss, generator_rate, "),
        (("recipe", "augmentation"), {"blur": 1}, "run.json: key 'blur' is unknown, expected probability, "),
        (("recipe", "augmentation"), [1], "run.json: a list where the settings of AugmentationConfig were expected"),
        (("recipe", "augmentation", "mask"), 2, "run.json: augmentation: mask is 2, expected 0 to 1"),
        (("recipe", "generator_rate"), 8e-4, "was begun with recipe.generator_rate 0.0008, not 0.0004; begin another"),
        (("recipe", "augmentation", "mask"), 0.3, "was begun with recipe.augmentation.mask 0.3, not 0.2; begin "),
    ],
)
def test_a_run_of_another_version_is_refused_by_the_key(
    places: tuple[str, ...], value: object, line: str, tmp_path: Path
) -> None:
    folder = _edited(tmp_path / "run", *places, value=value)
    with pytest.raises(ValueError, match=re.escape(line)) as caught:
        run.open_or_begin(folder, CONFIG)
    assert "\n" not in str(caught.value)


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match="exists and is no run"):
        run.open_or_begin(tmp_path, CONFIG)
    with pytest.raises(ValueError, match=r"is no training run \(it holds no run.json\)"):
        run.read(tmp_path)


def test_a_garbled_run_is_refused(tmp_path: Path) -> None:
    for text in ('{"dataset": ', "[]", "nan"):
        (tmp_path / "run.json").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=r"run.json: "):
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


@pytest.mark.parametrize(
    ("places", "value", "line"),
    [
        (("dataset",), ["data"], r"dataset is \['data'\], wanted a text"),
        (("batch",), "16", "batch is '16', wanted a whole number"),
        (("batch",), True, "batch is True, wanted a whole number"),
        (("precision",), {}, "precision is {}, wanted a text"),
        (("recipe",), "hinge", "a str where the settings of Recipe were expected"),
        (("recipe", "penalty"), [None], "penalty is .None., wanted a finite number"),
        (("recipe", "penalty"), 10**400, "penalty is .*, wanted a finite number"),
        (("recipe", "augmentation", "mask"), [0.1], r"mask is \[0.1\], wanted a finite number"),
    ],
)
def test_settings_of_another_kind_are_refused(
    places: tuple[str, ...], value: object, line: str, tmp_path: Path
) -> None:
    folder = _edited(tmp_path / "run", *places, value=value)
    with pytest.raises(ValueError, match=f"run.json: {line}"):
        run.read(folder)


def test_a_run_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"recipe":' * 100_000, encoding="utf-8")
    with pytest.raises(ValueError, match=r"run.json: is not JSON"):
        run.read(tmp_path)


def test_half_of_the_files_may_be_held_out_and_no_more() -> None:
    with pytest.raises(ValueError, match=r"held_out is 0.6, expected 0 to 0.5"):
        RunConfig("data", "digest", held_out=0.6)
