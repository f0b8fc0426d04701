"""The whole way of a recipe, twice, and a model that begins from the first one."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
import soundfile

from gesturegan_live.models import bundle
from tests.training.conftest import CODEC, call, command, tone
from training.recipes import recipe
from training.runs import run as runs

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

RECIPE = f"""
name = "bells"
licence = "CC-BY-4.0"

[[sources]]
folder = "recordings"

[[sources]]
archive = "pypi:sounds 1.0"
table = "chosen.csv"

[prepare]
short = "tile"

[prepare.codec]
{chr(10).join(f"{name} = {value!r}" for name, value in CODEC.items())}

[train]
preset = "tiny"
condition = "label"
batch = 4
held_out = 0.0
steps = 6
"""


@pytest.fixture
def given(recordings: Path, tmp_path: Path) -> Path:
    """A recipe, a folder of sounds, and an archive of one more."""
    (tmp_path / "work" / "sources" / "archives").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "work" / "sources" / "archives" / "sounds-1.0-py3-none-any.whl", "w") as wheel:
        gong = io.BytesIO()
        soundfile.write(gong, tone(0.7, 22050, 550), 22050, format="FLAC")
        wheel.writestr("sounds/gong.flac", gong.getvalue())
        wheel.writestr("sounds/__init__.py", "raise SystemExit")
    head = "path,category,licence,author,package,version,notice\n"
    rows = (
        f"sounds/{name}.flac,gong,BSD-3-Clause,Ann,sounds,1.0,said.txt\n" for name in ("gong", "gone")
    )  # the other is not there
    (tmp_path / "chosen.csv").write_text(head + "".join(rows), encoding="utf-8")
    (tmp_path / "said.txt").write_text("Copyright Ann. Keep this notice.\n", encoding="utf-8")
    path = tmp_path / "bells.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def test_from_sources_to_a_bundle_and_on_from_it(given: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    done = command("make", given, "-o", work)
    assert done.status == 0, done.err
    assert "sounds/gone.flac: is not in sounds-1.0-py3-none-any.whl, though chosen.csv names it" in done.err
    made = bundle.read(work / "bells")
    assert (made.conditions, made.provenance["packages"]) == (("bell", "gong", "noise"), {"sounds 1.0": 1})
    assert made.provenance["licence"] == "CC-BY-4.0"
    papers = (work / "bells" / "LICENSE").read_text(encoding="utf-8")
    assert "sounds 1.0, BSD-3-Clause, by Ann:\n  sounds/gong.flac\n" in papers
    assert "Of sounds 1.0:\n\nCopyright Ann. Keep this notice.\n" in papers
    assert "not stated:\n  bell/long.flac\n" in papers

    written = recipe.read(work / "bells" / "recipe.toml")
    asked = recipe.read(given)
    assert (written.sources, written.codec, written.cut) == (asked.sources, asked.codec, asked.cut)
    assert (written.name, written.train.model, written.train.condition) == ("bells", "gesturegan", "label")
    assert recipe.read(work / "run" / "recipe.toml").sources == asked.sources
    shutil.copy(work / "bells" / "recipe.toml", given.parent / "again.toml")
    before = (work / "run" / "log.csv").read_bytes()
    steps = made.provenance["steps"]
    assert "step 6 of 6" in call("make", given.parent / "again.toml", "-o", work, "--steps", 6)
    assert (work / "run" / "log.csv").read_bytes() == before, "what is done is kept"
    assert bundle.read(work / "bells").provenance["steps"] == steps

    moved = tmp_path / "moved"
    (work / "data").rename(moved)
    refused = command("export", work / "run", "-o", tmp_path / "other")
    assert (refused.status, "data: is no prepared dataset" in refused.err) == (2, True)
    call("export", work / "run", "-o", tmp_path / "other", "--data", moved, "--checkpoint", 0)
    assert bundle.read(tmp_path / "other").provenance["steps"] == 0
    refused = command("export", work / "run", "-o", tmp_path / "other", "--data", moved, "--checkpoint", 5)
    assert "holds no checkpoint of step 5, expected one of " in refused.err

    settings = ["--preset", "tiny", "--batch", 4, "--held-out", 0, "--preview-every", 0]
    call("train", moved, "-o", work / "run", *settings, "--condition", "label", "--steps", 7)
    assert runs.read(work / "run").config.dataset == str(moved), "the digest decides, not the path"

    onward = ["--from", work / "bells", *settings, "--steps", 2]
    assert "step 2 of 2" in call("train", moved, "-o", tmp_path / "onward", *onward)
    assert (
        runs.read(tmp_path / "onward").config.begun_from == f"bells {bundle.digest(bundle.read(work / 'bells'))[:12]}"
    )
    assert recipe.read(tmp_path / "onward" / "recipe.toml").train.begin_from == "bells"
    refused = command("train", moved, "-o", tmp_path / "no", "--from", work / "bells", "--model", "dcgan")
    assert "bells: is of model 'gesturegan', expected 'dcgan' to begin from" in refused.err
    call("prepare", given.parent / "recordings", "-o", tmp_path / "wide", "--workers", 1)
    refused = command("train", tmp_path / "wide", "-o", tmp_path / "no", "--from", work / "bells", "--preset", "tiny")
    assert "bells: its codec has sample_rate 16000, the dataset's 44100; prepare it with --codec " in refused.err
    assert not (tmp_path / "no").exists()
