"""A bundle judged and looked into by the real commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.finding import search
from gesturegan_live.latent.presets import Presets
from gesturegan_live.latent.space import Space
from gesturegan_live.models import bundle as bundles
from gesturegan_live.show.home import Home
from tests.training.conftest import call, command
from tests.training.metrics.conftest import RATE, corpus, dataset
from tests.training.release.test_project import LATENT_DIM, generator
from training.dataset.manifest import Dataset

__all__ = ["corpus", "dataset"]  # fixtures


@pytest.mark.long
def test_figures_go_into_the_bundle_and_presets_into_a_home(
    dataset: Dataset, corpus: Path, codec: Codec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "COUNT", 40)
    monkeypatch.setattr(search, "GENERATIONS", 2)  # what is found is for the search's own tests
    generator(codec).save(tmp_path / "generator.keras")
    path = tmp_path / "bundle"
    files = {"generator.keras": tmp_path / "generator.keras"}
    bundles.write(path, name="ridges", codec=codec, latent_dim=LATENT_DIM, files=files, provenance={"corpus": "none"})
    told = json.loads(call("evaluate", path, dataset.path, "--recordings", corpus, "--count", 8, "--write", "--json"))
    assert bundles.read(path).provenance == {"corpus": "none", "metrics": told}
    assert told["sounds"] == 8
    assert told["held_out_was_taught"] is None
    floor, ceiling = (told["distances"]["rough_distance"][name]["value"] for name in ("codec", "noise"))
    assert floor < ceiling

    sound = corpus / "tone" / "1.wav"
    said = call("project", path, sound, corpus / "tone" / "0.wav", "-o", tmp_path / "home")
    assert "1.wav: preset '1', " in said
    assert "than the best of 32 random points (" in said
    assert re.search(r"^[012] of 2 nearer than the best of 32 random points$", said, re.MULTILINE)
    preset = Presets(Home(tmp_path / "home"), "ridges", Space(LATENT_DIM), {}).read("1")
    assert np.isfinite(preset.z).all()
    target, rate = soundfile.read(tmp_path / "home" / "projections" / "1-target.flac")
    assert rate == RATE
    assert np.max(np.abs(target)) > 0.1


def test_a_model_of_the_home_is_judged_by_a_folder_of_sounds(corpus: Path, codec: Codec, tmp_path: Path) -> None:
    generator(codec).save(tmp_path / "generator.keras")
    files = {"generator.keras": tmp_path / "generator.keras"}
    bundles.write(tmp_path / "home" / "models" / "mine", name="ridges", codec=codec, latent_dim=LATENT_DIM, files=files)
    said = call("evaluate", "mine", "--against", corpus, "--count", 4, "--home", tmp_path / "home")
    assert said.startswith("ridges: 4 sounds in each set, against 4 clips of 2 files held out, not known if")
    assert "beats the baseline in" in said


def test_what_it_takes_to_judge_is_told_in_one_line(corpus: Path, tmp_path: Path) -> None:
    wanted = {
        ("textures",): "wants a prepared dataset, or --against with a folder of sounds; one of them",
        ("textures", "data", "--against", corpus): "wants a prepared dataset, or --against with a folder",
        ("textures", "--against", corpus, "--recordings", corpus): "--recordings are those of a dataset",
        ("nothing", "--against", corpus, "--home", tmp_path): "model 'nothing': there is none of that name",
    }
    for arguments, message in wanted.items():
        done = command("evaluate", *arguments)
        assert done.status == 2
        assert message in done.err
        assert done.err.count("\n") == 1
