"""A folder of sounds, read as a corpus."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from training.corpus import fat2019, folder


def test_sub_folders_are_labels_and_other_files_are_left(recordings: Path) -> None:
    corpus = folder.read(recordings)
    assert corpus.name == "recordings"
    assert [(source.name, source.labels) for source in corpus.sources] == [
        ("bell/long.flac", ("bell",)),
        ("bell/short.wav", ("bell",)),
        ("noise/hiss.ogg", ("noise",)),
        ("noise/loud.wav", ("noise",)),
        ("noise/six.aiff", ("noise",)),
        ("odd/broken.wav", ("odd",)),
        ("odd/silent.wav", ("odd",)),
    ]


def test_manifest_says_licence_package_and_category(recordings: Path) -> None:
    rows = "path,category,package,version,licence\nbell/short.wav,ting,deb:bells,2.1,CC0-1.0\n"
    (recordings / "manifest.csv").write_text(rows, encoding="utf-8")
    short = next(source for source in folder.read(recordings).sources if source.name == "bell/short.wav")
    assert (short.labels, short.licence, short.package) == (("ting",), "CC0-1.0", "deb:bells 2.1")


def test_what_the_manifest_names_and_is_not_there_is_told(recordings: Path) -> None:
    rows = "path,licence\n./bell/short.wav,CC0-1.0\nbell\\long.flac,CC0-1.0\nnotes.txt,MIT\n"
    (recordings / "manifest.csv").write_text(rows, encoding="utf-8")
    corpus = folder.read(recordings)
    assert {source.name for source in corpus.sources if source.licence} == {"bell/short.wav"}
    assert [entry.name for entry in corpus.missing] == ["bell\\long.flac", "notes.txt"]
    assert {entry.reason for entry in corpus.missing} == {"is no sound that is there, though manifest.csv names it"}


def test_an_empty_category_is_no_label(recordings: Path) -> None:
    (recordings / "manifest.csv").write_text("path,category\nbell/short.wav,\n", encoding="utf-8")
    labels = {source.name: source.labels for source in folder.read(recordings).sources}
    assert (labels["bell/short.wav"], labels["bell/long.flac"]) == ((), ("bell",))


def test_hidden_folders_are_left(recordings: Path) -> None:
    (recordings / "bell").rename(recordings / ".bell")
    assert not any("bell" in source.name for source in folder.read(recordings).sources)


def test_a_folder_without_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no audio file"):
        folder.read(tmp_path)
    with pytest.raises(ValueError, match="no such folder"):
        folder.read(tmp_path / "nowhere")


def test_a_manifest_without_paths_is_refused(recordings: Path) -> None:
    (recordings / "manifest.csv").write_text("file,licence\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"manifest.csv: has no column 'path'"):
        folder.read(recordings)


def test_a_name_in_the_table_is_the_files_in_whichever_form_of_unicode(recordings: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "Glöckchen") for form in ("NFC", "NFD"))
    (recordings / "bell" / "short.wav").rename(recordings / "bell" / f"{decomposed}.wav")
    (recordings / "bell").rename(recordings / decomposed)
    table = f"path,category\n{composed}/{composed}.wav,a {decomposed}\n"
    (recordings / "manifest.csv").write_text(table, encoding="utf-8")
    labels = {Path(source.name).stem: source.labels for source in folder.read(recordings).sources}
    assert (labels[decomposed], labels["long"]) == ((f"a {composed}",), (composed,))


def test_fat2019_finds_files_that_were_copied_from_a_mac(recordings: Path) -> None:
    composed, decomposed = (unicodedata.normalize(form, "Glöckchen") for form in ("NFC", "NFD"))
    (recordings / "bell" / "short.wav").rename(recordings / f"{decomposed}.wav")
    (recordings / "train_curated.csv").write_text(f"fname,labels\n{composed}.wav,Bell\n", encoding="utf-8")
    corpus = fat2019.read_wavs(recordings)
    assert [source.labels for source in corpus.sources] == [("Bell",)]
    assert not corpus.missing


def test_contents_tell_what_is_sound_and_the_rest_is_counted(recordings: Path) -> None:
    for name, suffix in (("bell/short.wav", ".wave"), ("bell/long.flac", ".pdf"), ("noise/six.aiff", "")):
        path = recordings / name
        path.rename(path.with_suffix(suffix))
    for name in ("b.docx", "a.docx", "memo.m4a", ".DS_Store"):
        (recordings / name).write_bytes(b"\0\0\0 none")
    corpus = folder.read(recordings)
    assert {"bell/short.wave", "bell/long.pdf", "noise/six"} < {source.name for source in corpus.sources}
    assert corpus.left_out == (
        "left out, no sound that libsndfile reads: 2 .docx (a.docx …), 1 .m4a (memo.m4a), 1 .txt (notes.txt)",
        "left out, hidden: 1 without suffix (.DS_Store)",
    )


def test_what_cannot_be_got_at_is_missing(recordings: Path) -> None:
    (recordings / "bell" / "gone.wav").symlink_to("nowhere.wav")
    os.mkfifo(recordings / "bell" / "train.csv")
    missing = {entry.name: entry.reason for entry in folder.read(recordings).missing}
    assert missing == {
        "bell/gone.wav": "is a link to nowhere.wav, which is not there",
        "bell/train.csv": "is a pipe, expected a file",
    }


def test_names_and_labels_that_are_no_text_are_told_in_text(recordings: Path) -> None:
    (recordings / "bell").rename(os.fsdecode(os.fsencode(recordings) + b"/Gl\xf6ckchen"))
    found = {source.name: source for source in folder.read(recordings).sources}
    short = found["Gl\\xf6ckchen/short.wav"]
    assert (short.labels, short.path.is_file()) == (("Gl\\xf6ckchen",), True)


def test_a_manifest_says_who_made_a_sound_its_pitch_and_what_must_go_with_it(recordings: Path) -> None:
    head = "path,package,version,author,notice,pitch,velocity,instrument"
    rows = f"{head}\nbell/short.wav,bells,2,Ada,bells.txt,60,,bell\n"
    (recordings / "manifest.csv").write_text(rows, encoding="utf-8")
    (recordings / "bells.txt").write_text("(C) Ada", encoding="utf-8")
    corpus = folder.read(recordings)
    short = next(source for source in corpus.sources if source.name == "bell/short.wav")
    assert (short.author, dict(short.facts)) == ("Ada", {"pitch": 60, "instrument": "bell"})
    assert corpus.notices == (("bells 2", "(C) Ada"),)
    assert corpus.left_out == ("left out, no sound that libsndfile reads: 1 .txt (notes.txt)",)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("pitch\nbell/short.wav,128", "bell/short.wav has pitch '128', expected 0 to 127"),
        ("notice\nbell/short.wav,../bells.txt", "notice is '../bells.txt', expected the name of a file beside it"),
    ],
)
def test_what_a_manifest_cannot_mean_is_refused(recordings: Path, columns: str, told: str) -> None:
    (recordings / "manifest.csv").write_text(f"path,{columns}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        folder.read(recordings)


def test_a_table_elsewhere_chooses_the_files_that_it_names(recordings: Path, tmp_path: Path) -> None:
    table = tmp_path / "choice.csv"
    rows = "path,category,licence\nbell/short.wav,ting,CC0-1.0\nbell/gone.wav,ting,CC0-1.0\n../x.wav,ting,MIT\n"
    table.write_text(rows, encoding="utf-8")
    corpus = folder.choose(recordings, table)
    assert [(source.name, source.labels, source.licence) for source in corpus.sources] == [
        ("bell/short.wav", ("ting",), "CC0-1.0")
    ]
    assert {entry.name: entry.reason for entry in corpus.missing} == {
        "bell/gone.wav": "is not there, though choice.csv names it",
        "../x.wav": "is outside the folder, though choice.csv names it",
    }
