"""``gesturegan-train``: from a folder of recordings to a bundle.

Conventions
-----------
Heavy imports happen inside the commands: ``prepare`` and its pool never import TensorFlow. What is wrong with the
input is printed as one line and ends with status 2.
"""

from __future__ import annotations

import dataclasses
import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from gesturegan_live.command_line import CommandLine, begin
from training import terminal

app = CommandLine(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="From recordings to a bundle."
)
classify = CommandLine(no_args_is_help=True, help="Tell sounds apart: teach a classifier, sort recordings with it.")
app.add_typer(classify, name="classify")


@app.command()
def codecs(
    files: Annotated[list[Path], typer.Argument(help="Sound files to try.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Page to write (HTML, nothing else needed).")],
) -> None:
    """Try every representation on your sounds: one page of pictures, players and figures to choose from."""
    from training.pages import codecs_report

    with terminal.console.status("encoding and decoding") as status:
        codecs_report.write(files, output, status.update)
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
    from training.dataset import shards
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
    recordings = kinds.read(folder, corpus)
    before = _digest(output)
    began = time.monotonic()
    with terminal.bar() as bar:
        told, work = shards.prepare(
            recordings,
            output,
            representation,
            config,
            workers=workers,
            dask=dask,
            progress=terminal.shards(bar, "prepare"),
        )
    terminal.left_out(told)
    duplicates = f", {told['duplicates']} duplicates left out" if told["duplicates"] else ""
    typer.echo(
        f"{output}: {told['clips']} clips of {len(recordings.sources)} files, "
        f"{len(told['skipped'])} skipped{duplicates}, {time.monotonic() - began:.1f} s"
    )
    if before not in {"", _digest(output)}:
        typer.echo(
            f"{output} is another dataset than before: runs begun on it go on once it is prepared again as it was",
            err=True,
        )
    if as_json:
        figures = {
            "clips": told["clips"],
            "seconds": round(work.seconds, 3),
            "clips_per_s": round(work.clips / work.seconds, 1) if work.seconds else 0.0,
            "peak_rss_mb": round(sum(work.peak_rss_mb.values()), 1),
            "skipped": len(told["skipped"]),
            "peak_rss_mb_by_process": {name: round(mb, 1) for name, mb in work.peak_rss_mb.items()},
        }
        typer.echo(json.dumps(figures))


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


@classify.command("fit")
def classify_fit(
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


@classify.command("sort")
def classify_sort(
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
        str | None, typer.Option(help="non-saturating, hinge or wgan-gp; the family's own by default.")
    ] = None,
    initializer: Annotated[
        str, typer.Option(help="What convolutions begin with: family, normal, he_normal, glorot_uniform or orthogonal.")
    ] = "family",
    steps: Annotated[int, typer.Option(min=1, help="Steps of the run in all.")] = 20_000,
    minutes: Annotated[float | None, typer.Option(min=0, help="Stop after so long.")] = None,
    batch: Annotated[int, typer.Option(help="Images in a batch.")] = 16,
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
        str(data.resolve()), dataset.digest, model, preset, batch, seed, precision, recipe, condition
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

    bundle = write(finished, output, name or output.resolve().name, licence)
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
    from training.metrics.evaluate import evaluate as judge
    from training.metrics.evaluate import lines
    from training.metrics.model import load
    from training.metrics.record import record

    with terminal.console.status("loading") as status:
        told = judge(
            load(found),
            dataset,
            provenance=found.provenance,
            corpus=behind,
            count=count,
            seed=seed,
            progress=status.update,
        )
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
    from training.metrics.model import load
    from training.release import projections
    from training.release.project import Projector, read

    projections.check_names(files)
    sounds = [read(file, found.codec, short) for file in files]
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


if __name__ == "__main__":
    main()
