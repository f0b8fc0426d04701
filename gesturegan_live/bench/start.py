"""How long a performer waits for the first sound."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg

from gesturegan_live.audio.device import NoDevice, list_devices

_AUDIBLE = 1e-3  # of full scale: -60 dB
_PEAK = 9  # place of the peak among the arguments of /status.reply
_LONGEST = 120.0  # seconds; a first start compiles for a while


def measure() -> dict[str, float | str]:
    """Start the instrument, wait for its first sound, end it.

    Returns
    -------
    dict
        ``first_sound_s``: seconds from starting the process; ``device``: ``default``, or ``null`` without a sound card.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.bind(("127.0.0.1", 0))
        port = client.getsockname()[1]
    device = _device()
    command = [sys.executable, "-m", "gesturegan_live", "play", "--port", str(port), "--seconds", str(_LONGEST)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command + (["--device", device] if device == "null" else []), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        seconds = _wait_for_sound(process, ("127.0.0.1", port), began)
    finally:
        process.terminate()
        _, errors = process.communicate()
    if seconds is None:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise RuntimeError(f"no sound within {_LONGEST:g} s: {lines[-1] if lines else 'the instrument said nothing'}")
    return {"first_sound_s": round(seconds, 3), "device": device}


def _device() -> str:
    try:
        return "default" if list_devices() else "null"
    except NoDevice:
        return "null"


def _wait_for_sound(process: subprocess.Popen[bytes], server: tuple[str, int], began: float) -> float | None:
    question = build_msg("/status").dgram
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.01)
        while process.poll() is None and time.perf_counter() - began < _LONGEST:
            client.sendto(question, server)
            try:
                reply = OscMessage(client.recv(4096))
            except (TimeoutError, ConnectionRefusedError):
                time.sleep(0.005)
                continue
            if reply.address == "/status.reply" and reply.params[_PEAK] > _AUDIBLE:
                return time.perf_counter() - began
    return None
