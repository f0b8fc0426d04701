"""What PortAudio keeps of JACK to itself: its client's name, that it connects what it plays, and to as many ports only.

Conventions
-----------
PortAudio is asked by its own C interface (``pa_jack.h``), JACK by its client library; sounddevice offers neither. On
Linux only: elsewhere PortAudio is built without JACK. JACK lets any client wire any other: a second one does, for a
moment.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Iterator

NAME = b"GestureGAN"  # PortAudio keeps the pointer: it lives as long as this module
_PORT_AUDIO, _JACK = "libportaudio.so.2", "libjack.so.0"
_NO_START_SERVER, _IS_INPUT, _IS_OUTPUT = 1, 1, 2  # JackNoStartServer, JackPortIsInput, JackPortIsOutput
_AUDIO = b"32 bit float mono audio"  # JACK_DEFAULT_AUDIO_TYPE


def name_client() -> None:
    """Let the client be called `NAME`; before PortAudio starts."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # no such library, or one without JACK
            ctypes.CDLL(_PORT_AUDIO).PaJack_SetClientName(NAME)


class Wiring:
    """A second client.

    Attributes
    ----------
    name : str
        What it is called.
    period : int
        Frames that JACK asks for at once.
    """

    def __init__(self) -> None:
        self._jack = jack = ctypes.CDLL(_JACK)
        jack.jack_client_open.restype = jack.jack_port_by_name.restype = jack.jack_port_register.restype = (
            ctypes.c_void_p
        )
        jack.jack_get_client_name.restype = ctypes.c_char_p
        jack.jack_get_ports.restype = jack.jack_port_get_all_connections.restype = ctypes.POINTER(ctypes.c_char_p)
        self._client = ctypes.c_void_p(jack.jack_client_open(NAME + b" wiring", _NO_START_SERVER, None))
        if not self._client:
            raise OSError("JACK lets nobody wire its clients")
        self.name = jack.jack_get_client_name(self._client).decode()
        self.period = int(jack.jack_get_buffer_size(self._client))

    def disconnect(self) -> None:
        """Take back the connections that PortAudio has made: it makes them whenever a stream starts."""
        for port in self._ports(_player(), _IS_OUTPUT):
            number = ctypes.c_void_p(self._jack.jack_port_by_name(self._client, port))
            for other in self._names(self._jack.jack_port_get_all_connections(self._client, number)):
                self._jack.jack_disconnect(self._client, port, other)

    def offer(self, count: int) -> None:
        """Be a device of so many inputs: PortAudio gives a stream no more ports than it finds of those."""
        for number in range(count):
            name = b"in_%d" % number
            if not self._jack.jack_port_register(self._client, name, _AUDIO, ctypes.c_ulong(_IS_INPUT), 0):
                raise OSError(f"JACK has no room for {count} ports")
        self._jack.jack_activate(self._client)

    def connect(self, device: str, count: int) -> None:
        """Connect the first so many ports of PortAudio's client to those of a device, as it would itself."""
        for number, port in enumerate(self._ports(device.encode(), _IS_INPUT)[:count]):
            self._jack.jack_connect(self._client, _played(number), port)

    def call(self, names: dict[int, bytes]) -> None:
        """Give ports of PortAudio's client names, by their numbers; they keep theirs where others may not do so."""
        for number, name in names.items():
            port = ctypes.c_void_p(self._jack.jack_port_by_name(self._client, _played(number)))
            if port:
                self._jack.jack_port_rename(self._client, port, name)

    def close(self) -> None:
        """Leave JACK, and with it all that is connected to this."""
        self._jack.jack_client_close(self._client)

    def _ports(self, client: bytes, kind: int) -> list[bytes]:
        pattern = b"^" + client + b":"
        return self._names(self._jack.jack_get_ports(self._client, pattern, _AUDIO, ctypes.c_ulong(kind)))

    def _names(self, names: ctypes.Array[ctypes.c_char_p]) -> list[bytes]:
        """Read a list of names that ends with none, and free it."""
        if not names:
            return []
        found = []
        for name in names:
            if name is None:
                break
            found.append(bytes(name))
        self._jack.jack_free(names)
        return found


@contextlib.contextmanager
def wiring() -> Iterator[Wiring]:
    """Be a second client, for a moment; OSError where JACK has none."""
    client = Wiring()
    try:
        yield client
    finally:
        client.close()


def _player() -> bytes:
    """Ask what PortAudio's client is called: where another instrument runs JACK adds a number."""
    name = ctypes.c_char_p()
    ctypes.CDLL(_PORT_AUDIO).PaJack_GetClientName(ctypes.byref(name))
    return name.value or NAME


def _played(number: int) -> bytes:
    return _player() + b":out_%d" % number
