"""From a dataset to a run: ``train``, ``report``, ``bench``."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from gesturegan_live.command_line import CommandLine
from training import terminal

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
    checkpoint_every: Annotated[int, typer.Option(min=1, help="Steps from one checkpoint to the next.")] = 200,
    preview_every: Annotated[int, typer.Option(min=0, help="Steps between previews; 0 for none.")] = 500,
) -> None:
    """Teach a model; the same command goes on with a run that was stopped or killed.

    On several hosts give it on each, with TF_CONFIG set and a folder that all of them see.
    """
    from training.dataset import manifest
    from training.runs import run as runs
    from training.teaching.precision import best

    dataset = manifest.read(data)
    gpus = terminal.import_tensorflow()
    from training.networks import NETWORKS
    from training.pages import report
    from training.runs.train import Pace
    from training.runs.train import train as teach
    from training.teaching import distribute

    began = runs.read(output).config if (output / runs.FILE).is_file() else None
    model = model or (began.model if began else "gesturegan")
    if model not in NETWORKS:
        raise ValueError(f"model is {model!r}, expected one of {', '.join(NETWORKS)}")
    if preset not in NETWORKS[model].presets:
        raise ValueError(f"preset is {preset!r}, expected one of {', '.join(NETWORKS[model].presets)}")
    if precision == "auto":
        precision = began.precision if began else best(gpus)
    recipe = NETWORKS[model].recipe if loss is None else NETWORKS[model].recipe.with_loss(loss)
    recipe = dataclasses.replace(recipe.for_codec(dataset.codec), initializer=initializer)
    config = runs.RunConfig(
        str(data.resolve()), dataset.digest, model, preset, batch, seed, precision, recipe, condition, held_out
    )
    workers = distribute.find()
    if workers.chief:
        runs.open_or_begin(output, config)
    workers.sum(0)  # the chief's run is there
    run = runs.open_or_begin(output, config)
    pace = Pace(steps, minutes, checkpoint_every, preview_every)
    reached = teach(run, pace, terminal.console, workers, report.write)
    going_on = "" if reached >= steps else "; the same command goes on"
    if workers.chief:
        typer.echo(f"{output}: step {reached} of {steps}{going_on}")


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
