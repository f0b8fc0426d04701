"""A corpus cut, encoded and written as shards, on all cores, taken up again where it stopped.

Conventions
-----------
A source's shard follows from the hash of its name, so that a corpus that grows or changes redoes only the shards
concerned, and every shard holds a mixture of labels. Beside each ``shard-00003.tfrecord`` lie ``shard-00003.npy``, what
was measured of its clips (`measures`), and ``shard-00003.json``: what it was made from (a key over sources and
settings), what it holds, its SHA-256. The note is put in place last: a shard without a note of the right key is made
anew. A shard depends on its own sources alone; which of its records repeat a clip of an earlier one is told by the
manifest. Nothing here imports TensorFlow.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec, Image, Samples
from gesturegan_live.codecs.mel_colour import MelColour
from gesturegan_live.show.documents import DocumentError, json_object
from training.corpus.source import Corpus, Source
from training.dataset import clips as sounds
from training.dataset import likeness, manifest, measures, pictures, pool, recording, records
from training.dataset.clips import CutConfig

SOURCES_PER_SHARD = 48
CLIPS_PER_SHARD = 384  # of random crops, whose number is known before
ENCODE_AT_ONCE = 8
_OF_THE_FILE = {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR}
_PARTS = (".tfrecord", ".npy", ".json")
_DRAFTS = (".tfrecord.tmp", ".npy.tmp")


@dataclass(frozen=True)
class Job:
    """One shard to make; plain data, so that it can go to another process."""

    folder: Path
    number: int
    key: str
    codec: dict[str, Any]
    config: CutConfig
    sources: tuple[Source, ...]

    def path(self, suffix: str) -> Path:
        """Name one of the shard's files."""
        return self.folder / f"shard-{self.number:05d}{suffix}"


@dataclass(frozen=True)
class Work:
    """What one call did, as opposed to what the dataset holds.

    Attributes
    ----------
    clips : int
        Made by this call.
    seconds : float
        From the first clip's beginning to the last one's end.
    peak_rss_mb : dict
        Most memory of each process, by its name.
    """

    clips: int
    seconds: float
    peak_rss_mb: dict[str, float]


@dataclass(frozen=True, eq=False)
class _Batch:
    offsets: list[int]
    speeds: list[float]
    levels: list[float]
    values: Samples | Image
    images: Image


def prepare(
    corpus: Corpus,
    folder: Path,
    codec: Codec,
    config: CutConfig,
    *,
    workers: int | None = None,
    dask: str | None = None,
    progress: Callable[[int, int, int], None] = lambda _done, _total, _clips: None,
) -> tuple[dict[str, Any], Work]:
    """Make the dataset in `folder`; what is there already and still right is kept.

    Parameters
    ----------
    workers : int or None
        Processes; None takes one a core.
    dask : str or None
        Address of a Dask scheduler, whose workers make the shards instead.
    progress : callable
        Told shards done, shards in all, clips so far.

    Returns
    -------
    dict, Work
        The manifest, and what this call did.
    """
    if any(source.image for source in corpus.sources):
        pictures.check(codec, config)
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder}: is a file, expected a folder")
    strange = folder.is_dir() and any(folder.iterdir()) and not any(folder.glob("shard-*"))
    if strange and not (folder / manifest.FILE).exists():
        raise ValueError(f"{folder}: holds other things, expected an empty folder or a dataset")
    folder.mkdir(parents=True, exist_ok=True)
    jobs = _jobs(corpus, folder.resolve(), codec, config)
    notes = {job.number: note for job in jobs if (note := _finished(job)) is not None}
    todo = [job for job in jobs if job.number not in notes]
    progress(len(notes), len(jobs), sum(note["clips"] for note in notes.values()))
    made: list[dict[str, Any]] = []
    if todo:
        (folder / manifest.FILE).unlink(missing_ok=True)
        for result in pool.on_dask(make, todo, dask) if dask else pool.on_cores(make, todo, workers):
            made.append(result)
            notes[result["note"]["number"]] = result["note"]
            progress(len(notes), len(jobs), sum(note["clips"] for note in notes.values()))
    _tidy(folder, jobs)
    told = _summary(corpus, codec, config, jobs, [notes[job.number] for job in jobs])
    manifest.write_json(folder / manifest.FILE, told)
    return told, _work(made)


def make(job: Job) -> dict[str, Any]:
    """Write one shard, its measures and its note; runs in a pool process or on a Dask worker.

    Raises
    ------
    OSError
        Where there is no room, or nothing can be read for the time being; nothing of the shard is left.
    """
    try:
        return _made(job)
    except OSError as error:
        if error.filename is None:  # of a write, which does not know where to
            raise OSError(error.errno, error.strerror, str(job.path(".tfrecord"))) from error
        raise
    finally:
        for suffix in _DRAFTS:
            job.path(suffix).unlink(missing_ok=True)


