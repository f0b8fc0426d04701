"""A corpus cut, encoded and written as shards, on all cores, taken up again where it stopped.

Conventions
-----------
A source's shard follows from the hash of its name, so that a corpus that grows or changes redoes only the shards
concerned, and every shard holds a mixture of labels. Beside each ``shard-00003.tfrecord`` lies ``shard-00003.json``:
what it was made from (a key over sources and settings), what it holds, its SHA-256. The record is put in place first,
the note last: a shard without a note of the right key is made anew. Nothing here imports TensorFlow.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec
from training.corpus.source import Corpus, Source
from training.dataset import manifest, records
from training.dataset.clips import Clip, CutConfig, cut

SOURCES_PER_SHARD = 48
ENCODE_AT_ONCE = 8


@dataclass(frozen=True)
class Job:
    """One shard to make; plain data, so that it can go to another process."""

    folder: Path
    number: int
    key: str
    codec: dict[str, Any]
    config: CutConfig
    sources: tuple[Source, ...]


def prepare(
    corpus: Corpus,
    folder: Path,
    codec: Codec,
    config: CutConfig,
    *,
    workers: int | None = None,
    progress: Callable[[int, int, int], None] = lambda _done, _total, _clips: None,
) -> dict[str, Any]:
    """Make the dataset in `folder`; what is there already and still right is kept.

    Parameters
    ----------
    workers : int or None
        Processes; None takes one a core.
    progress : callable
        Told shards done, shards in all, clips so far.

    Returns
    -------
    dict
        The manifest.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder}: is a file, expected a folder")
    strange = folder.is_dir() and any(folder.iterdir()) and not any(folder.glob("shard-*"))
    if strange and not (folder / manifest.FILE).exists():
        raise ValueError(f"{folder}: holds other things, expected an empty folder or a dataset")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(corpus, folder, codec, config)
    notes = {job.number: note for job in jobs if (note := _finished(job)) is not None}
    todo = [job for job in jobs if job.number not in notes]
    progress(len(notes), len(jobs), sum(note["clips"] for note in notes.values()))
    if todo:
        (folder / manifest.FILE).unlink(missing_ok=True)
        context = multiprocessing.get_context("spawn")
        count = min(workers or _cores(), len(todo))
        with ProcessPoolExecutor(count, mp_context=context, initializer=_begin_worker) as pool:
            running = [pool.submit(make, job) for job in todo]
            try:
                for future in as_completed(running):
                    note = future.result()
                    notes[note["number"]] = note
                    progress(len(notes), len(jobs), sum(note["clips"] for note in notes.values()))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
    _tidy(folder, jobs)
    told = _summary(corpus, codec, config, jobs, [notes[job.number] for job in jobs])
    manifest.write_json(folder / manifest.FILE, told)
    return told


def make(job: Job) -> dict[str, Any]:
    """Write one shard and its note; runs in a pool process."""
    codec = codecs.from_json(job.codec)
    channels = codec.image_shape[2]
    total, squares, values, clips = np.zeros(channels), np.zeros(channels), 0, 0
    skipped: list[dict[str, str]] = []
    draft = _record(job).with_suffix(".tfrecord.tmp")
    with draft.open("wb") as stream:
        for row, source in enumerate(job.sources):
            position, before = stream.tell(), (total.copy(), squares.copy(), values, clips)
            try:
                for batch in _batches(cut(source.path, codec.sample_rate, codec.clip_samples, job.config)):
                    images = codec.encode(np.stack([clip.samples for clip in batch]))
                    for clip, image in zip(batch, images, strict=True):
                        records.write(stream, row, clip.offset, clip.speed, image)
                    total += images.sum(axis=(0, 1, 2), dtype=np.float64)
                    squares += np.square(images, dtype=np.float64).sum(axis=(0, 1, 2))
                    values += images[..., 0].size
                    clips += len(batch)
                if clips == before[3]:
                    skipped.append({"name": source.name, "reason": "nothing but silence"})
            except (soundfile.SoundFileError, ValueError, OSError) as error:
                stream.seek(position)  # nothing of a broken file stays
                stream.truncate()
                total, squares, values, clips = before
                skipped.append({"name": source.name, "reason": _one_line(error, source)})
        stream.flush()
        os.fsync(stream.fileno())
    note = {
        "number": job.number,
        "file": _record(job).name,
        "key": job.key,
        "clips": clips,
        "bytes": draft.stat().st_size,
        "sha256": _sha256(draft),
        "sum": total.tolist(),
        "sum_of_squares": squares.tolist(),
        "values": values,
        "skipped": skipped,
    }
    draft.replace(_record(job))
    manifest.write_json(_note(job), note)
    return note


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it even if it is killed: a pool process alone would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _jobs(corpus: Corpus, folder: Path, codec: Codec, config: CutConfig) -> list[Job]:
    count = 1
    while count * SOURCES_PER_SHARD < len(corpus.sources):
        count *= 2  # doubling, so that a corpus that grows a little keeps its shards
    members: list[list[Source]] = [[] for _ in range(count)]
    for source in corpus.sources:
        place = int.from_bytes(hashlib.sha256(source.name.encode()).digest()[:4], "little") % count
        members[place].append(source)
    jobs = []
    for number, group in enumerate(members):
        made_of = {
            "codec": codec.to_json(),
            "config": asdict(config),
            "sources": [source.fingerprint for source in group],
        }
        key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
        jobs.append(Job(folder, number, key, codec.to_json(), config, tuple(group)))
    return jobs


