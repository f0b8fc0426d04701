"""From a run to a bundle, and what it is worth: ``export``, ``evaluate``, ``project``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

app = CommandLine()


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Training run.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Bundle to write.")],
    name: Annotated[str | None, typer.Option(help="Name of the model; the bundle folder's by default.")] = None,
    licence: Annotated[str, typer.Option(help="Terms that you give the model, such as CC-BY-4.0.")] = "",
) -> None:
    """Make a bundle, which gesturegan-live plays, of a run's best checkpoint."""
    from training.runs.run import read

    finished = read(run)
    terminal.import_tensorflow()
    from training.release.export import export as write

    def tell(line: str) -> None:
        terminal.lines([line])

    bundle = write(finished, output, name or output.resolve().name, licence, tell)
    typer.echo(f"{output}: {bundle.name}, {sum((output / f).stat().st_size for f in bundle.files) / 1e6:.1f} MB")


@app.command()
def evaluate(
    bundle: Annotated[Path, typer.Argument(help="Bundle to judge.")],
    data: Annotated[Path, typer.Argument(help="Prepared dataset, of the same representation.")],
    recordings: Annotated[
        Path | None, typer.Option(help="Corpus that the dataset was prepared from: shows what the codec costs.")
    ] = None,
    corpus: Annotated[str, typer.Option(help="Kind of corpus, as for prepare.")] = "auto",
    count: Annotated[int, typer.Option(min=8, help="Most sounds in each set.")] = 256,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    write: Annotated[bool, typer.Option("--write", help="Keep the figures in the bundle's provenance.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Tell the figures as JSON.")] = False,
) -> None:
    """Judge a model by recordings: distances beside floor and ceiling, variety, copying, smoothness, pitch."""
    from gesturegan_live.models import bundle as bundles
    from training.corpus import kinds
    from training.dataset import manifest

    found, dataset = bundles.read(bundle), manifest.read(data)
    behind = kinds.read(recordings, corpus) if recordings else None
    terminal.import_tensorflow()
    from training.corpus.left_out import Remarks
    from training.metrics.evaluate import evaluate as judge
    from training.metrics.evaluate import lines
    from training.metrics.model import load
    from training.metrics.record import record

    remarks = Remarks()
    with terminal.console.status("loading") as status:
        told = judge(
            load(found),
            dataset,
            provenance=found.provenance,
            corpus=behind,
            count=count,
            seed=seed,
            progress=status.update,
            remarks=remarks,
        )
    terminal.lines(remarks.lines())
    if write:
        record(found, told)
    typer.echo(json.dumps(told, indent=1) if as_json else "\n".join(lines(told)))


@app.command()
def project(
    bundle: Annotated[Path, typer.Argument(help="Bundle to look in.")],
    files: Annotated[list[Path], typer.Argument(help="Recordings to look for.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write; gesturegan-live's home will do.")],
    short: Annotated[str, typer.Option(help="What fills short clips, as for prepare: pad or tile.")] = "tile",
    seed: Annotated[int, typer.Option(help="Of the points that the search begins with.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Tell the figures as JSON.")] = False,
) -> None:
    """Find the points of a model that sound most like recordings; keep them as presets, with both sounds."""
    from gesturegan_live.models import bundle as bundles

    found = bundles.read(bundle)
    terminal.import_tensorflow()
    from training.corpus.left_out import Remarks
    from training.corpus.walk import text
    from training.metrics.model import load
    from training.release import projections
    from training.release.project import Projector, read

    projections.check_names(files)
    remarks = Remarks()
    sounds = [read(file, found.codec, short, remarks.of(text(file.as_posix()))) for file in files]
    terminal.lines(remarks.lines())
    told = {}
    with terminal.bar() as bar:
        projector = Projector(load(found), seed)
        for file, sound in zip(files, sounds, strict=True):
            result = projector(sound, terminal.steps(bar, file.name))
            told[file.as_posix()] = projections.write(output, file, found, result)
    if as_json:
        typer.echo(json.dumps(told, indent=1))
        return
    for name, figures in told.items():
        near = f"difference {figures['difference']:.3f} (a random point's {figures['chance']:.3f})"
        typer.echo(f"{name}: preset {figures['preset']!r}, {near}, {figures['seconds']} s")
