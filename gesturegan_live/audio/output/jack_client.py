"""What PortAudio keeps of JACK to itself: the name of its client, and that it connects what it plays.

Conventions
-----------
PortAudio is asked by its own C interface (``pa_jack.h``), JACK by its client library; sounddevice offers neither. On
Linux only: elsewhere PortAudio is built without JACK.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Iterator

NAME = b"GestureGAN"  # PortAudio keeps the pointer: it lives as long as this module
_PORT_AUDIO, _JACK = "libportaudio.so.2", "libjack.so.0"
_NO_START_SERVER, _IS_OUTPUT = 1, 2  # JackNoStartServer, JackPortIsOutput


def name_client() -> None:
    """Let the client be called `NAME`; before PortAudio starts."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # no such library, or one without JACK
            ctypes.CDLL(_PORT_AUDIO).PaJack_SetClientName(NAME)


def disconnect() -> None:
    """Take back the connections that PortAudio has made: it makes them whenever a stream starts.

    A second client does so: JACK lets any of them wire any other.
    """
    jack = ctypes.CDLL(_JACK)
    jack.jack_client_open.restype = jack.jack_port_by_name.restype = ctypes.c_void_p
    jack.jack_get_ports.restype = jack.jack_port_get_all_connections.restype = ctypes.POINTER(ctypes.c_char_p)
    client = ctypes.c_void_p(jack.jack_client_open(NAME + b" wiring", _NO_START_SERVER, None))
    if not client:
        raise OSError("JACK lets nobody take connections back")
    try:
        played = jack.jack_get_ports(client, b"^" + _client_name() + b":", None, ctypes.c_ulong(_IS_OUTPUT))
        for port in _names(jack, played):
            number = ctypes.c_void_p(jack.jack_port_by_name(client, port))
            for other in _names(jack, jack.jack_port_get_all_connections(client, number)):
                jack.jack_disconnect(client, port, other)
    finally:
        jack.jack_client_close(client)


def _client_name() -> bytes:
    """Ask what the client is called: where another instrument runs JACK adds a number."""
    name = ctypes.c_char_p()
    ctypes.CDLL(_PORT_AUDIO).PaJack_GetClientName(ctypes.byref(name))
    return name.value or NAME


def _names(jack: ctypes.CDLL, names: ctypes.Array[ctypes.c_char_p]) -> Iterator[bytes]:
    """Read a list of names that ends with none, and free it."""
    if not names:
        return
    found = []
    for name in names:
        if name is None:
            break
        found.append(bytes(name))
    jack.jack_free(names)
    yield from found
