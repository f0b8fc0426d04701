"""The ear of the measurements: a second JACK client that hears what the instrument gives to the device.

Conventions
-----------
JACK hands the ear a block in the same cycle in which it took it from the instrument, with the frame number of the
cycle; `now` is the same count, read at any moment (JACK's own clock, a frame fine). What PortAudio keeps back is thus
part of what is measured; what the device keeps back (`device_ms`, the playback latency of the card's ports that the
instrument feeds) is not.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import gc
import sys
import time
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.bench.hearing.heard import SECONDS, Heard

_PATIENCE = 10.0  # seconds for the instrument's ports
_SWITCH_INTERVAL = 0.0005  # seconds that another thread may keep the callback from the interpreter
_PLAYBACK = 1  # JackPlaybackLatency
_WRAP = 1 << 32  # JACK counts frames in 32 bits: a day


class NoEar(Exception):  # noqa: N818 - it is a state of the machine, not a mistake
    """JACK cannot be listened to; the message says why, in one line."""


class Ear(Protocol):
    """What hears."""

    sample_rate: int

    @property
    def device_ms(self) -> float:
        """Milliseconds that the device adds; what is heard is dated without them."""

    def listen(self, channel: int) -> None:
        """Hear one output of the instrument, counted from 0, once it plays."""

    def now(self) -> int:
        """Frame that passes at this moment."""

    def hear(self, frame: int, count: int) -> NDArray[np.float32] | None:
        """Wait for a stretch of sound and return it, None where some of it was missed."""


class JackEar:
    """Hears through JACK; made by `jack_ear` before the instrument starts, so that it knows whose ports are new."""

    def __init__(self, client: Any) -> None:
        self.sample_rate: int = client.samplerate
        self._source: Any = None
        self._client = client
        self._old = {port.name for port in self._ports()}
        self._input = client.inports.register("ear")
        self._heard = Heard(round(SECONDS * self.sample_rate))
        self._base = client.frame_time
        client.set_process_callback(self._keep)

    def _keep(self, _: int) -> None:
        self._heard.put((self._client.last_frame_time - self._base) % _WRAP, self._input.get_array())

    def _ports(self) -> list[Any]:
        ports: list[Any] = self._client.get_ports("^GestureGAN", is_audio=True, is_output=True)
        return ports

    def listen(self, channel: int) -> None:
        """Hear one output of the instrument, counted from 0, once it plays."""
        end = time.monotonic() + _PATIENCE
        while len(new := [port for port in self._ports() if port.name not in self._old]) <= channel:
            if time.monotonic() > end:
                raise RuntimeError(f"bench: the instrument has {len(new)} outputs in JACK, wanted {channel + 1}")
            time.sleep(0.05)
        self._client.connect(new[channel], self._input)
        self._source = new[channel]

    def now(self) -> int:
        """Frame that passes at this moment."""
        return int((self._client.frame_time - self._base) % _WRAP)

    def hear(self, frame: int, count: int) -> NDArray[np.float32] | None:
        """Wait for a stretch of sound and return it, None where some of it was missed."""
        return self._heard.take(frame, count, count / self.sample_rate + _PATIENCE)

    @property
    def device_ms(self) -> float:
        """Milliseconds from the ports of the card to the loudspeaker, as JACK's driver reports them."""
        ends = self._client.get_all_connections(self._source)
        frames = [_playback_frames(end) for end in ends if end.is_physical]
        return float(round(1000.0 * max(frames, default=0) / self.sample_rate, 3))


class _LatencyRange(ctypes.Structure):
    """``jack_latency_range_t``, in frames."""

    _fields_ = (("min", ctypes.c_uint32), ("max", ctypes.c_uint32))


def _playback_frames(port: Any) -> int:
    """Ask JACK's own library: JACK-Client does not offer the latency of ports."""
    import jack

    pointer = ctypes.c_void_p(int(jack._ffi.cast("uintptr_t", port._ptr)))
    span = _LatencyRange()
    ctypes.CDLL(ctypes.util.find_library("jack")).jack_port_get_latency_range(pointer, _PLAYBACK, ctypes.byref(span))
    return int(span.max)


@contextlib.contextmanager
def jack_ear() -> Iterator[JackEar]:
    """Open the ear on the JACK server that runs.

    Raises
    ------
    NoEar
        One line: none runs, or what is missing to hear it.
    """
    try:
        import jack
    except ImportError:
        raise NoEar("JACK-Client is not installed (pip install 'gesturegan[bench]')") from None
    except OSError:
        raise NoEar("there is no JACK library (Debian, Ubuntu: apt install libjack-jackd2-0)") from None
    jack.set_error_function(lambda _: None)
    jack.set_info_function(lambda _: None)
    try:
        client = jack.Client("gesturegan-bench", no_start_server=True)
    except jack.JackOpenError:
        raise NoEar("no JACK server runs") from None
    ear = JackEar(client)
    # JACK waits for this callback, too: neither the collector nor another thread may hold it up and make the xruns that
    # are to be counted.
    gc.freeze()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    client.activate()
    try:
        yield ear
    finally:
        client.deactivate()
        client.close()
