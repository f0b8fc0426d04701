"""The command ``gesturegan-live``: each command parses, calls, and prints; nothing else happens here.

A wrong argument or a broken bundle gets one line on stderr and exit code 2.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from gesturegan_live.bench.cli import app as bench
from gesturegan_live.command_line import CommandLine, begin
from gesturegan_live.show.config import Show, channel_count
from gesturegan_live.show.documents import one_line
from gesturegan_live.show.home import Home

app = CommandLine(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Play a GAN by gesture."
)
app.add_typer(bench, name="bench")
shows = CommandLine(no_args_is_help=True, help="Carry a show: all that an evening is played with, in one file.")
app.add_typer(shows, name="show")

DEMO = Path("gesturegan-demo.flac")
DEMO_SECONDS = 10.0
_DEFAULTS = Show()

BundleArgument = Annotated[str, typer.Argument(help="Folder of a bundle, or the name of one (`textures` ships).")]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Folder of models, presets, scenes, recordings and takes.", show_default="your user data"
    ),
]
ShowOption = Annotated[
    Path | None,
    typer.Option(help="A show: a TOML file of settings, a folder, or a name of the home's; options here go before it."),
]
ChannelsOption = Annotated[
    str | None,
    typer.Option(help="Output channels, or auto: as many as the device has.", show_default=str(_DEFAULTS.channels)),
]
VoicesOption = Annotated[int | None, typer.Option(help="Voices.", show_default=str(_DEFAULTS.voices))]
BackendOption = Annotated[
    str | None, typer.Option(help="openvino or tensorflow; chosen by the machine if not given.", show_default=False)
]


def main() -> None:
    """Run the command line."""
    begin("gesturegan-live")
    try:
        app()
    except (ValueError, OSError, RuntimeError) as error:
        typer.echo(f"gesturegan-live: {one_line(error)}", err=True)
        raise SystemExit(2) from None


@app.command()
def play(
    bundle: Annotated[
        str | None, typer.Argument(help="Folder of a bundle, or the name of one.", show_default="textures")
    ] = None,
    show: ShowOption = None,
    device: Annotated[str | None, typer.Option(help="Sound card: index, name, HOSTAPI, HOSTAPI:name, or null.")] = None,
    channels: ChannelsOption = None,
    voices: VoicesOption = None,
    block_size: Annotated[
        int | None, typer.Option(help="Frames a block.", show_default=str(_DEFAULTS.block_size))
    ] = None,
    listen: Annotated[
        str | None,
        typer.Option(help="Address of this computer to listen to; 0.0.0.0 for all.", show_default=_DEFAULTS.listen),
    ] = None,
    port: Annotated[int | None, typer.Option(help="OSC port (UDP).", show_default=str(_DEFAULTS.port))] = None,
    trust: Annotated[
        list[str] | None,
        typer.Option(help="Address or network beyond this computer that may do more than play; again for more."),
    ] = None,
    oscquery: Annotated[
        int | None,
        typer.Option(help="Port (TCP) of the page and of OSCQuery; 0: neither.", show_default=str(_DEFAULTS.oscquery)),
    ] = None,
    midi: Annotated[
        str | None, typer.Option(help="Play by MIDI: part of the name of an input (see `devices`), or all.")
    ] = None,
    connect: Annotated[
        bool | None,
        typer.Option("--connect/--no-connect", help="JACK: connect it to the sound card; or leave the wiring to you."),
    ] = None,
    direct: Annotated[
        bool | None,
        typer.Option("--direct/--no-direct", help="Each voice by itself too: as JACK's ports, or as more channels."),
    ] = None,
    walk: Annotated[
        bool | None,
        typer.Option("--walk/--no-walk", help="Wander until the first message; or start with every gate closed."),
    ] = None,
    record: Annotated[Path | None, typer.Option(help="Record the output to this file (.flac, .wav).")] = None,
    record_voices: Annotated[
        bool, typer.Option("--record-voices", help="Record each voice too; FILE becomes a folder of files.")
    ] = False,
    take: Annotated[str | None, typer.Option(help="Record a take of that name, for `render`.")] = None,
    score: Annotated[
        Path | None,
        typer.Option(help="Play a score live, as `render` reads it, while others play too."),
    ] = None,
    seconds: Annotated[float | None, typer.Option(help="Stop after so many seconds.", min=0.0)] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from what was played last, after a crash too; with its model.")
    ] = False,
    backend: BackendOption = None,
    home: HomeOption = None,
) -> None:
    """Play a bundle, moved by OSC. Ctrl-C fades out and ends."""
    from gesturegan_live.terminal import playing

    kept = Home(home)
    settings = _settings(
        _opened(show, kept),
        bundle=bundle,
        backend=backend,
        device=device,
        voices=voices,
        channels=_channels(channels),
        block_size=block_size,
        listen=listen,
        port=port,
        trust=tuple(trust) if trust else None,
        oscquery=oscquery,
        midi=midi,
        connect=connect,
        direct=direct,
        walk=walk,
    )
    if record_voices and record is None:
        raise ValueError("--record-voices: wanted --record FILE too")
    playing.play(
        settings,
        kept,
        record=record,
        record_voices=record_voices,
        take=take,
        score=score,
        seconds=seconds,
        resume=resume,
        model_named=bundle is not None,
        demo=(DEMO, seconds or DEMO_SECONDS),
    )


@app.command()
def render(
    score: Annotated[
        Path, typer.Argument(help="A text file: SECONDS ADDRESS ARGUMENTS… in each line; or a take, file or name.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Sound file to write (.flac, .wav).")],
    show: ShowOption = None,
    bundle: Annotated[
        str | None, typer.Option(help="Folder of a bundle, or the name of one.", show_default=_DEFAULTS.bundle)
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(help="Length; if not given, one clip after the last message.", min=0.0, show_default=False),
    ] = None,
    channels: ChannelsOption = None,
    voices: VoicesOption = None,
    backend: BackendOption = None,
    home: HomeOption = None,
) -> None:
    """Play a score into a file, faster than real time, the same samples every time.

    Of a show, the model, voices, loudspeakers, inputs, links, mappings and cues count. A take, of the home or of the
    show that is named, knows its own, and its length, and gives the samples of the performance.
    """
    from gesturegan_live.takes import file as take
    from gesturegan_live.terminal import rendering

    kept = Home(home)
    file = _opened(show, kept)
    found = take.find(score, kept)
    if found is not None:
        given = {
            "--show": file if kept.show is None else None,
            "--bundle": bundle,
            "--seconds": seconds,
            "--channels": channels,
            "--voices": voices,
        }
        if unfit := ", ".join(option for option, value in given.items() if value is not None):
            raise ValueError(f"{unfit}: {found.name} is a take, and knows its own")
        rendering.render_take(kept, found, output, backend)
        return
    settings = _settings(file, bundle=bundle, backend=backend, voices=voices, channels=_channels(channels))
    rendering.render(settings, kept, score, output, seconds)


@app.command()
def devices() -> None:
    """List the sound cards, as `play --device` takes them, and the MIDI inputs, as `play --midi` does."""
    from gesturegan_live import listing

    listing.devices()


@app.command()
def info(bundle: BundleArgument = _DEFAULTS.bundle, home: HomeOption = None) -> None:
    """Verify a bundle and say what it is."""
    from gesturegan_live import listing

    listing.info(bundle, Home(home))


@shows.command()
def pack(
    show: Annotated[Path, typer.Argument(help="A show's folder, or its name in the home.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write.", show_default="NAME.show.zip")
    ] = None,
    models: Annotated[
        bool, typer.Option("--models", help="Take the models along that ship, too: for who has another version.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Put a show, its scenes, mappings, takes and models into one file."""
    from gesturegan_live.control.shows import pack as packing
    from gesturegan_live.show import folder

    found = folder.find(show, Home(home))
    if found.folder is None:
        raise ValueError(f"show {show}: is a file of settings, wanted a folder NAME{folder.SUFFIX}")
    target = output or Path(f"{found.folder.stem}{folder.SUFFIX}{packing.SUFFIX}")
    size = packing.pack(found.folder, Home(home), target, with_shipped=models)
    typer.echo(f"{target}: {size} bytes")


@shows.command()
def unpack(
    file: Annotated[Path, typer.Argument(help="What `pack` has made.")],
    home: HomeOption = None,
) -> None:
    """Put a packed show into the home."""
    from gesturegan_live.control.shows import pack as packing

    folder = packing.unpack(file, Home(home))
    typer.echo(f"{folder}: gesturegan-live play --show {folder.stem!r}")


def _opened(show: Path | None, home: Home) -> Path | None:
    """Find a show's file of settings; what its folder has goes before what the home has."""
    if show is None:
        return None
    from gesturegan_live.show.folder import find

    file, home.show = find(show, home)
    return file


def _settings(file: Path | None, **given: Any) -> Show:
    """Read a show, and put what was given as an option in the place of what it says."""
    read = _DEFAULTS if file is None else Show.read(file)
    return dataclasses.replace(read, **{key: value for key, value in given.items() if value is not None})


def _channels(text: str | None) -> int | None:
    return None if text is None else channel_count(int(text) if text.lstrip("-").isdecimal() else text)