def _finished(job: Job) -> dict[str, Any] | None:
    """Read the note of a shard that need not be made again."""
    if not (_note(job).is_file() and _record(job).is_file()):
        return None
    note: dict[str, Any] = json.loads(_note(job).read_text(encoding="utf-8"))
    same = note["key"] == job.key and note["sha256"] == _sha256(_record(job))
    return note if same else None


def _tidy(folder: Path, jobs: list[Job]) -> None:
    """Remove shards of an earlier, larger corpus."""
    wanted = {path.name for job in jobs for path in (_record(job), _note(job))}
    for path in folder.glob("shard-*"):
        if path.name not in wanted:
            path.unlink()


def _summary(
    corpus: Corpus, codec: Codec, config: CutConfig, jobs: list[Job], notes: list[dict[str, Any]]
) -> dict[str, Any]:
    values = sum(note["values"] for note in notes)
    if values == 0:
        raise ValueError(f"corpus {corpus.name}: none of its {len(corpus.sources)} files gave a clip")
    mean = np.sum([note["sum"] for note in notes], axis=0) / values
    square = np.sum([note["sum_of_squares"] for note in notes], axis=0) / values
    return {
        "format": manifest.FORMAT,
        "corpus": corpus.name,
        "codec": codec.to_json(),
        "image_shape": list(codec.image_shape),
        "cut": asdict(config),
        "record": {"head": [list(field) for field in records.HEAD.descr], "image": str(records.IMAGE_DTYPE.str)},
        "clips": sum(note["clips"] for note in notes),
        "statistics": {"mean": mean.tolist(), "deviation": np.sqrt(np.maximum(square - mean**2, 0)).tolist()},
        "labels": sorted({label for source in corpus.sources for label in source.labels}),
        "digest": hashlib.sha256("".join(note["sha256"] for note in notes).encode()).hexdigest(),
        "shards": [
            {key: note[key] for key in ("file", "clips", "bytes", "sha256")} | {"sources": len(job.sources)}
            for job, note in zip(jobs, notes, strict=True)
        ],
        "skipped": [entry for note in notes for entry in note["skipped"]],
        "sources": [
            {"name": source.name, "labels": source.labels, "licence": source.licence, "package": source.package}
            for job in jobs
            for source in job.sources
        ],
    }


def _batches(clips: Iterator[Clip]) -> Iterator[list[Clip]]:
    batch: list[Clip] = []
    for clip in clips:
        batch.append(clip)
        if len(batch) == ENCODE_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _one_line(error: Exception, source: Source) -> str:
    return " ".join(str(error).replace(str(source.path), source.name).split())


def _record(job: Job) -> Path:
    return job.folder / f"shard-{job.number:05d}.tfrecord"


def _note(job: Job) -> Path:
    return job.folder / f"shard-{job.number:05d}.json"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
