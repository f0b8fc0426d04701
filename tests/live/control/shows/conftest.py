"""Shows with real models: two small ones, of which one is in the home."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.home import Home
from tests.live.control.conftest import Stage


def copied(bundle: Bundle, folder: Path) -> Bundle:
    """Copy a model, which is another one under its name."""
    shutil.copytree(bundle.path, folder)
    (folder / "LICENSE").unlink(missing_ok=True)
    manifest = folder / bundles.MANIFEST
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n\n"[: len(folder.name) % 2 + 1], encoding="utf-8")
    return bundles.read(folder)


@pytest.fixture
def home(tmp_path: Path, tiny_bundle: Bundle) -> Home:
    shutil.copytree(tiny_bundle.path, tmp_path / "home" / "models" / "tiny")
    copied(tiny_bundle, tmp_path / "home" / "models" / "other")
    return Home(tmp_path / "home")


@pytest.fixture
def stage(home: Home) -> Stage:
    stage = Stage(home, library.named("tiny", home))

    async def load(name: str) -> None:
        stage.model = library.named(name, home)

    stage.load = load
    return stage


@pytest.fixture
def instrument(stage: Stage) -> Instrument:
    return Instrument(stage)
