"""From a dataset to a run: ``train``, ``report``, ``bench``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

if TYPE_CHECKING:
    from training.recipes.recipe import Training
    from training.runs.run import Run

PATIENCE = 12  # previews

app = CommandLine()


@app.command()
def train(
    data: Annotated[Path, typer.Argument(help="Prepared dataset.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Run to begin, or to go on with.")],
    model: Annotated[str | None, typer.Option(help="Family of networks; gesturegan, or the run's own.")] = None,
    preset: Annotated[str, typer.Option(help="Size of the networks.")] = "default",
    condition: Annotated[
        str, typer.Option(help="What a point is played with besides: none, label, pitch or gesture.")
    ] = "none",
    loss: Annotated[
        str | None, typer.Option(help="non-saturating, hinge, wgan-gp or rpgan; the family's own by default.")
    ] = None,
    initializer: Annotated[
        str, typer.Option(help="What convolutions begin with: family, normal, he_normal, glorot_uniform or orthogonal.")
    ] = "family",
    steps: Annotated[int, typer.Option(min=1, help="Steps of the run in all.")] = 20_000,
    minutes: Annotated[float | None, typer.Option(min=0, help="Stop after so long.")] = None,
    batch: Annotated[int, typer.Option(help="Images in a batch.")] = 16,
    held_out: Annotated[
        float, typer.Option(min=0, max=0.5, help="Part of the files never taught, by which the best is chosen.")
    ] = 0.125,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    precision: Annotated[str, typer.Option(help="auto, float32 or mixed_bfloat16.")] = "auto",
    begin_from: Annotated[
        str | None, typer.Option("--from", help="Model whose networks are taught further: its name or its folder.")
    ] = None,
    home: Annotated[
        Path | None, typer.Option("--home", help="Folder whose models go by name.", show_default="your user data")
    ] = None,
    checkpoint_every: Annotated[int, typer.Option(min=1, help="Steps from one checkpoint to the next.")] = 200,
    preview_every: Annotated[int, typer.Option(min=0, help="Steps between previews; 0 for none.")] = 500,
    patience: Annotated[
        int, typer.Option(min=0, help="Stop where so many previews stood no better by files held out; 0: never.")
    ] = PATIENCE,
) -> None:
    """Teach a model; the same command goes on with a run that was stopped or killed.

    On several hosts give it on each, with TF_CONFIG set and a folder that all of them see.
    """
    from training.recipes.recipe import Training

    asked = Training(
        model or "",
        preset,
        condition,
        loss or "",
        initializer,
        batch,
        held_out,
        seed,
        precision,
        steps,
        begin_from or "",
    )
    teach(data, output, asked, minutes, checkpoint_every, preview_every, patience, home)


@app.command("report")
def write_report(
    run: Annotated[Path, typer.Argument(help="Training run.")],
) -> None:
    """Write a run's page: how it went, what it looked and sounded like; training does so by itself."""
    from training.pages import report
    from training.runs.run import read

    page = report.write(read(run))
    typer.echo(f"{page}: {page.stat().st_size / 1e6:.1f} MB")


@app.command()
def bench(
    model: Annotated[list[str] | None, typer.Option(help="Family (may be given again); all by default.")] = None,
    precision: Annotated[str, typer.Option(help="auto, float32 or mixed_bfloat16.")] = "auto",
    seconds: Annotated[float, typer.Option(min=0, help="Of each turn.")] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="Tell the figures as JSON.")] = False,
) -> None:
    """Measure how fast each family is taught here, beside the plain loop of Keras's own DCGAN example."""
    from training.teaching.precision import PRECISIONS, best

    if precision not in ("auto", *PRECISIONS):
        raise ValueError(f"precision is {precision!r}, expected one of auto, {', '.join(PRECISIONS)}")
    gpus = terminal.import_tensorflow()
    from training.networks import NETWORKS
    from training.runs.bench import bench as measure
    from training.runs.bench import lines

    for name in model or ():
        if name not in NETWORKS:
            raise ValueError(f"model is {name!r}, expected one of {', '.join(NETWORKS)}")
    numbers = best(gpus) if precision == "auto" else precision
    with terminal.console.status("building") as status:
        told = measure(model or list(NETWORKS), numbers, seconds=seconds, progress=status.update)
    typer.echo(json.dumps({"precision": numbers, "rates": told}, indent=1) if as_json else "\n".join(lines(told)))


def teach(
    data: Path,
    output: Path,
    asked: Training,
    minutes: float | None,
    checkpoint_every: int = 200,
    preview_every: int = 500,
    patience: int = PATIENCE,
    home: Path | None = None,
) -> Run:
    """Begin a run or go on with it, and say how far it came; the run."""
    from gesturegan_live.models import library
    from gesturegan_live.show.home import Home
    from training.dataset import manifest
    from training.recipes import recipe
    from training.runs import run as runs

    dataset = manifest.read(data)
    earlier = library.find(asked.begin_from, Home(home)) if asked.begin_from else None
    gpus = terminal.import_tensorflow()
    from training.pages import report
    from training.runs.train import Pace, train
    from training.teaching import distribute

    began = runs.read(output).config if (output / runs.FILE).is_file() else None
    config = asked.config(dataset, began, gpus, earlier)
    workers = distribute.find()
    if workers.chief:
        run = runs.open_or_begin(output, config)
        (output / recipe.FILE).write_text(recipe.text(recipe.of(run, dataset, asked.steps)), encoding="utf-8")
    workers.sum(0)  # the chief's run is there
    run = runs.open_or_begin(output, config)
    pace = Pace(asked.steps, minutes, checkpoint_every, preview_every, patience)
    reached = train(run, pace, terminal.console, workers, report.write, earlier)
    going_on = "" if reached >= asked.steps else "; the same command goes on"
    if workers.chief:
        typer.echo(f"{output}: step {reached} of {asked.steps}{going_on}")
    return run