def _made(job: Job) -> dict[str, Any]:
    began = time.time()
    codec = codecs.from_json(job.codec)
    dtype = records.dtype_for(codec)
    seconds = codec.clip_samples / codec.sample_rate
    tables = [np.zeros(0, measures.dtype(codec.image_shape[2]))]
    skipped: list[dict[str, str]] = []
    remarks: list[dict[str, str]] = []
    draft = job.path(".tfrecord.tmp")
    with draft.open("wb") as stream:
        for row, source in enumerate(job.sources):
            position, before = stream.tell(), len(tables)
            try:
                told: list[str] = []
                for batch in _batches(source, codec, job.config, told.append):
                    tables.append(measures.measure(batch.values, batch.levels, seconds, batch.images))
                    for offset, speed, image in zip(batch.offsets, batch.speeds, batch.images, strict=True):
                        records.write(stream, row, offset, speed, image, dtype)
                if len(tables) == before:
                    skipped.append({"name": source.name, "reason": "nothing but silence"})
                remarks += [{"name": source.name, "remark": remark} for remark in dict.fromkeys(told)]
            except MemoryError:
                raise
            except Exception as error:  # whatever is wrong with a file, the others are made
                if isinstance(error, OSError) and error.errno not in _OF_THE_FILE:  # another time it can be read
                    raise
                stream.seek(position)  # nothing of a broken file stays
                stream.truncate()
                del tables[before:]
                skipped.append({"name": source.name, "reason": _one_line(error, source)})
        stream.flush()
        os.fsync(stream.fileno())
    table = np.concatenate(tables)
    with job.path(".npy.tmp").open("wb") as stream:
        np.save(stream, table, allow_pickle=False)
    note = {
        "number": job.number,
        "file": job.path(".tfrecord").name,
        "key": job.key,
        "clips": len(table),
        "bytes": draft.stat().st_size,
        "sha256": _sha256(draft),
        "measures_sha256": _sha256(job.path(".npy.tmp")),
        "skipped": skipped,
        "remarks": remarks,
    }
    draft.replace(job.path(".tfrecord"))
    job.path(".npy.tmp").replace(job.path(".npy"))
    manifest.write_json(job.path(".json"), note)
    return {"note": note, "began": began, "ended": time.time(), "process": _process(), "rss": peak_rss_mb()}


