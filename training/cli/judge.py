"""What a model is worth, and where in it a recording lies: ``evaluate``, ``project``."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

app = CommandLine()

ModelArgument = Annotated[
    str, typer.Argument(help="Name of a model (`textures` ships), folder of a bundle, or a training run.")
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="Folder whose models go by name.", show_default="your user data")
]


@app.command()
def evaluate(
    model: ModelArgument,
    data: Annotated[
        Path | None, typer.Argument(help="Prepared dataset, of the same representation.", show_default=False)
    ] = None,
    recordings: Annotated[
        Path | None, typer.Option(help="Corpus that the dataset was prepared from: shows what the codec costs.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Any folder of sounds, in the place of a dataset and its recordings.")
    ] = None,
    corpus: Annotated[str, typer.Option(help="Kind of corpus, as for prepare.")] = "auto",
    count: Annotated[int, typer.Option(min=4, help="Most sounds in each set.")] = 256,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    write: Annotated[bool, typer.Option("--write", help="Keep the figures in the bundle's provenance.")] = False,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Tell the figures as JSON.")] = False,
) -> None:
    """Judge a model by files held out: every figure beside recordings, a baseline without a network, and noise."""
    from gesturegan_live.show.home import Home
    from training.corpus import kinds
    from training.dataset import manifest
    from training.judging.subject import find

    if (data is None) == (against is None):
        raise ValueError("evaluate: wants a prepared dataset, or --against with a folder of sounds; one of them")
    if against is not None and recordings is not None:
        raise ValueError("evaluate: --recordings are those of a dataset; --against brings its own")
    subject = find(model, Home(home), data)
    if write and subject.bundle is None:
        raise ValueError(f"{model}: is a run; --write keeps figures in a bundle, which export makes")
    place = against or recordings
    behind = None if place is None else kinds.read(place, corpus)
    with ExitStack() as stack:
        dataset = manifest.read(_prepared(behind, subject.codec, stack) if data is None else data)
        terminal.import_tensorflow()
        from training.corpus.left_out import Remarks
        from training.judging.evaluate import evaluate as judge
        from training.judging.record import record
        from training.judging.table import lines

        remarks = Remarks()
        with terminal.console.status("loading") as status:
            loaded = subject.load(lambda line: terminal.lines([line]))
            told = judge(
                subject,
                loaded,
                dataset,
                corpus=behind,
                count=count,
                seed=seed,
                progress=status.update,
                remarks=remarks,
            )
        terminal.lines(remarks.lines())
        if write and subject.bundle is not None:
            record(subject.bundle, told)
    typer.echo(json.dumps(told, indent=1) if as_json else "\n".join(lines(told)))


def _prepared(corpus: Any, codec: Any, stack: ExitStack) -> Path:
    """Prepare a folder of sounds for as long as it is judged by, as ``prepare`` does by itself."""
    from training.dataset import shards
    from training.dataset.clips import CutConfig

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gesturegan-"))) / "against"
    told, _ = shards.prepare(corpus, folder, codec, CutConfig(), workers=1)
    terminal.left_out(told)
    return folder


@app.command()
def project(
    model: ModelArgument,
    files: Annotated[list[Path], typer.Argument(help="Recordings to look for.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write; gesturegan-live's home will do.")],
    short: Annotated[str, typer.Option(help="What fills short clips, as for prepare: pad or tile.")] = "tile",
    seed: Annotated[int, typer.Option(help="Of the points that the search begins with.")] = 0,
    data: Annotated[
        Path | None, typer.Option(help="A run's dataset.", show_default="where it was when the run began")
    ] = None,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Tell the figures as JSON.")] = False,
) -> None:
    """Find the points of a model that sound most like recordings; keep them as presets, with both sounds."""
    from gesturegan_live.show.home import Home
    from training.judging.subject import find

    subject = find(model, Home(home), data)
    terminal.import_tensorflow()
    from training.corpus.files.walk import text
    from training.corpus.left_out import Remarks
    from training.release import projections
    from training.release.project import Projector, read

    projections.check_names(files)
    remarks = Remarks()
    sounds = [read(file, subject.codec, short, remarks.of(text(file.as_posix()))) for file in files]
    terminal.lines(remarks.lines())
    told = {}
    with terminal.bar() as bar:
        projector = Projector(subject.load(lambda line: terminal.lines([line])), seed)
        for file, sound in zip(files, sounds, strict=True):
            result = projector(sound, terminal.steps(bar, file.name))
            told[file.as_posix()] = projections.write(output, file, subject.name, projector.model, result)
    if as_json:
        typer.echo(json.dumps(told, indent=1))
        return
    for name, figures in told.items():
        typer.echo(f"{name}: {projections.line(figures)}")
    if len(told) > 1:
        typer.echo(projections.summary(list(told.values())))
