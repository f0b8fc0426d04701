"""What can be played, on what and by what: the tables of `devices` and `info`."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from gesturegan_live.models import library
from gesturegan_live.show.home import Home

_FIRST = 3  # of a list of files


def devices() -> None:
    """Print the sound cards that have outputs, and the MIDI inputs."""
    from gesturegan_live.audio.output.device import list_devices

    table = Table("index", "name", "host API", "outputs", "Hz", box=None)
    for device in list_devices():
        table.add_row(
            f"{device.index}{' *' if device.default else ''}",
            device.name,
            device.host_api,
            str(device.channels),
            str(device.sample_rate),
        )
    _print(table)
    _print(_inputs())


def _inputs() -> Table:
    from gesturegan_live.control.midi.ports import RtMidi

    table = Table("MIDI input", box=None)
    try:
        names = RtMidi().names()
    except ValueError as error:
        names = [str(error)]
    for name in names:
        table.add_row(name)
    return table


def info(bundle_name: str, home: Home) -> None:
    """Verify a bundle and print what it is."""
    bundle = library.find(bundle_name, home)
    codec = bundle.codec
    seconds = codec.clip_samples / codec.sample_rate
    table = Table(show_header=False, box=None)
    table.add_column(style="bold")
    table.add_row("name", bundle.name)
    table.add_row("folder", str(bundle.path))
    table.add_row("codec", f"{codec.name}: image {codec.image_shape}, {seconds:.2f} s at {codec.sample_rate} Hz")
    table.add_row("latent", f"{bundle.latent_dim} coordinates, {bundle.latent_distribution}")
    table.add_row("conditions", ", ".join(bundle.conditions) or "none")
    table.add_row("axes", ", ".join(bundle.axis_names) or str(len(bundle.axes()[1])))
    table.add_row("presets", "; ".join(bundle.presets) or "none")
    for key, value in bundle.provenance.items():
        table.add_row(_printable(key), _printable(_told(value)))
    for file in sorted(bundle.files):
        table.add_row(file, f"{(bundle.path / file).stat().st_size / 1024:.0f} kB, verified")
    _print(table)


def _told(value: object) -> str:
    """Tell a value of a bundle for people: of a long list, how many and the first ones."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {each}" for name, each in value.items())
    if not isinstance(value, list):
        return str(value)
    first = ", ".join(str(each) for each in value[:_FIRST])
    return first if len(value) <= _FIRST else f"{len(value)}: {first} …"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _print(table: Table) -> None:
    Console(markup=False, emoji=False, highlight=False).print(table)
