"""Published corpora, known by what is in their folder."""

from __future__ import annotations

import json
import os
import pickle
import re
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs.mel_colour import MelColour
from training.corpus import kinds
from training.corpus.nsynth import FACTS
from training.dataset import manifest, pictures, shards
from training.dataset.clips import CutConfig, cut
from training.dataset.recording import blocks


def test_fat2019_wavs_have_all_their_labels(fat2019: Path) -> None:
    corpus = kinds.read(fat2019)
    assert [(source.name, source.labels) for source in corpus.sources] == [
        ("train_curated/a.wav", ("Bark",)),
        ("train_curated/b.wav", ("Dishes_and_pots_and_pans", "Raindrop")),
        ("train_noisy/n.wav", ("Bark",)),
    ]
    assert [missing.name for missing in corpus.missing] == ["train_curated/c.wav"]
    assert len(list(cut(corpus.sources[0], 44100, 22050, CutConfig()))) == 1


def test_a_recording_that_fat2019_names_twice_has_the_labels_of_both_rows(fat2019: Path) -> None:
    with (fat2019 / "train_noisy.csv").open("a", encoding="utf-8") as table:
        table.write("n.wav,Raindrop\n")
    assert kinds.read(fat2019).sources[-1].labels == ("Bark", "Raindrop")
    assert len(kinds.read(fat2019).sources) == 3


@pytest.mark.parametrize(
    ("name", "reason"),
    [("x\0.wav", "is the name of no file .embedded null byte."), (200 * "é" + ".wav", "cannot be read .File name too")],
)
def test_a_row_with_a_name_that_no_file_has_stops_no_corpus(fat2019: Path, name: str, reason: str) -> None:
    with (fat2019 / "train_noisy.csv").open("a", encoding="utf-8") as table:
        table.write(f"{name},Bark\n")
    (entry,) = (entry for entry in kinds.read(fat2019).missing if entry.name.startswith("train_noisy/"))
    assert re.match(f"{reason}.*, though train_noisy.csv names it", entry.reason)
    assert entry.name.isprintable()


def test_a_pipe_in_the_place_of_mels_is_not_waited_for(mels: Path) -> None:
    os.mkfifo(mels / "mels_more.pkl")
    (missing,) = kinds.read(mels).missing
    assert (missing.name, missing.reason) == ("mels_more.pkl", "is a pipe, expected a file")


def test_fat2019_mels_become_the_images_of_mel_colour(mels: Path, tmp_path: Path) -> None:
    corpus = kinds.read(mels)
    assert [(source.name, source.labels) for source in corpus.sources] == [
        ("test/t.wav", ()),
        ("train_curated/a.wav", ("Bark",)),
        ("train_curated/b.wav", ("Dishes_and_pots_and_pans", "Raindrop")),
        ("train_curated/c.wav", ("Bark",)),
    ]
    told, _ = shards.prepare(corpus, tmp_path / "data", MelColour(), CutConfig(), workers=1)
    assert (told["clips"], told["duplicates"], told["skipped"]) == (5, 1, [])  # test and curated share an image
    dataset = manifest.read(tmp_path / "data")
    names = [dataset.sources[place]["name"] for place in dataset.clip_sources()]
    long = dataset.images(np.flatnonzero([name.endswith("c.wav") for name in names]))
    original = pickle.loads((mels / "mels_train_curated.pkl").read_bytes())[2]
    kept = np.rint((long + 1) * 127.5).astype(np.uint8)
    np.testing.assert_array_equal(kept, [original[:, :128], original[:, 128:256], original[:, -128:]])
    columns = dataset.label_matrix()
    assert dataset.labels == ("Bark", "Dishes_and_pots_and_pans", "Raindrop")
    np.testing.assert_array_equal(columns[names.index("train_curated/b.wav")], [0, 1, 1])


