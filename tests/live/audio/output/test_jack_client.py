"""The instrument among JACK's clients: its name, its channels, and who wires it."""

from __future__ import annotations

import contextlib
import os

import pytest

from gesturegan_live.models.bundle import Bundle
from tests.live.conftest import jack


@pytest.mark.parametrize("options", [(), ("--no-connect",)])
def test_it_has_its_own_name_as_many_channels_as_fit_and_the_wiring_that_is_wanted(
    options: tuple[str, ...], play, tiny_bundle: Bundle
) -> None:
    name = f"wiring-{os.getpid()}"
    with jack(name, playback=3):
        import jack as client_library

        instrument = play(tiny_bundle.path, "--channels", "auto", *options, server=name)
        instrument.wait_for("OSC on")
        with contextlib.closing(client_library.Client("looks", no_start_server=True, servername=name)) as client:
            ports = client.get_ports("^GestureGAN:", is_audio=True, is_output=True)
            assert [port.name for port in ports] == ["GestureGAN:out_0", "GestureGAN:out_1", "GestureGAN:out_2"]
            wired = [[other.name for other in client.get_all_connections(port)] for port in ports]
        assert wired == ([[]] * 3 if options else [[f"system:playback_{number}"] for number in (1, 2, 3)])
        assert instrument.end() == 0
