"""The sounds of a recipe, got, opened and rendered, as one corpus.

Conventions
-----------
Archives, what is taken of them, and rendered notes lie in one folder; what is there already is kept. A table may name
sounds of an archive that is of another revision: what that does not hold is said as missing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from training.corpus import folder, soundfont, tables
from training.corpus.source import Corpus, Missing
from training.recipes import archives
from training.recipes.archives import Package
from training.recipes.recipe import Recipe, Sounds, entry

Tell = Callable[[str], object]


def gather(recipe: Recipe, beside: Path, store: Path, tell: Tell, progress: Callable[[int, int], None]) -> Corpus:
    """Make one corpus of all sources.

    Parameters
    ----------
    beside : Path
        Folder that the recipe's paths lie in.
    store : Path
        Where archives are looked for and put, and what is made of them.
    tell : callable
        Given a line for each package that is got.
    progress : callable
        Told notes' presets rendered, and in all, of one SoundFont.
    """
    parts = [_corpus(sounds, beside, store, tell, progress) for sounds in recipe.sources]
    names: set[str] = set()
    for part in parts:
        if twice := names & {source.name for source in part.sources}:
            raise ValueError(f"{recipe.name}: {min(twice)} comes from two sources, expected each name once")
        names |= {source.name for source in part.sources}
    return Corpus(
        recipe.name,
        tuple(sorted((source for part in parts for source in part.sources), key=lambda source: source.name)),
        tuple(missing for part in parts for missing in part.missing),
        tuple(line for part in parts for line in part.left_out),
        tuple(dict.fromkeys(notice for part in parts for notice in part.notices)),
        tuple(entry(sounds) for sounds in recipe.sources),
    )


def _corpus(sounds: Sounds, beside: Path, store: Path, tell: Tell, progress: Callable[[int, int], None]) -> Corpus:
    if sounds.folder:
        place = beside / Path(sounds.folder).expanduser()
        return folder.choose(place, beside / sounds.table) if sounds.table else folder.read(place)
    place, package = beside, None
    if sounds.archive:
        package = Package.of(sounds.archive)
        place = store / f"{package.name.replace('/', '-')}-{package.version}"
        archive = archives.get(package, store / "archives", tell)
    if not sounds.soundfont:
        table = beside / sounds.table
        absent = archives.extract(archive, [row["path"] for row in tables.rows(table, ["path"])], place)
        chosen = folder.choose(place, table)
        there = tuple(missing for missing in chosen.missing if missing.name not in absent)
        gone = tuple(Missing(name, f"is not in {archive.name}, though {table.name} names it") for name in absent)
        return Corpus(chosen.name, chosen.sources, there + gone, chosen.left_out, chosen.notices)
    if package is not None and archives.extract(archive, [sounds.soundfont], place):
        raise ValueError(f"{archive}: holds no {sounds.soundfont}")
    font = place / Path(sounds.soundfont).expanduser()
    notes = store / Path(sounds.notes).stem
    notice = tables.text(beside / sounds.notice) if sounds.notice else ""
    soundfont.render(
        font,
        beside / sounds.notes,
        notes,
        licence=sounds.licence,
        package=str(package or font.name),
        notice=notice,
        progress=progress,
    )
    return folder.read(notes)
