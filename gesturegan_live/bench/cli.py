"""The commands ``gesturegan-live bench …``: each calls its measurement and prints it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

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
