"""The commands ``gesturegan-live bench …``: each calls its measurement and prints it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(no_args_is_help=True, help="Measure speed: honest definitions in each command's --help.")

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value on stdout.")]


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
