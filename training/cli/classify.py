"""Telling sounds apart: ``classify fit``, ``classify sort``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

app = CommandLine(no_args_is_help=True, help="Tell sounds apart: teach a classifier, sort recordings with it.")


@app.command("fit")
def fit_classifier(
    folder: Annotated[Path, typer.Argument(help="Folder of a labelled corpus; sub-folders are labels.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Classifier to make.")],
    corpus: Annotated[str, typer.Option(help="Kind of corpus, as for prepare.")] = "auto",
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the clips.")] = 40,
    held_out: Annotated[float, typer.Option(min=0.05, max=0.5, help="Part of each label's files to judge by.")] = 0.25,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
) -> None:
    """Teach a classifier and judge it on files that it never heard."""
    from training.corpus import kinds

    recordings = kinds.read(folder, corpus)
    terminal.import_tensorflow()
    from training.classifier.fit import fit

    with terminal.bar() as bar:
        show = terminal.shards(bar, "prepare")
        task = bar.add_task("fit", total=epochs, unit="epochs", rate="")

        def tell(done: int, total: int, loss: float) -> None:
            bar.update(task, completed=done, total=total, rate=f"loss {loss:.2f}")

        told = fit(
            recordings,
            output,
            epochs=epochs,
            part=held_out,
            seed=seed,
            shard=show,
            progress=tell,
            left_out=terminal.left_out,
        )
    for name, files in (("held_out", told["files"]["held_out"]), ("taught", told["files"]["taught"]), ("chance", 0)):
        figures = ", ".join(f"{score} {value:.3f}" for score, value in told["scores"][name].items())
        typer.echo(f"{name.replace('_', ' ')}{f' ({files} files)' if files else ''}: {figures}")


@app.command("sort")
def sort_recordings(
    classifier: Annotated[Path, typer.Argument(help="Classifier that fit made.")],
    folder: Annotated[Path, typer.Argument(help="Folder of recordings.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to make, with a sub-folder a label.")],
    sure: Annotated[float, typer.Option(min=0, max=1, help="Probability below which a file is left unsorted.")] = 0.5,
    copy: Annotated[bool, typer.Option("--copy", help="Copy the files instead of linking to them.")] = False,
) -> None:
    """Sort recordings into a folder a label."""
    from training.corpus import folder as audio_folder

    recordings = audio_folder.read(folder)
    terminal.import_tensorflow()
    from training.classifier.fit import read
    from training.classifier.sort import sort

    with terminal.bar() as bar:
        counts = sort(
            read(classifier),
            recordings,
            output,
            sure=sure,
            copy=copy,
            shard=terminal.shards(bar, "sort"),
            left_out=terminal.left_out,
        )
    typer.echo(f"{output}: " + ", ".join(f"{count} {label}" for label, count in sorted(counts.items())))
