"""A recipe says all, comes back from a run as it was, and the recipes of the models that ship can be gone by."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gesturegan_live.codecs import from_json
from tests.training.conftest import CODEC
from training.corpus import soundfont, tables
from training.dataset.clips import CutConfig
from training.recipes import recipe
from training.recipes.archives import Package
from training.recipes.recipe import Recipe, Sounds, Training
from training.runs.run import Run, RunConfig
from training.teaching.recipe import Recipe as Teaching

SHIPPED = sorted(Path(recipe.__file__).parent.glob("*.toml"))
WHOLE = Recipe(
    "bells",
    "CC0-1.0",
    (
        Sounds(folder="bells", table="bells.csv"),
        Sounds(archive="deb:font 1.0", soundfont="f.sf2", notes="notes.csv", licence="MIT", notice="said.txt"),
    ),
    from_json(CODEC),
    CutConfig(cut="onset", speeds=(0.5, 1.0), channel=2),
    Training(condition="label", steps=7, precision="float32", teaching={"penalty": 0.5}),
)
LEAST = 'name = "x"\n[[sources]]\nfolder = "a"\n'


def _read(tmp_path: Path, text: str) -> Recipe:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    return recipe.read(tmp_path / "x.toml")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert _read(tmp_path, recipe.text(WHOLE)) == WHOLE
    least = _read(tmp_path, LEAST)
    assert (least.codec.name, least.cut, least.train) == ("log-spectrogram", CutConfig(), Training())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "x"\nsources = []\n', "sources is empty, expected at least one"),
        ('name = "a/b"\n[[sources]]\nfolder = "a"\n', "name is 'a/b', expected one that a folder may have"),
        (
            LEAST + '[trian]\npreset = "tiny"\n',
            "key 'trian' is unknown, expected name, licence, sources, prepare, train",
        ),
        (LEAST + "[train]\nstep = 3\n", "key 'step' is unknown, expected model, preset"),
        (LEAST + "[train]\nsteps = 0\n", "steps is 0, expected 1 or more"),
        (LEAST + '[train]\nprecision = "half"\n', "precision is 'half', expected one of auto, float32"),
        (LEAST + 'archive = "pypi:a 1"\n', "an entry has folder, archive, expected a folder, or an archive or a"),
        ('name = "x"\n[[sources]]\narchive = "pypi:a 1"\n', "pypi:a 1: expected a table of the files that are taken"),
        ('name = "x"\n[[sources]]\nsoundfont = "a.sf2"\n', "an entry has soundfont, expected soundfont and notes"),
        (LEAST + '[prepare]\ncut = "here"\n', "cut is 'here', expected one of grid, onset, random"),
        (LEAST + '[prepare.codec]\nname = "no"\n', "codec"),
        ("name = 3", "lacks 'sources'"),
    ],
)
def test_what_is_wrong_is_one_line_with_the_file(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(ValueError, match=r"x\.toml: ") as caught:
        _read(tmp_path, text)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_those_that_ship_name_tables_and_packages(path: Path) -> None:
    told = recipe.read(path)
    assert told.name == path.stem
    assert told.licence
    for sounds in told.sources:
        assert Package.of(sounds.archive)
        if sounds.soundfont:
            assert soundfont.read(path.parent / sounds.notes)
            assert "Permission is hereby granted" in tables.text(path.parent / sounds.notice)
        else:
            rows = tables.rows(path.parent / sounds.table, ["path", "category", "licence"])
            assert rows
            assert all(row["category"] and row["licence"] for row in rows)


def test_three_models_have_one() -> None:
    assert {path.stem for path in SHIPPED} >= {"textures", "tones", "gestures"}


def test_a_run_tells_its_own(tmp_path: Path) -> None:
    class Prepared:
        """What a recipe asks of a dataset."""

        made_of = ({"folder": "bells"},)
        cut, codec = WHOLE.cut, WHOLE.codec

    teaching = Teaching(loss="hinge", penalty=2.0, initializer="orthogonal")
    config = RunConfig("data", "abc", "dcgan", "tiny", 4, 3, "float32", teaching, "label", 0.25, "bronze bells 0123")
    told = _read(tmp_path, recipe.text(recipe.of(Run(tmp_path / "mine", config), Prepared(), 50, "CC0-1.0")))  # type: ignore[arg-type]
    assert (told.name, told.licence, told.sources) == ("mine", "CC0-1.0", (Sounds(folder="bells"),))
    assert (told.cut, told.codec) == (WHOLE.cut, WHOLE.codec)
    train = told.train
    assert (train.model, train.preset, train.condition, train.batch) == ("dcgan", "tiny", "label", 4)
    assert (train.loss, train.initializer, train.held_out, train.seed) == ("hinge", "orthogonal", 0.25, 3)
    assert (train.precision, train.steps, train.begin_from) == ("float32", 50, "bronze bells")
    again = dataclasses.asdict(teaching) | {"loss": "non-saturating", "initializer": "family"}
    assert Teaching.from_json(again | train.teaching).penalty == 2.0
