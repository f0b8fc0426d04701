"""From recordings to a dataset: ``codecs``, ``prepare``, ``browse``."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

if TYPE_CHECKING:
    from gesturegan_live.codecs.codec import Codec
    from training.corpus.source import Corpus
    from training.dataset.clips import CutConfig

app = CommandLine()


@app.command()
def codecs(
    files: Annotated[list[Path], typer.Argument(help="Sound files to try.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Page to write (HTML, nothing else needed).")],
) -> None:
    """Try every representation on your sounds: one page of pictures, players and figures to choose from."""
    from training.pages import codecs_report

    with terminal.console.status("encoding and decoding") as status:
        remarks = codecs_report.write(files, output, status.update)
    terminal.lines(remarks)
    typer.echo(f"{output}: {len(files)} sounds, {output.stat().st_size / 1e6:.1f} MB")


@app.command()
def prepare(
    folder: Annotated[Path, typer.Argument(help="Folder of the corpus; of audio files, sub-folders are labels.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Dataset to make; taken up again where it stopped.")],
    codec: Annotated[
        str, typer.Option(help="Representation of the sounds: its name, or JSON with its parameters.")
    ] = "log-spectrogram",
    corpus: Annotated[
        str, typer.Option(help="Kind: auto, folder, fat2019 (wavs), fat2019-mels (pickles), audioset or nsynth.")
    ] = "auto",
    cut: Annotated[str, typer.Option(help="Where clips begin: grid, onset or random.")] = "grid",
    crops: Annotated[int, typer.Option(help="Random clips of each recording.")] = 8,
    seed: Annotated[int, typer.Option(help="Of random clips.")] = 0,
    short: Annotated[str, typer.Option(help="What fills short clips: pad (silence) or tile (repetition).")] = "pad",
    overlap: Annotated[float, typer.Option(help="Part of a clip that the next one shares.")] = 0.0,
    speed: Annotated[list[float] | None, typer.Option(help="Cut at this speed (may be given again).")] = None,
    channel: Annotated[int | None, typer.Option(help="Channel to take, from 1; all are mixed by default.")] = None,
    level: Annotated[
        str, typer.Option(help="What is brought to the same peak: every clip, every file or none.")
    ] = "clip",
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core by default.")] = None,
    dask: Annotated[str | None, typer.Option(help="Address of a Dask scheduler whose workers do it instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Tell clips, seconds, rate and memory as JSON.")] = False,
) -> None:
    """Cut, encode and write recordings as a dataset."""
    from gesturegan_live.codecs import from_json
    from training.corpus import kinds
    from training.dataset.clips import CutConfig

    config = CutConfig(
        cut=cut,
        crops=crops,
        seed=seed,
        short=short,
        overlap=overlap,
        speeds=tuple(speed or (1.0,)),
        channel=channel,
        level=level,
    )
    representation = from_json(_codec_json(codec))
    made = cut_and_encode(kinds.read(folder, corpus), output, representation, config, workers=workers, dask=dask)
    if as_json:
        typer.echo(json.dumps(made))


@app.command()
def browse(
    data: Annotated[Path, typer.Argument(help="Prepared dataset.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML page to write.")],
    each: Annotated[int, typer.Option(min=1, help="Most clips of each label.")] = 8,
) -> None:
    """Write a page of clips to look at and listen to, by label and on a map."""
    from training.dataset import manifest
    from training.pages.browse import browse as write

    dataset = manifest.read(data)
    with terminal.bar() as bar:
        task = bar.add_task("browse", total=None, unit="clips", rate="")
        shown = write(dataset, output, each, lambda done, total: bar.update(task, completed=done, total=total))
    typer.echo(f"{output}: {shown} of {dataset.clips} clips, {output.stat().st_size / 1e6:.1f} MB")


def cut_and_encode(
    corpus: Corpus,
    output: Path,
    codec: Codec,
    config: CutConfig,
    *,
    workers: int | None = None,
    dask: str | None = None,
) -> dict[str, Any]:
    """Make a dataset and say what became of it; return its figures."""
    from training.dataset import shards

    before = _digest(output)
    began = time.monotonic()
    with terminal.bar() as bar:
        told, work = shards.prepare(
            corpus,
            output,
            codec,
            config,
            workers=workers,
            dask=dask,
            progress=terminal.shards(bar, "prepare"),
        )
    terminal.left_out(told)
    duplicates = f", {told['duplicates']} duplicates left out" if told["duplicates"] else ""
    typer.echo(
        f"{output}: {told['clips']} clips of {len(corpus.sources)} files, "
        f"{len(told['skipped'])} skipped{duplicates}, {time.monotonic() - began:.1f} s"
    )
    if before not in {"", _digest(output)}:
        typer.echo(
            f"{output} is another dataset than before: runs begun on it go on once it is prepared again as it was",
            err=True,
        )
    return {
        "clips": told["clips"],
        "seconds": round(work.seconds, 3),
        "clips_per_s": round(work.clips / work.seconds, 1) if work.seconds else 0.0,
        "peak_rss_mb": round(sum(work.peak_rss_mb.values()), 1),
        "skipped": len(told["skipped"]),
        "peak_rss_mb_by_process": {name: round(mb, 1) for name, mb in work.peak_rss_mb.items()},
    }


def _digest(folder: Path) -> str:
    """Give the digest of the dataset in a folder; empty where there is none that can be read."""
    from training.dataset import manifest

    try:
        return manifest.read(folder).digest
    except ValueError:
        return ""


def _codec_json(codec: str) -> Any:
    from gesturegan_live.show.documents import parsed

    if not codec.startswith("{"):
        return {"name": codec}
    try:
        return parsed(codec)
    except ValueError as error:
        raise ValueError(f"codec {error}") from error
