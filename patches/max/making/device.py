"""The device for Max for Live: notes of a track, and a voice whose values Live automates.

It needs nothing but itself: it sends, and hears no answer, for the devices of a set share all names and ports. What a
set holds is sent as the set is loaded, and so is what Live automates.

Conventions
-----------
An ``.amxd`` file is a row of chunks: four letters, a length of four bytes (the least first), and so much content. The
first, ``ampf``, says what kind of device it is; ``meta`` has a number; ``ptch`` the patch as Max writes it, and a zero.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from making.faces import backed, button, dial, parameter
from making.network import PORT, Own, addressed, from_midi, struck
from making.patcher import ACCENT, INK, PALE, Box, Patcher
from making.table import OF_VOICE

MIDI_EFFECT = b"mmmm"
DIALS = (
    ("gain", "pan", "transpose", "rate", "growth", "glide", "position"),
    ("attack", "release", "wander", "chaos", "loop_start", "loop_end", "energy"),
)
AXES, REACH = 8, 3.0  # axes that are automated, and how far: half of what the instrument takes
WIDE, HIGH = 688, 169  # Live shows no more of a device's height
STEP, TALL = 52, 72


def _kept(box: Box) -> Box:
    """Let Live keep and automate a value."""
    box.more["saved_attribute_attributes"]["valueof"]["parameter_invisible"] = 0
    return box


def _starts(box: Box, value: float) -> Box:
    """Let a new device begin with a value that the instrument has."""
    box.more["saved_attribute_attributes"]["valueof"] |= {"parameter_initial": [value], "parameter_initial_enable": 1}
    return box


def _number(patch: Patcher, name: str, value: float, high: float, shown: tuple[float, float]) -> Box:
    patch.label(name, shown=(*shown, 44, 18), size=10, textcolor=PALE)
    box = patch.drawn(
        "live.numbox", shown=(shown[0] + 44, shown[1] + 2, 40, 15), **parameter(name, 1, mmin=1, mmax=high)
    )
    return _starts(_kept(box), value)


def device(own: Own) -> Patcher:
    """`GestureGAN`, the device."""
    patch = Patcher(own, presentation=True, size=(WIDE, HIGH))
    backed(patch, "", (WIDE, HIGH))
    patch.label("GestureGAN", shown=(6, 8, 90, 20), size=13, textcolor=INK, fontface=1)
    patch.cord(patch("midiin"), 0, patch("midiout"))
    port = patch("prepend port", _number(patch, "port", PORT, 65535, (8, 34)))
    send = patch("udpsend localhost 7770", port)
    # Notes
    reach = _number(patch, "bend", 2, 96, (8, 76))
    key, changes = from_midi(patch, reach)
    messages = [struck(patch, key)]
    for name, change in zip(("bend", "pressure", "timbre", "sustain"), changes, strict=True):
        messages.append(patch(f"prepend /gan/note/{name}", change))
    plays = button(patch, "notes", (8, 104, 84, 20), on="notes")
    _starts(_kept(plays), 1)
    for message in messages:
        through = patch("gate", plays)
        patch.cord(message, 0, through, 1)
        patch.cord(through, 0, send)
    # A voice
    number = patch("i 1")
    patch.cord(_number(patch, "voice", 1, 64, (8, 55)), 0, number, 1)
    said = []
    for index, name in enumerate(("gate", "freeze")):
        switch = _kept(button(patch, name, (8 + 43 * index, 128, 41, 18), on=name))
        said.append(patch(f"prepend {name}", switch))
    choices = list(OF_VOICE["mode"].arguments[0].choices)
    saved = parameter("mode", 2, enum=choices, mmax=len(choices) - 1)
    mode = _kept(patch.drawn("live.menu", shown=(8, 149, 84, 15), **saved))
    said.append(patch("prepend mode", (mode, 1)))
    for row, line in enumerate(DIALS):
        for column, name in enumerate(line):
            knob = dial(patch, name, name, (100 + STEP * column, 12 + (TALL + 6) * row, STEP, TALL))
            default = float(OF_VOICE[name].default.split()[0])
            said.append(patch(f"prepend {name}", _starts(_kept(knob), default)))
    left = 108 + STEP * len(DIALS[0])
    for index in range(AXES):
        row, column = divmod(index, AXES // 2)
        shown = (left + STEP * column, 12 + (TALL + 6) * row, STEP, TALL)
        saved = parameter(f"axis {index}", 0, mmin=-REACH, mmax=REACH, unitstyle=1)
        colours = {"textcolor": INK, "activedialcolor": ACCENT, "activeneedlecolor": INK, "dialcolor": PALE}
        knob = patch.drawn("live.dial", shown=shown, appearance=0, **colours, **saved)
        said.append(patch(f"prepend axis/{index}", _starts(_kept(knob), 0.0)))
    together = patch("t l", *said)
    patch.cord(addressed(patch, together, "/gan/voice/%ld/%s", number), 0, send)
    return patch


def container(patch: Patcher) -> bytes:
    """Return the file of a device."""
    content: dict[str, Any] = json.loads(patch.json())
    kind = int.from_bytes(MIDI_EFFECT, "big")
    content["patcher"] |= {
        "devicewidth": float(WIDE),
        "latency": 0,
        "is_mpe": 1,
        "minimum_live_version": "",
        "minimum_max_version": "",
        "platform_compatibility": 0,
        "project": {"version": 1, "autoorganize": 1, "hideprojectwindow": 1, "contents": {"patchers": {}}, "layout": {},
                    "searchpath": {}, "amxdtype": kind, "readonly": 0},
        "autosave": 0,
    }  # fmt: skip
    text = json.dumps(content, indent="\t", ensure_ascii=False).encode() + b"\n\0"
    chunks = ((b"ampf", MIDI_EFFECT), (b"meta", struct.pack("<I", 0)), (b"ptch", text))
    return b"".join(name + struct.pack("<I", len(inside)) + inside for name, inside in chunks)
