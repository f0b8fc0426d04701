"""The commands ``gesturegan-live bench …``: each calls its measurement and prints it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(no_args_is_help=True, help="Measure speed: honest definitions in each command's --help.")

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on stdout.")]
PlotOption = Annotated[Path | None, typer.Option("--plot", help="A picture of it (PNG); needs matplotlib.")]
BundleOption = Annotated[str, typer.Option(help="Folder of a bundle, or the name of one.")]
BackendOption = Annotated[str | None, typer.Option(help="openvino or tensorflow; chosen by the machine if not given.")]


@app.command()
def start(as_json: JsonOption = False) -> None:
    """Seconds from starting `gesturegan-live play` to the first sound.

    A fresh process is started, on the default sound card (or a clock, without one); its `/status` is asked over UDP
    until the output's peak passes -60 dB. Kernels are taken as they are: a first start ever compiles them.
    """
    from gesturegan_live.bench.start import measure

    result = measure()
    if as_json:
        typer.echo(json.dumps(result))
    else:
        typer.echo(f"first sound after {result['first_sound_s']} s on {result['device']}")


@app.command()
def latency(
    trials: Annotated[int, typer.Option(help="Packets to send.", min=1)] = 300,
    block_size: Annotated[int, typer.Option(help="Frames a block.", min=16, max=8192)] = 128,
    bundle: BundleOption = "textures",
    backend: BackendOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """From a packet to what is heard of it, without the sound card's own buffer.

    A fresh `play` with one voice open, frozen, whose point is moved at random moments. A trial lasts from just before
    `sendto()` of a `/z` message to the end of the first window of 256 samples whose log spectrum is closer to the new
    point's than to the old one's (windows every 4 samples, references heard beforehand). A second JACK client hears
    the samples in the cycle in which the instrument hands them over; the moment of sending is read on JACK's own frame
    clock (a frame fine), so that no two clocks are compared. With no JACK server (or no JACK-Client: the extra
    `bench`), the null device is measured: the instrument runs with a copy of its output going to a pipe, and frames
    are dated by the null device's clock (right to some tenths of a millisecond, never too short).

    p1_ms, p50_ms, p99_ms: of all trials that could be judged; device_ms: what the device adds, as JACK's driver
    reports it, in none of the others; late_blocks, xruns: blocks that took longer than their time, dropouts that the
    device reported, during the trials; unheard: no change within 150 ms (counted as 150); unjudged: the old sound was
    not at rest, or the listener missed some of it (counted nowhere else).
    """
    from gesturegan_live.bench.latency import measure

    result, done = measure(trials, block_size, bundle, backend)
    if plot is not None:
        from gesturegan_live.bench.plot import latency_histogram

        latency_histogram(result, done.milliseconds, plot)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(result)))
        return
    typer.echo(f"p1 {result.p1_ms} ms, median {result.p50_ms} ms, p99 {result.p99_ms} ms on {result.device}")
    typer.echo(f"the device adds {result.device_ms} ms; {result.late_blocks} late blocks, {result.xruns} xruns")
    typer.echo(f"{result.trials} trials: {result.unheard} unheard, {result.unjudged} unjudged")


@app.command()
def codecs(
    files: Annotated[list[Path] | None, typer.Argument(help="Sound files; synthesised sounds if none.")] = None,
    as_json: JsonOption = False,
) -> None:
    """How well and how fast each codec gives a sound back, beside librosa's Griffin-Lim (needs the `train` extra).

    sc_db: spectral convergence of the magnitudes (1024 / 256) after the round trip, dB, lower is better. encode_rtf,
    decode_rtf: seconds of processor time per second of sound. Medians over the files; the last rows invert those same
    magnitudes.
    """
    from gesturegan_live.bench.codecs import measure

    rows = measure(files or ())
    if as_json:
        typer.echo(json.dumps(rows))
        return
    table = Table("codec", "SC, dB", "encode, RTF", "decode, RTF", box=None)
    for row in rows:
        table.add_row(row["codec"], f"{row['sc_db']:.1f}", f"{row['encode_rtf']:.4f}", f"{row['decode_rtf']:.4f}")
    Console().print(table)
