"""``gesturegan-train``: from a folder of recordings to a bundle.

Conventions
-----------
Heavy imports happen inside the commands: ``prepare`` and its pool never import TensorFlow. What is wrong with the
input is printed as one line and ends with status 2.
"""

from __future__ import annotations

import typer

from gesturegan_live.command_line import CommandLine, begin
from training.cli import classify, judge, make, prepare, release, train

app = CommandLine(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="From recordings to a bundle."
)
app.add_typer(prepare.app)
app.add_typer(classify.app, name="classify")
app.add_typer(train.app)
app.add_typer(release.app)
app.add_typer(judge.app)
app.add_typer(make.app)


def main() -> None:
    """Run the command line."""
    begin("gesturegan-train")
    try:
        app()
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name in ("training", "gesturegan_live"):
            raise
        typer.echo(f"gesturegan-train: {name} is not installed (pip install 'gesturegan[train]')", err=True)
        raise SystemExit(2) from None
    except (ValueError, OSError, MemoryError) as error:
        typer.echo(f"gesturegan-train: {' '.join(str(error).split()) or 'no memory is left'}", err=True)
        raise SystemExit(2) from None
