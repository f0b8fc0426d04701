"""FAT2019 (FSDKaggle2019): recordings with multi-label tables, and the "prep mels" made of them.

Conventions
-----------
A table ``train_curated.csv`` (columns ``fname``, ``labels``: names with commas between them) belongs to the wavs in the
folder ``train_curated`` beside it, or else in the folder itself; and to the pickle ``mels_train_curated.pkl``, a list
of uint8 arrays (128, L, 3) in the table's order. The test set's table, without labels, gives names alone.
"""

from __future__ import annotations

from pathlib import Path

from gesturegan_live.show.names import in_any_form
from training.corpus import pickled, tables
from training.corpus.files.walk import text, why_not
from training.corpus.source import Corpus, Missing, Source, corpus, unnamed

PICKLES = "mels_*.pkl"
COLUMN = "fname"
TEST_TABLE = "sample_submission.csv"


def is_mels(folder: Path) -> bool:
    """Whether the folder holds prepared mels."""
    return any(folder.glob(PICKLES))


def is_wavs(folder: Path) -> bool:
    """Whether the folder holds tables of recordings."""
    return any(_is_table(path) for path in folder.glob("*.csv"))


def read_wavs(folder: Path) -> Corpus:
    """List the recordings that the tables name."""
    labels: dict[Path, list[str]] = {}
    missing = []
    for table in sorted(path for path in folder.glob("*.csv") if _is_table(path) and path.name != TEST_TABLE):
        home = folder / table.stem if (folder / table.stem).is_dir() else folder
        for row in tables.rows(table, [COLUMN, "labels"]):
            path = in_any_form(home / Path(row[COLUMN]).name)
            if reason := why_not(path):
                missing.append(Missing(_inside(folder, path), f"{reason}, though {table.name} names it"))
            else:
                labels.setdefault(path, []).extend(_labels(row))  # a recording may have a row a label
    sources = [Source(path, _inside(folder, path), tuple(sorted(set(told)))) for path, told in labels.items()]
    missing, lines = unnamed(folder, sources, missing, [path.name for path in folder.glob("*.csv") if _is_table(path)])
    wanted = f"recording that its tables ({COLUMN}, labels) name"
    return corpus(folder, sources, missing, wanted, lines)


def read_mels(folder: Path) -> Corpus:
    """List the images in the pickles; nothing in them is executed."""
    sources: list[Source] = []
    said = {path.name for path in folder.glob("*.csv") if _is_table(path)} | {TEST_TABLE}
    missing: list[Missing] = []
    for path in sorted(folder.glob(PICKLES)):
        if reason := why_not(path):
            missing.append(Missing(text(path.name), reason))
            continue
        spans = pickled.arrays(path)
        part = path.stem.removeprefix("mels_")
        table = folder / (TEST_TABLE if part == "test" else f"{part}.csv")
        named = tables.rows(table, [COLUMN]) if table.is_file() else [{COLUMN: f"{n:06d}"} for n in range(len(spans))]
        if len(named) != len(spans):
            raise ValueError(f"{path}: holds {len(spans)} images, but {table.name} names {len(named)}")
        for row, span in zip(named, spans, strict=True):
            if len(span.shape) != 3 or span.shape[2] != 3 or span.dtype != "<u1":
                raise ValueError(f"{path}: {row[COLUMN]} is {span.dtype} {span.shape}, expected uint8 (128, L, 3)")
            sources.append(Source(path, f"{part}/{row[COLUMN]}", _labels(row), image=span))
        said |= {path.name, table.name}
    missing, lines = unnamed(folder, sources, missing, said)
    return corpus(folder, sources, missing, "image in its pickles", lines)


def _inside(folder: Path, path: Path) -> str:
    return text(path.relative_to(folder).as_posix())


def _labels(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted({label.strip() for label in row.get("labels", "").split(",") if label.strip()}))


def _is_table(path: Path) -> bool:
    return not why_not(path) and {COLUMN, "labels"} <= set(tables.header(path))
