"""From a run to a bundle: ``export``."""

from __future__ import annotations

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
