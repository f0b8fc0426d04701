"""Where the sound goes: a sound card by PortAudio, or the null device.

Conventions
-----------
A device is named by its index, by (a part of) its name, by its host API, by ``HOSTAPI:name``, or by ``null``; None
stands for the JACK host API if its server runs, else PortAudio's default output. The callback takes the block to fill
(float32, (frames, channels)) and the number of xruns so far; it runs in a thread of PortAudio's or in the null
device's.
"""

from __future__ import annotations

import atexit
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.output import jack_client
from gesturegan_live.audio.output.null_device import NullStream
from gesturegan_live.audio.output.port_audio import NoDevice, port_audio, quiet
from gesturegan_live.processes.watch import Watch
from gesturegan_live.show.names import one_form

Callback = Callable[[NDArray[np.float32], int], None]

NULL = "null"
STALLED_SECONDS = 1.0  # without a callback: the device is gone
CLOSE_SECONDS = 1.0
__all__ = ["Callback", "Device", "NoDevice", "Output", "find_device", "list_devices", "open_device"]


@dataclass(frozen=True)
class Output:
    """One output that exists.

    Attributes
    ----------
    index : int
        PortAudio's; -1 is the null device.
    name, host_api : str
    channels : int
        The most it has; 0: any number.
    sample_rate : int
        Hz, what it is or will be opened at.
    default : bool
        Whether it is taken where none is named.
    """

    index: int
    name: str
    host_api: str
    channels: int
    sample_rate: int
    default: bool = False

    @property
    def is_jack(self) -> bool:
        """Whether it is one of JACK's, where an instrument has as many ports as it wants."""
        return self.host_api.startswith("JACK")

    def __str__(self) -> str:
        return NULL if self.index < 0 else f"{self.host_api}:{self.name}"


def _outputs(sounddevice: Any) -> list[Output]:
    apis = sounddevice.query_hostapis()
    devices = sounddevice.query_devices()
    jack = [api["default_output_device"] for api in apis if "JACK" in api["name"] and api["default_output_device"] >= 0]
    default = jack[0] if jack else sounddevice.default.device[1]
    if default < 0:
        default = next((api["default_output_device"] for api in apis if api["default_output_device"] >= 0), -1)
    return [
        Output(
            index,
            device["name"],
            apis[device["hostapi"]]["name"],
            device["max_output_channels"],
            round(device["default_samplerate"]),
            index == default,
        )
        for index, device in enumerate(devices)
        if device["max_output_channels"] > 0
    ]


def list_devices() -> list[Output]:
    """List what can be played on; empty where there is only the null device.

    Raises
    ------
    NoDevice
        If PortAudio is missing.
    """
    return _outputs(port_audio())


def _named(spec: str, outputs: list[Output], api_defaults: dict[str, int]) -> Output:
    wanted = one_form(spec).strip().lower()
    by_index = {str(output.index): output for output in outputs}
    if wanted in by_index:
        return by_index[wanted]
    for api, index in api_defaults.items():
        if wanted == api.lower() and str(index) in by_index:
            return by_index[str(index)]
    names = [(output, (one_form(output.name).lower(), one_form(str(output)).lower())) for output in outputs]
    exact = [output for output, forms in names if wanted in forms]
    found = exact or [output for output, forms in names if any(wanted in form for form in forms)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{output.index} {output}" for output in (found or outputs))
    if found:
        raise ValueError(f"device {spec!r} could be any of: {listed}; name one by its number")
    raise ValueError(f"no device {spec!r}; there are: {listed}, and null")


def find_device(spec: str | int | None, channels: int, sample_rate: int, voices: int = 0) -> Output:
    """Find the output that `spec` names, with the sample rate at which it will be opened.

    Parameters
    ----------
    spec : str, int or None
    channels : int
        How many it must have.
    sample_rate : int
        Hz, wanted; a device that cannot have it keeps its own.
    voices : int
        How many it must have beside them, but for JACK, which has ports for them.

    Raises
    ------
    NoDevice
        If there is no output at all.
    ValueError
        If `spec` names none or several, or the one named has too few channels.
    """
    if str(spec).strip().lower() == NULL:
        return Output(-1, NULL, NULL, 0, sample_rate)
    sounddevice = port_audio()
    outputs = _outputs(sounddevice)
    if not outputs:
        raise NoDevice("no sound card: PortAudio finds no output (plug one in, start JACK, or ask for the device null)")
    if spec is None:
        output = next((output for output in outputs if output.default), outputs[0])
    else:
        defaults = {api["name"]: api["default_output_device"] for api in sounddevice.query_hostapis()}
        for name, index in list(defaults.items()):
            defaults[name.split()[0]] = index  # "JACK" for "JACK Audio Connection Kit"
        output = _named(str(spec), outputs, defaults)
    wanted = channels if output.is_jack else channels + voices
    if output.channels < wanted:
        parts = (
            f" ({channels}, and one for each voice)" if wanted > channels else " (--channels auto takes what it has)"
        )
        raise ValueError(f"device {output} has {output.channels} channels, {wanted} are wanted{parts}")
    try:
        with quiet():
            sounddevice.check_output_settings(output.index, wanted, "float32", None, sample_rate)
    except sounddevice.PortAudioError:
        return output
    return Output(output.index, output.name, output.host_api, output.channels, sample_rate, output.default)


def channels_of(spec: str | int | None, voices: int = 0) -> int:
    """Ask how many channels the device has that `spec` names, beside one a voice; 0: any number, or there is none.

    PortAudio is left as if nobody had asked: who does plays in another process.
    """
    try:
        output = find_device(spec, 1, 0, voices)
        return output.channels - (0 if output.is_jack else voices)
    except NoDevice:
        return 0
    finally:
        if "sounddevice" in sys.modules and sys.modules["sounddevice"]._initialized:
            sys.modules["sounddevice"]._terminate()


class Device:
    """An output that plays.

    Attributes
    ----------
    output : Output
    sample_rate : int
        Hz.
    latency : float
        Seconds from the callback to the loudspeaker, as the device reports it.
    xruns : int
        Blocks that the device missed.
    """

    def __init__(self, output: Output, callback: Callback) -> None:
        self.output, self.sample_rate = output, output.sample_rate
        self.latency = 0.0
        self.xruns = 0
        self._callback = callback
        self._calls = 0
        self._watch = Watch(STALLED_SECONDS, begun=True)
        self._reason: str | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.output)

    @property
    def lost(self) -> str | None:
        """Why it plays no longer, in one line; None while it does. To be looked at often."""
        if self._reason is None and self._watch.hangs(self._calls, True, time.monotonic()):
            return f"device {self} has not asked for sound for {STALLED_SECONDS:g} s"
        return self._reason

    def __str__(self) -> str:
        return self.name

    def _render(self, out: NDArray[np.float32], missed: bool) -> bool:
        self._calls += 1
        self.xruns += missed
        try:
            self._callback(out, self.xruns)
        except Exception as error:  # nothing may leave a callback of C; `lost` says why
            out[:] = 0.0
            self._reason = f"the audio callback failed: {type(error).__name__}: {error}"
            return False
        return True

    def _finished(self) -> None:
        if self._reason is None:
            self._reason = f"device {self} has stopped"


