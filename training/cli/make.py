"""From a recipe to a bundle: ``make``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal
from training.cli import prepare, release, train

app = CommandLine()


@app.command()
def make(
    recipe: Annotated[Path, typer.Argument(help="Recipe to go by; those of the models that ship are in the sources.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder to work in.", show_default="the recipe's name"),
    ] = None,
    archives: Annotated[
        Path | None,
        typer.Option(help="Folder of the packages that sounds come from.", show_default="one in the output"),
    ] = None,
    minutes: Annotated[float | None, typer.Option(min=0, help="Stop teaching after so long.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Steps in all; as the recipe says by default.")] = None,
) -> None:
    """Go the whole way of a recipe: get its sounds, prepare, train, export; what is done already is kept.

    Packages that are not in the folder yet are got by pip, npm or apt-get.
    """
    from dataclasses import replace

    from training.recipes.recipe import read
    from training.recipes.sources import gather

    told = read(recipe)
    place = output or Path(told.name)
    with terminal.bar() as bar:
        corpus = gather(
            told,
            recipe.resolve().parent,
            archives or place / "sources",
            lambda line: terminal.lines([line]),
            terminal.steps(bar, "notes", "instruments"),
        )
    prepare.cut_and_encode(corpus, place / "data", told.codec, told.cut)
    asked = told.train if steps is None else replace(told.train, steps=steps)
    run = train.teach(place / "data", place / "run", asked, minutes)
    release.bundle(run, place / told.name, told.name, told.licence)
