"""From a run to a bundle: ``export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

if TYPE_CHECKING:
    from training.runs.run import Run

app = CommandLine()


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Training run.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Bundle to write.")],
    name: Annotated[str | None, typer.Option(help="Name of the model; the bundle folder's by default.")] = None,
    licence: Annotated[str, typer.Option(help="Terms that you give the model, such as CC-BY-4.0.")] = "",
    checkpoint: Annotated[
        int | None, typer.Option(min=0, help="Step whose checkpoint is taken.", show_default="the best")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="The run's dataset.", show_default="where it was when the run began")
    ] = None,
) -> None:
    """Make a bundle, which gesturegan-live plays, of a run's best checkpoint."""
    from training.runs.run import read

    bundle(read(run).moved(data), output, name or output.resolve().name, licence, checkpoint)


def bundle(run: Run, output: Path, name: str, licence: str, step: int | None = None) -> None:
    """Write a run as a bundle and say how large it is."""
    terminal.import_tensorflow()
    from training.release.export import export as write

    made = write(run, output, name, licence, lambda line: terminal.lines([line]), step)
    typer.echo(f"{output}: {made.name}, {sum((output / f).stat().st_size for f in made.files) / 1e6:.1f} MB")