def _close(stream: Any, sounddevice: Any) -> None:
    """Close a stream, or leave it where it is if its sound system died and PortAudio waits for it for ever."""
    with quiet():
        closing = threading.Thread(target=stream.close, name="closing the device", daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)
    if closing.is_alive():
        atexit.unregister(sounddevice._exit_handler)


@contextmanager
def open_device(
    spec: str | int | Output | None,
    channels: int,
    block_size: int,
    sample_rate: int,
    callback: Callback,
    *,
    connect: bool = True,
    voices: int = 0,
) -> Iterator[Device]:
    """Play: `callback` is called for every block until the context ends.

    Parameters
    ----------
    spec : str, int, Output or None
        As for `find_device`, or what it found.
    channels : int
    block_size : int
        Frames a block.
    sample_rate : int
        Hz, wanted; `Device.sample_rate` says what it is.
    callback : callable
        Takes the block to fill and the xruns so far.
    connect : bool
        Whether a JACK client is connected to the sound card; otherwise to nothing.
    voices : int
        Outputs beside the channels, one a voice: ports of the JACK client that are connected to nothing, or further
        channels of another device. The block has so many columns more.

    Raises
    ------
    NoDevice
        If there is no output at all, or it cannot be opened.
    ValueError
        As for `find_device`.
    """
    output = spec if isinstance(spec, Output) else find_device(spec, channels, sample_rate, voices)
    device = Device(output, callback)
    if output.index < 0:
        null = NullStream(channels + voices, block_size, output.sample_rate, device._render)
        null.start()
        try:
            yield device
        finally:
            null.close()
        return
    import sounddevice

    try:
        with quiet():
            stream = _started(device, channels, voices, block_size, connect)
    except sounddevice.PortAudioError as error:
        raise NoDevice(f"device {output} does not open: {error.args[0]}") from None
    try:
        yield device
    finally:
        _close(stream, sounddevice)


def _started(device: Device, channels: int, voices: int, block_size: int, connect: bool) -> Any:
    """Open and start the stream of a device."""
    output = device.output
    if output.is_jack and voices:
        with jack_client.wiring() as wiring:
            wiring.offer(channels + voices)
            sounddevice = port_audio()  # which knows of it now
            jack = {one.name: one.index for one in _outputs(sounddevice) if one.is_jack}
            card = sounddevice.query_devices(jack[output.name])
            device.latency = max(float(card["default_low_output_latency"]) - wiring.period / output.sample_rate, 0.0)
            stream = _stream(device, jack[wiring.name], channels + voices, block_size, clip_off=True)
            if connect:
                wiring.connect(output.name, channels)
            stream.start()
            wiring.call({channels + voice: b"voice_%d" % (voice + 1) for voice in range(voices)})
        return stream
    stream = _stream(device, output.index, channels + voices, block_size, clip_off=not voices)
    device.latency = float(stream.latency)
    stream.start()
    if output.is_jack and not connect:
        with jack_client.wiring() as wiring:
            wiring.disconnect()
    return stream


def _stream(device: Device, index: int, channels: int, block_size: int, *, clip_off: bool) -> Any:
    """Open a stream of the device of that number in PortAudio; only what the limiter has passed needs no clipping."""
    import sounddevice

    def play(out: NDArray[np.float32], _frames: int, _time: Any, status: Any) -> None:
        if not device._render(out, status.output_underflow):
            raise sounddevice.CallbackAbort

    return sounddevice.OutputStream(
        device=index,
        samplerate=device.sample_rate,
        blocksize=block_size,
        channels=channels,
        dtype="float32",
        latency="low",
        clip_off=clip_off,
        dither_off=True,
        callback=play,
        finished_callback=device._finished,
    )
