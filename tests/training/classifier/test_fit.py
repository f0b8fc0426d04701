"""A classifier taught, judged, and put to work by the real commands."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.codecs.mel_colour import MelColour
from tests.training.conftest import CODEC, Done, call, command, tone
from training.classifier import fit, network
from training.dataset import manifest


def _call(*arguments: object) -> Done:
    return command("classify", *arguments)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Low tones, high tones and noises, six files of each."""
    folder = tmp_path_factory.mktemp("sounds")
    rng = np.random.default_rng(1)
    for number in range(6):
        kinds = {
            "low": tone(1.1, 44100, 200 + 20 * number),
            "high": tone(1.1, 44100, 5000 + 300 * number),
            "noise": 0.2 * rng.standard_normal((48000, 1)),
        }
        for label, samples in kinds.items():
            (folder / label).mkdir(exist_ok=True)
            soundfile.write(folder / label / f"{number}.wav", samples, 44100)
    return folder


@pytest.fixture(scope="module")
def classifier(sounds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "classifier"
    done = _call("fit", sounds, "-o", folder, "--epochs", "40", "--held-out", "0.34")
    assert done.status == 0, done.err
    assert "held out (6 files): lwlrap " in done.out
    return folder


def test_it_is_judged_on_files_that_it_never_heard(classifier: Path) -> None:
    told = json.loads((classifier / "classifier.json").read_text())
    assert told["labels"] == ["high", "low", "noise"]
    assert len(told["held_out"]) == told["files"]["held_out"] == 6
    assert told["scores"]["held_out"]["lwlrap"] > told["scores"]["chance"]["lwlrap"] + 0.2
    assert (classifier / "confusion.png").read_bytes().startswith(b"\x89PNG")


def test_sorting_makes_links_a_table_and_leaves_what_is_unsure(sounds: Path, classifier: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    soundfile.write(new / "hum.wav", tone(1.2, 44100, 250), 44100)
    soundfile.write(new / "beep.flac", tone(1.2, 44100, 5500), 44100)
    (new / "broken.wav").write_bytes(b"RIFF no sound")
    done = _call("sort", classifier, new, "-o", tmp_path / "sorted", "--sure", "0.34")
    assert done.status == 0, done.err
    assert (tmp_path / "sorted" / "low" / "hum.wav").resolve() == new / "hum.wav"
    assert (tmp_path / "sorted" / "high" / "beep.flac").is_symlink()
    assert (tmp_path / "sorted" / "unsorted" / "broken.wav").is_symlink()
    table = (tmp_path / "sorted" / "sorted.csv").read_text(encoding="utf-8")
    rows = {row["name"]: row for row in csv.DictReader(table.splitlines())}
    assert sum(float(rows["hum.wav"][label]) for label in ("high", "low", "noise")) == pytest.approx(1, abs=1e-3)
    assert rows["hum.wav"]["gesture"] == "trigger-continuous"
    assert (rows["broken.wav"]["sorted"], rows["broken.wav"]["low"]) == ("unsorted", "")

    done = _call("sort", classifier, new, "-o", tmp_path / "copies", "--sure", "1", "--copy")
    assert done.status == 0, done.err
    assert {path.name for path in (tmp_path / "copies" / "unsorted").iterdir()} == {
        "hum.wav",
        "beep.flac",
        "broken.wav",
    }
    assert not (tmp_path / "copies" / "unsorted" / "hum.wav").is_symlink()
    again = _call("sort", classifier, new, "-o", tmp_path / "copies")
    assert again.status == 2
    assert "exists, expected a folder to make" in again.err


def test_what_is_sorted_is_prepared_with_its_labels(sounds: Path, classifier: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    (new / "monday").mkdir(parents=True)
    soundfile.write(new / "monday" / "hum.wav", tone(1.2, 44100, 250), 44100)
    soundfile.write(new / "beep.flac", tone(1.2, 44100, 5500), 44100)
    (new / "manifest.csv").write_text("path,licence\nbeep.flac,CC0-1.0\n", encoding="utf-8")
    expected = {
        "0.34": {"low/monday/hum.wav": ["low"], "high/beep.flac": ["high"]},
        "1": {"unsorted/monday/hum.wav": [], "unsorted/beep.flac": []},
    }
    for sure, labels in expected.items():
        done = _call("sort", classifier, new, "-o", tmp_path / f"sorted {sure}", "--sure", sure)
        assert done.status == 0, done.err
        call("prepare", tmp_path / f"sorted {sure}", "-o", tmp_path / f"data {sure}", "--codec", json.dumps(CODEC))
        dataset = manifest.read(tmp_path / f"data {sure}")
        assert {source["name"]: source["labels"] for source in dataset.sources} == labels
        assert dataset.licences() == {"CC0-1.0": 1, "not stated": 1}
        names = [dataset.sources[place]["name"] for place in dataset.clip_sources()]
        for name, row in zip(names, dataset.label_matrix(), strict=True):
            assert [label for label, one in zip(dataset.labels, row, strict=True) if one] == labels[name]


def test_what_is_no_classifier_is_refused(sounds: Path, tmp_path: Path) -> None:
    done = _call("sort", tmp_path, sounds, "-o", tmp_path / "sorted")
    assert (done.status, "is no classifier" in done.err) == (2, True)
    done = _call("fit", sounds / "low", "-o", tmp_path / "made")
    assert (done.status, "names fewer than two labels" in done.err) == (2, True)


def test_images_are_read_a_few_at_a_time(classifier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = manifest.read(classifier / "clips")
    whole = fit.pixels(dataset)
    asked = []
    images = manifest.Dataset.images

    def few(self: manifest.Dataset, clips: np.ndarray) -> np.ndarray:
        asked.append(len(clips))
        return images(self, clips)

    monkeypatch.setattr(manifest.Dataset, "images", few)
    monkeypatch.setattr(fit, "AT_ONCE", 10, raising=False)
    np.testing.assert_array_equal(fit.pixels(dataset), whole)
    assert (max(asked), sum(asked), whole.shape) == (10, dataset.clips, (dataset.clips, 64, 64, 1))


@pytest.fixture(scope="module")
def untaught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier of two labels, one of which no folder can be named after as it is."""
    folder = tmp_path_factory.mktemp("untaught")
    network.network((64, 64, 1), 2, several=False).save(folder / "network.keras")
    manifest.write_json(folder / "classifier.json", {"labels": ["low", "high/shrill"], "codec": MelColour().to_json()})
    return folder


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(len(content) // 4, len(content) // 2):
        content[place] ^= 255
    path.write_bytes(content)


def test_a_classifier_is_read_back(untaught: Path) -> None:
    assert fit.read(untaught).labels == ("low", "high/shrill")
    assert fit.folder_of("high/shrill") == "high_shrill"


def test_a_name_that_no_disk_takes_once_it_is_text_is_one_line_and_the_rest_is_sorted(
    untaught: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    soundfile.write(new / "hum.wav", tone(1.2, 44100, 250), 44100)
    (new / os.fsdecode(80 * b"\xf6" + b".wav")).write_bytes((new / "hum.wav").read_bytes())
    done = _call("sort", untaught, new, "-o", tmp_path / "sorted", "--sure", "1")
    assert done.status == 0, done.err
    assert "skipped " + 80 * r"\xf6" + ".wav: cannot be put into unsorted (File name too long)" in done.err
    assert done.out.endswith(": 1 unsorted\n")
    assert (tmp_path / "sorted" / "manifest.csv").read_text(encoding="utf-8").count("unsorted/") == 1


@pytest.mark.parametrize(
    ("labels", "line"),
    [
        (["low", ".."], r"classifier.json: label '..', expected what a folder can be named"),
        (["low", ""], r"classifier.json: label ''"),
        (["low", ".hidden"], r"classifier.json: label '.hidden'"),
        (["low", "a\0b"], r"classifier.json: label 'a\\x00b'"),
        (["low", 7], r"classifier.json: labels\[1\] is 7, wanted a text"),
        (["low"], r"network.keras: makes \(2,\) of \(64, 64, 1\), classifier.json wants \(1,\) of \(64, 64, 1\)"),
        (["low", "high", "noise"], r"makes \(2,\) of .* wants \(3,\) of"),
    ],
)
def test_labels_of_another_network_or_that_lead_out_of_the_folder_are_refused(
    untaught: Path, tmp_path: Path, labels: list, line: str
) -> None:
    folder = Path(shutil.copytree(untaught, tmp_path / "crafted"))
    manifest.write_json(folder / "classifier.json", {"labels": labels, "codec": MelColour().to_json()})
    with pytest.raises(ValueError, match=line):
        fit.read(folder)


def test_another_network_than_was_judged_is_refused(classifier: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(classifier, tmp_path / "refit"))
    assert fit.read(folder).labels == ("high", "low", "noise")
    fit.read(folder).model.save(folder / "network.keras")  # a refit that was stopped before it told of it
    with pytest.raises(ValueError, match=r"network.keras: is another network than classifier.json tells of; fit"):
        fit.read(folder)


@pytest.mark.parametrize(
    "damage",
    [_flipped, lambda path: path.write_bytes(b"no network"), lambda path: path.write_bytes(b"PK\5\6" + bytes(18))],
)
def test_a_damaged_network_gets_one_line(untaught: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = Path(shutil.copytree(untaught, tmp_path / "damaged"))
    damage(folder / "network.keras")
    with pytest.raises(ValueError, match=r"network.keras: unreadable network \(") as caught:
        fit.read(folder)
    assert "\n" not in str(caught.value)