def peak_rss_mb() -> float:
    """Most memory that this process had so far, MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1e6 if os.uname().sysname == "Darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _process() -> str:
    return f"{os.uname().nodename}:{os.getpid()}" if hasattr(os, "uname") else str(os.getpid())


def _work(made: list[dict[str, Any]]) -> Work:
    memory = {_process(): peak_rss_mb()}
    for result in made:
        memory[result["process"]] = max(result["rss"], memory.get(result["process"], 0.0))
    seconds = max(r["ended"] for r in made) - min(r["began"] for r in made) if made else 0.0
    return Work(sum(r["note"]["clips"] for r in made), seconds, memory)


def _jobs(corpus: Corpus, folder: Path, codec: Codec, config: CutConfig) -> list[Job]:
    expected = config.crops * len(config.speeds) if config.cut == "random" else 1
    per_shard = max(1, min(SOURCES_PER_SHARD, CLIPS_PER_SHARD // expected))
    count = 1
    while count * per_shard < len(corpus.sources):
        count *= 2  # doubling, so that a corpus that grows a little keeps its shards
    members: list[list[Source]] = [[] for _ in range(count)]
    for source in corpus.sources:
        place = int.from_bytes(hashlib.sha256(source.name.encode()).digest()[:4], "little") % count
        members[place].append(source)
    jobs = []
    for number, group in enumerate(members):
        made_of = {
            "format": manifest.FORMAT,
            "measures": measures.FORMAT,
            "recordings": recording.FORMAT,
            "codec": codec.to_json(),
            "image": records.dtype_for(codec).str,
            "config": asdict(config),
            "sources": [source.fingerprint for source in group],
        }
        key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
        jobs.append(Job(folder, number, key, codec.to_json(), config, tuple(group)))
    return jobs


def _finished(job: Job) -> dict[str, Any] | None:
    """Read the note of a shard that need not be made again."""
    if not all(job.path(suffix).is_file() for suffix in _PARTS):
        return None
    try:
        note = json_object(job.path(".json"), manifest.LARGEST)
    except DocumentError:
        return None  # a power cut may have left it so
    same = note.get("key") == job.key and note.get("sha256") == _sha256(job.path(".tfrecord"))
    return note if same and note.get("measures_sha256") == _sha256(job.path(".npy")) else None


def _tidy(folder: Path, jobs: list[Job]) -> None:
    """Remove shards of an earlier, larger corpus, and drafts of a killed run."""
    wanted = {job.path(suffix).name for job in jobs for suffix in _PARTS}
    for path in folder.glob("shard-*"):
        if path.name not in wanted:
            path.unlink()


def _summary(
    corpus: Corpus, codec: Codec, config: CutConfig, jobs: list[Job], notes: list[dict[str, Any]]
) -> dict[str, Any]:
    table = np.concatenate([np.load(job.path(".npy"), allow_pickle=False) for job in jobs])
    if len(table) == 0:
        first = next(f"; {entry['name']}: {entry['reason']}" for note in notes for entry in note["skipped"])
        raise ValueError(f"corpus {corpus.name}: none of its {len(corpus.sources)} files gave a clip{first}")
    left_out = likeness.duplicates(table["print"])
    kept = np.delete(table, left_out)
    values = len(kept) * codec.image_shape[0] * codec.image_shape[1]
    mean, square = kept["sum"].sum(axis=0) / values, kept["squares"].sum(axis=0) / values
    ends = np.cumsum([note["clips"] for note in notes])
    shards = []
    for job, note, end in zip(jobs, notes, ends, strict=True):
        first = end - note["clips"]
        told = {key: note[key] for key in ("file", "clips", "bytes", "sha256")} | {"sources": len(job.sources)}
        shards.append(told | {"left_out": [int(n - first) for n in left_out if first <= n < end]})
    licences = sorted({source.licence or "not stated" for source in corpus.sources})
    missing = [{"name": source.name, "reason": source.reason} for source in corpus.missing]
    sources = [_told(source) for job in jobs for source in job.sources]
    heard = np.unique(np.delete(_clip_sources(codec, jobs, notes), left_out))
    return {
        "format": manifest.FORMAT,
        "corpus": corpus.name,
        "made_of": list(corpus.made_of) or [{"folder": corpus.name}],
        "codec": codec.to_json(),
        "image_shape": list(codec.image_shape),
        "cut": asdict(config),
        "record": {"head": [list(field) for field in records.HEAD.descr], "image": records.dtype_for(codec).str},
        "clips": len(kept),
        "duplicates": len(left_out),
        "statistics": {"mean": mean.tolist(), "deviation": np.sqrt(np.maximum(square - mean**2, 0)).tolist()},
        "labels": sorted({label for place in heard for label in sources[place]["labels"]}),
        "licences": {
            licence: sum((s.licence or "not stated") == licence for s in corpus.sources) for licence in licences
        },
        "notices": dict(corpus.notices),
        "digest": _digest(codec, shards, sources),
        "shards": shards,
        "skipped": missing + [entry for note in notes for entry in note["skipped"]],
        "remarks": [entry for note in notes for entry in note["remarks"]],
        "left_out": list(corpus.left_out),
        "sources": sources,
    }


def _clip_sources(codec: Codec, jobs: list[Job], notes: list[dict[str, Any]]) -> NDArray[np.intp]:
    """Tell each record's source, as a place among those of all jobs."""
    layout = records.layout(codec.image_shape, records.dtype_for(codec))
    firsts = np.cumsum([0, *(len(job.sources) for job in jobs)])
    found = [
        np.memmap(job.path(".tfrecord"), layout, mode="r")["head"]["source"] + first
        for job, note, first in zip(jobs, notes, firsts, strict=False)
        if note["clips"]
    ]
    return np.concatenate(found).astype(np.intp)


def _digest(codec: Codec, shards: list[dict[str, Any]], sources: list[dict[str, Any]]) -> str:
    """Hash all that a network is taught: images, which of them count, and what is said of them."""
    taught = {
        "codec": codec.to_json(),
        "shards": [[shard["sha256"], shard["left_out"]] for shard in shards],
        "sources": [[source["name"], source["labels"], source.get("facts", {})] for source in sources],
    }
    return hashlib.sha256(json.dumps(taught, sort_keys=True).encode()).hexdigest()


def _told(source: Source) -> dict[str, Any]:
    told = {"name": source.name, "labels": source.labels, "licence": source.licence, "package": source.package}
    told |= {"author": source.author} if source.author else {}
    return told | ({"facts": dict(source.facts)} if source.facts else {})


def _batches(source: Source, codec: Codec, config: CutConfig, tell: Callable[[str], object]) -> Iterator[_Batch]:
    if source.image is not None:
        assert isinstance(codec, MelColour)
        for offset, image in pictures.cut(source, codec, config):
            yield _Batch([offset], [1.0], [np.nan], image[None] + np.float32(1), image[None])
        return
    waiting: list[sounds.Clip] = []
    for clip in sounds.cut(source, codec.sample_rate, codec.clip_samples, config, tell):
        waiting.append(clip)
        if len(waiting) == ENCODE_AT_ONCE:
            yield _encoded(waiting, codec)
            waiting = []
    if waiting:
        yield _encoded(waiting, codec)


def _encoded(clips: list[sounds.Clip], codec: Codec) -> _Batch:
    samples = np.stack([clip.samples for clip in clips])
    offsets, speeds = [clip.offset for clip in clips], [clip.speed for clip in clips]
    return _Batch(offsets, speeds, [clip.level_db for clip in clips], samples, codec.encode(samples))


def _one_line(error: Exception, source: Source) -> str:
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror})"
    return " ".join(str(error).replace(str(source.path), source.name).split()) or type(error).__name__


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
