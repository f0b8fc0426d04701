"""A corpus prepared as a dataset: complete, repeatable, taken up again."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from tests.training.conftest import CODEC
from training.corpus import folder
from training.corpus.source import Source
from training.dataset import clips, likeness, manifest, measures, pool, recording, records, shards
from training.dataset.clips import CutConfig


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SOURCES_PER_SHARD", 2)


def _prepare(recordings: Path, data: Path, codec: Codec, config: CutConfig | None = None) -> dict:
    return shards.prepare(folder.read(recordings), data, codec, config or CutConfig(), workers=1)[0]


def test_everything_is_counted_and_broken_files_are_listed(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    told = _prepare(recordings, tmp_path / "data", codec)
    assert {entry["name"]: entry["reason"] for entry in told["skipped"]} == {
        "odd/broken.wav": "is nothing that libsndfile reads (Format not recognised)",
        "odd/silent.wav": "nothing but silence",
    }
    assert told["labels"] == ["bell", "noise"]  # of "odd" there is no clip
    assert told["clips"] == sum(shard["clips"] for shard in told["shards"])
    dataset = manifest.read(tmp_path / "data")
    assert (dataset.clips, dataset.corpus, dataset.codec.to_json()) == (told["clips"], "recordings", codec.to_json())
    found = np.concatenate([np.fromfile(shard, records.layout(codec.image_shape))["image"] for shard in dataset.shards])
    assert len(found) == told["clips"]
    assert told["statistics"]["mean"][0] == pytest.approx(float(found.astype(np.float64).mean()), abs=1e-4)
    assert told["statistics"]["deviation"][0] == pytest.approx(float(found.astype(np.float64).std()), abs=1e-4)


def test_records_name_their_source(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    told = _prepare(recordings, tmp_path / "data", codec)
    first, named = 0, set()
    for shard in told["shards"]:
        heads = np.fromfile(tmp_path / "data" / shard["file"], records.layout(codec.image_shape))["head"]
        named |= {told["sources"][first + row]["name"] for row in heads["source"]}
        first += shard["sources"]
    assert named == {"bell/long.flac", "bell/short.wav", "noise/hiss.ogg", "noise/loud.wav", "noise/six.aiff"}


def test_only_what_changed_is_made_again(
    recordings: Path, tmp_path: Path, codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _prepare(recordings, tmp_path / "data", codec)
    times = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "data").glob("*.tfrecord")}
    (recordings / "bell" / "short.wav").write_bytes((recordings / "noise" / "loud.wav").read_bytes())
    after = _prepare(recordings, tmp_path / "data", codec)
    remade = {name for name, was in times.items() if (tmp_path / "data" / name).stat().st_mtime_ns != was}
    changed = {
        new["file"]
        for old, new in zip(before["shards"], after["shards"], strict=True)
        if old["sha256"] != new["sha256"]
    }
    assert remade == changed
    assert len(changed) == 1

    def unwanted(*_: object) -> None:
        raise AssertionError("nothing had to be made")

    monkeypatch.setattr(pool, "on_cores", unwanted)
    assert _prepare(recordings, tmp_path / "data", codec) == after


def test_shards_whose_clips_were_measured_in_another_way_are_made_again(
    recordings: Path, tmp_path: Path, codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(measures, "FORMAT", measures.FORMAT - 1)
        before = _prepare(recordings, tmp_path / "data", codec)
    _, work = shards.prepare(folder.read(recordings), tmp_path / "data", codec, CutConfig(), workers=1)
    assert work.clips == before["clips"]


@pytest.mark.parametrize(
    "change",
    [{"labels": ("loud",)}, {"facts": (("pitch", 61),)}, {"name": "noise/louder.wav"}, {}],
    ids=["labels", "facts", "name", "left out"],
)
def test_what_is_taught_otherwise_has_another_digest(
    change: dict, recordings: Path, tmp_path: Path, codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SOURCES_PER_SHARD", 100)  # names decide of no shard
    corpus = folder.read(recordings)
    (place,) = [n for n, source in enumerate(corpus.sources) if source.name == "noise/loud.wav"]
    sources = list(corpus.sources)
    sources[place] = replace(sources[place], **change)
    before = _prepare(recordings, tmp_path / "data", codec)
    if not change:
        monkeypatch.setattr(likeness, "duplicates", lambda _told: np.array([2]))
    after, _ = shards.prepare(replace(corpus, sources=tuple(sources)), tmp_path / "data", codec, CutConfig(), workers=1)
    assert [shard["sha256"] for shard in after["shards"]] == [shard["sha256"] for shard in before["shards"]]
    assert after["digest"] != before["digest"]
    assert manifest.read(tmp_path / "data").digest == after["digest"]


def test_a_damaged_shard_is_made_again(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    before = _prepare(recordings, tmp_path / "data", codec)
    victim = tmp_path / "data" / next(shard["file"] for shard in before["shards"] if shard["clips"])
    victim.write_bytes(victim.read_bytes()[:-7])
    with pytest.raises(ValueError, match=r"bytes, expected \d+; prepare the dataset again"):
        manifest.read(tmp_path / "data")
    assert _prepare(recordings, tmp_path / "data", codec) == before


def test_while_no_file_can_be_opened_none_is_skipped(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    (tmp_path / "data").mkdir()
    (job, *_) = shards._jobs(folder.read(recordings), tmp_path / "data", codec, CutConfig())
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, hard))  # the shard's own and no other
        with pytest.raises(OSError, match=r"Too many open files: '.*recordings/"):
            shards.make(job)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert not job.path(".json").exists()


@pytest.mark.parametrize(
    ("error", "skipped"),
    [
        (OSError(errno.EIO, "Input/output error"), False),
        (MemoryError("Unable to allocate 9 GiB"), False),
        (PermissionError(errno.EACCES, "Permission denied"), True),
        (ValueError("holds samples that are not finite"), True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_is_a_file_s_own_fault_leaves_it_out(
    error: Exception, skipped: bool, recordings: Path, tmp_path: Path, codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = clips.cut

    def failing(source: Source, *settings: Any) -> Iterator[clips.Clip]:
        yield from cut(source, *settings)
        if source.name == "noise/loud.wav":
            raise error

    monkeypatch.setattr(clips, "cut", failing)
    if not skipped:
        with pytest.raises(type(error)):
            _prepare(recordings, tmp_path / "data", codec)
        monkeypatch.setattr(clips, "cut", cut)
    told = _prepare(recordings, tmp_path / "data", codec)
    assert ("noise/loud.wav" in {entry["name"] for entry in told["skipped"]}) == skipped


def test_a_corpus_of_silence_is_refused(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    for name in ("bell", "noise"):
        for path in (recordings / name).iterdir():
            path.unlink()
    with pytest.raises(ValueError, match="none of its 2 files gave a clip; odd/broken.wav: is nothing that"):
        _prepare(recordings, tmp_path / "data", codec)


def test_other_folders_are_left_alone(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    with pytest.raises(ValueError, match="holds other things"):
        _prepare(recordings, recordings, codec)
    with pytest.raises(ValueError, match="is no prepared dataset"):
        manifest.read(recordings)


@pytest.mark.long
def test_killed_and_taken_up_again_it_is_the_same(recordings: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    for number in range(160):  # several shards' worth, each of some work
        samples = rng.standard_normal(20_000 + number) * 0.1
        (recordings / "noise" / f"{number:03d}.raw.wav").write_bytes(_wav(samples))
    command = [sys.executable, "-m", "training.cli", "prepare", str(recordings), "--codec", json.dumps(CODEC), "-o"]
    subprocess.run([*command, str(tmp_path / "whole")], check=True, capture_output=True)
    victim = subprocess.Popen([*command, str(tmp_path / "data"), "--workers", "1"], stderr=subprocess.DEVNULL)
    while victim.poll() is None and not list((tmp_path / "data").glob("shard-*.json")):
        time.sleep(0.01)
    os.kill(victim.pid, signal.SIGKILL)
    assert victim.wait() == -signal.SIGKILL
    assert not (tmp_path / "data" / "manifest.json").exists()
    subprocess.run([*command, str(tmp_path / "data")], check=True, capture_output=True)
    whole, resumed = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("whole", "data"))
    assert resumed == whole
    assert not list((tmp_path / "data").glob("*.tmp"))


def test_neither_prepare_nor_its_pool_imports_tensorflow() -> None:
    modules = "training.cli, training.corpus.folder, training.dataset.shards, training.dataset.manifest"
    code = f"import sys, {modules}; print({{'tensorflow', 'keras', 'openvino', 'librosa'}} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "set()\n"


def _wav(samples: np.ndarray) -> bytes:
    import io

    import soundfile

    stream = io.BytesIO()
    soundfile.write(stream, samples, 16000, format="WAV")
    return stream.getvalue()


def test_duplicates_are_left_out_wherever_they_lie(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    import soundfile

    before = _prepare(recordings, tmp_path / "data", codec)
    for label, gain in (("bell", 0.25), ("odd", 0.125)):
        sound, rate = soundfile.read(recordings / "noise" / "loud.wav")
        soundfile.write(recordings / label / "softer.wav", gain * sound, rate, subtype="FLOAT")
    after = _prepare(recordings, tmp_path / "data", codec)
    assert (after["clips"], after["duplicates"]) == (before["clips"], 8)
    dataset = manifest.read(tmp_path / "data")
    images = dataset.images(np.arange(dataset.clips)).reshape(dataset.clips, -1)
    assert len(np.unique(images, axis=0)) == dataset.clips == after["clips"]
    assert after["statistics"]["mean"][0] == pytest.approx(float(images.mean(dtype=np.float64)), abs=1e-4)
    assert dataset.label_matrix().any(axis=0).all()
    assert dataset.label_matrix().sum(axis=1).tolist() == [1.0] * dataset.clips


def test_figures_come_last_as_json(recordings: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "training.cli", "prepare", str(recordings), "-o", str(tmp_path / "data")]
    command += ["--codec", json.dumps(CODEC), "--cut", "random", "--crops", "3", "--json"]
    figures = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        for _ in range(2)
    ]
    assert (figures[0]["clips"], figures[0]["skipped"]) == (15, 2)
    assert figures[0]["clips_per_s"] == pytest.approx(15 / figures[0]["seconds"], rel=0.1)
    assert figures[0]["peak_rss_mb"] == pytest.approx(sum(figures[0]["peak_rss_mb_by_process"].values()), abs=0.5)
    assert (figures[1]["clips"], figures[1]["seconds"]) == (15, 0)  # nothing was left to do


def test_names_that_are_no_text_are_taken_up_again_too(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    odd = Path(os.fsdecode(os.fsencode(recordings) + b"/bell/Gl\xf6ckchen\n.wav"))
    (recordings / "bell" / "short.wav").rename(odd)
    for cut in ("grid", "random"):
        config = CutConfig(cut=cut, crops=2)
        told = _prepare(recordings, tmp_path / cut, codec, config)
        assert _prepare(recordings, tmp_path / cut, codec, config) == told
        names = [source["name"] for source in manifest.read(tmp_path / cut).sources]
        assert "bell/Gl\\xf6ckchen\\n.wav" in names


def test_a_recording_that_vanishes_meanwhile_is_skipped(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    corpus = folder.read(recordings)
    (recordings / "bell" / "long.flac").unlink()
    told, _ = shards.prepare(corpus, tmp_path / "data", codec, CutConfig(), workers=1)
    skipped = {entry["name"]: entry["reason"] for entry in told["skipped"]}
    assert skipped["bell/long.flac"] == "cannot be read (No such file or directory)"


def test_a_sample_rate_that_no_memory_holds_stops_no_corpus(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    whole = bytearray(_wav(np.zeros(9000)))
    whole[24:28] = (2**31 - 1).to_bytes(4, "little")
    (recordings / "odd" / "fast.wav").write_bytes(whole)
    told = _prepare(recordings, tmp_path / "data", codec)
    assert "odd/fast.wav" in {entry["name"] for entry in told["skipped"]}


def test_channels_that_cancel_are_not_silence(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    import soundfile

    sound, rate = soundfile.read(recordings / "noise" / "hiss.ogg")
    before = _prepare(recordings, tmp_path / "data", codec)
    pair = np.stack([0.9 * sound, -sound], axis=1)
    soundfile.write(recordings / "noise" / "wide.wav", np.concatenate([pair, 0.3 * pair[:, ::-1]]), rate)
    told = _prepare(recordings, tmp_path / "data", codec)
    assert told["clips"] > before["clips"]
    assert told["remarks"] == [{"name": "noise/wide.wav", "remark": recording.CANCELS}]
    assert recording.channel_of(next(s for s in folder.read(recordings).sources if s.name == "noise/wide.wav")) == 2
    assert recording.channel_of(next(s for s in folder.read(recordings).sources if s.name == "bell/long.flac")) is None


def test_a_full_disk_leaves_nothing_behind(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, hard))
        with pytest.raises(OSError, match=r"File too large: .*shard-0000\d\.tfrecord"):
            _prepare(recordings, tmp_path / "data", codec)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert not [path.name for path in (tmp_path / "data").glob("*") if path.name.endswith(".tmp")]
    assert _prepare(recordings, tmp_path / "data", codec) == _prepare(recordings, tmp_path / "other", codec)


def test_a_damaged_note_is_made_again(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    told = _prepare(recordings, tmp_path / "data", codec)
    for content in ("", "[]", '{"key": 1}', "[" * 100_000):
        next(iter((tmp_path / "data").glob("shard-*.json"))).write_text(content, encoding="utf-8")
        assert _prepare(recordings, tmp_path / "data", codec) == told


@pytest.mark.long
def test_killed_at_any_moment_it_comes_out_the_same(recordings: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    for number in range(100):
        (recordings / "noise" / f"{number:03d}.wav").write_bytes(_wav(rng.standard_normal(20_000 + number) * 0.1))
    command = [sys.executable, "-m", "training.cli", "prepare", str(recordings), "--codec", json.dumps(CODEC)]
    command += ["--workers", "1", "-o"]
    began = time.monotonic()
    subprocess.run([*command, str(tmp_path / "whole")], check=True, capture_output=True)
    took = time.monotonic() - began
    for _ in range(4):
        victim = subprocess.Popen([*command, str(tmp_path / "data")], stderr=subprocess.DEVNULL)
        time.sleep(float(rng.uniform(0.3, 1.0)) * took)
        victim.kill()
        victim.wait()
    subprocess.run([*command, str(tmp_path / "data")], check=True, capture_output=True)
    held = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("whole", "data")]
    assert held[0] == held[1]


def test_a_dataset_keeps_who_made_its_sounds_and_what_must_go_with_them(
    recordings: Path, tmp_path: Path, codec: Codec
) -> None:
    rows = "path,package,author,notice\nbell/short.wav,bells,Ada,bells.txt\n"
    (recordings / "manifest.csv").write_text(rows, encoding="utf-8")
    (recordings / "bells.txt").write_text("(C) Ada", encoding="utf-8")
    shards.prepare(folder.read(recordings), tmp_path / "data", codec, CutConfig(), workers=1)
    dataset = manifest.read(tmp_path / "data")
    assert dataset.notices == {"bells": "(C) Ada"}
    assert {source["name"]: source.get("author") for source in dataset.sources}["bell/short.wav"] == "Ada"