def test_mels_are_cut_at_random_columns_and_padded_with_the_quietest(mels: Path) -> None:
    short, _, _, long = kinds.read(mels).sources
    crops = [offset // 347 for offset, _ in pictures.cut(long, MelColour(), CutConfig(cut="random", crops=9))]
    assert len(crops) == 9
    assert len(set(crops)) > 4
    ((offset, image),) = pictures.cut(short, MelColour(), CutConfig())
    assert (offset, image.shape) == (0, (128, 128, 3))
    assert (image[:, 60:] == -1).all()


def test_mels_are_refused_for_other_codecs(mels: Path, tmp_path: Path) -> None:
    from gesturegan_live.codecs import CODECS

    with pytest.raises(ValueError, match="codec is 'stft', expected 'mel-colour'"):
        shards.prepare(kinds.read(mels), tmp_path / "data", CODECS["stft"](), CutConfig())
    with pytest.raises(ValueError, match="cut is by grid or random"):
        shards.prepare(kinds.read(mels), tmp_path / "data", MelColour(), CutConfig(cut="onset"))


def test_what_lies_beside_the_mels_is_counted(mels: Path) -> None:
    assert kinds.read(mels).left_out == ()
    for name in ("train_curated/a.wav", "notes.txt", ".hidden"):
        (mels / name).parent.mkdir(exist_ok=True)
        (mels / name).touch()
    assert kinds.read(mels).left_out == (
        "left out, named by no table: 1 .txt (notes.txt), 1 .wav (train_curated/a.wav)",
        "left out, hidden: 1 without suffix (.hidden)",
    )


def test_a_table_of_another_length_is_refused(mels: Path) -> None:
    (mels / "train_curated.csv").write_text("fname,labels\na.wav,Bark\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"holds 3 images, but train_curated.csv names 1"):
        kinds.read(mels)


def test_audioset_segments_are_found_by_id_and_cut_out(audioset: Path) -> None:
    corpus = kinds.read(audioset)
    assert [(source.name, source.labels) for source in corpus.sources] == [
        ("--PJHxphWEs_1", ("Gush", "Speech")),
        ("--ZhevVpy1s_50", ("Speech",)),
        ("--aO5cdqSAg_30", ("Gush",)),
    ]
    assert [(missing.name, missing.reason.split(",")[0]) for missing in corpus.missing] == [
        ("--aE2O5G5WE_0", "no audio file of that id")
    ]
    whole_recording, cut_before, stamped = corpus.sources
    part = np.concatenate(list(blocks(whole_recording, 16000)))
    np.testing.assert_allclose(part, np.arange(16000, 32000) / 48000, atol=1e-6)
    assert sum(map(len, blocks(cut_before, 16000))) == 160_000  # ends before second 60: it is the segment
    assert sum(map(len, blocks(stamped, 16000))) == 160_000


@pytest.mark.parametrize(
    "stem", ["Yabcdefghij", "YYabcdefghij", "Yabcdefghij_30", "Yabcdefghij_30.000_40.000", "YYabcdefghij_30.000"]
)
def test_audioset_ids_may_begin_with_a_y(stem: str, tmp_path: Path) -> None:
    table = (
        '# one segment\n# \n# YTID, start_seconds, end_seconds, positive_labels\nYabcdefghij, 30.000, 40.000, "/m/1"\n'
    )
    (tmp_path / "eval_segments.csv").write_text(table, encoding="utf-8")
    (tmp_path / f"{stem}.wav").touch()
    corpus = kinds.read(tmp_path)
    assert [source.path.stem for source in corpus.sources] == [stem]
    assert corpus.sources[0].end == (None if "_" in stem else 40.0)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("--PJHxphWEs, soon, 2.000", "line 8 is .*, expected YTID, start, end, labels"),
        ("--PJHxphWEs", "line 8 is .*, expected YTID, start, end, labels"),
        ('--PJHxphWEs, nan, 2.000, "/m/x"', "line 8 is .*, expected YTID, start, end, labels"),
        ('--PJHxphWEs, 0, inf, "/m/x"', "line 8 is .*, expected YTID, start, end, labels"),
        ("x" * 200_000 + ', 0, 1, "/m/x"', "line 8 is no line of a table .field larger than"),
    ],
)
def test_a_segment_table_with_a_garbled_line_is_refused(audioset: Path, line: str, reason: str) -> None:
    with (audioset / "balanced_train_segments.csv").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(ValueError, match=reason) as caught:
        kinds.read(audioset)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("text", ["[" * 100_000, '[{"id": ["/m/x"], "name": "a"}]', '[{"id": "/m/x", "name": 1}]', "7"])
def test_an_ontology_of_another_kind_is_refused(audioset: Path, text: str) -> None:
    (audioset / "ontology.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="ontology.json: is no AudioSet ontology"):
        kinds.read(audioset)


def test_nsynth_notes_have_pitch_velocity_and_instrument(nsynth: Path) -> None:
    corpus = kinds.read(nsynth)
    (note,) = corpus.sources
    assert (note.name, note.labels, note.licence) == ("bass_synthetic_033-100-100", ("bass",), "CC-BY-4.0")
    assert dict(note.facts) == {
        "pitch": 100,
        "velocity": 100,
        "instrument": "bass_synthetic_033",
        "instrument_source": "synthetic",
    }
    assert [missing.name for missing in corpus.missing] == ["bass_synthetic_033-101-100"]
    known = json.loads((nsynth / "examples.json").read_text(encoding="utf-8"))[note.name]
    wrong = [{**known, "pitch": 10**400}, {**known, "velocity": -1}]
    for told in ({"pitch": 3}, {**dict.fromkeys(FACTS, "a"), "pitch": [1]}, 7, "pitch", None, *wrong):
        (nsynth / "examples.json").write_text(json.dumps({note.name: told}), encoding="utf-8")
        with pytest.raises(ValueError, match="is no NSynth table"):
            kinds.read(nsynth)


def test_a_plain_folder_is_what_nothing_else_is(recordings: Path, fat2019: Path) -> None:
    assert len(kinds.read(recordings).sources) == 7
    assert next(source.labels for source in kinds.read(fat2019, "folder").sources) == ("train_curated",)
    with pytest.raises(ValueError, match="corpus is 'mp3', expected one of auto, fat2019-mels, fat2019"):
        kinds.read(recordings, "mp3")
    with pytest.raises(ValueError, match="no such folder"):
        kinds.read(recordings / "nowhere")


def test_what_no_table_names_is_counted_and_a_pipe_is_not_waited_for(fat2019: Path, audioset: Path) -> None:
    for home in (fat2019, audioset):
        before = kinds.read(home)
        (home / "more").mkdir()
        (home / "more" / "stray.wav").touch()
        (home / "more" / "gone.wav").symlink_to("nowhere.wav")
        os.mkfifo(home / "pipe_segments.csv")
        corpus = kinds.read(home)
        assert corpus.sources == before.sources
        (line,) = corpus.left_out
        assert line.startswith("left out, named by no table: ")
        assert "stray.wav" in line or " …" in line
        added = {entry.name: entry.reason for entry in corpus.missing if entry not in before.missing}
        assert added == {
            "more/gone.wav": "is a link to nowhere.wav, which is not there",
            "pipe_segments.csv": "is a pipe, expected a file",
        }
