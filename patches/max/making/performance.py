"""The patch that is played: `gan.performance`, in presentation mode."""

from __future__ import annotations

from making.faces import SIZES, VOICES, backed, button, dial
from making.network import LISTEN, PORT, Own
from making.patcher import ACCENT, BACK, INK, PALE, Patcher

WIDE, EDGE = 1480, 14
KEYS = 1158  # pixels


def performance(own: Own) -> Patcher:
    """Everything in one window: pad, dials, scenes, cues, a mapping, levels, keys."""
    high = 700
    patch = Patcher(own, presentation=True, size=(WIDE, high))
    backed(patch, "", (WIDE, high))
    patch.boxes[0].more["bgcolor"] = BACK
    patch.boxes[0].more["rounded"] = 0
    patch.label("GestureGAN", shown=(EDGE, 12, 200, 32), size=22, textcolor=INK, fontface=1)
    # The connection
    server = patch(f"gan.server {PORT} {LISTEN}")
    patch.label("connected", shown=(232, 20, 66, 20), textcolor=PALE)
    patch.drawn("toggle", (server, 2), shown=(300, 20, 20, 20), ignoreclick=1, checkedcolor=ACCENT)
    state = patch("unpack 1 8 0 0 0.", (server, 3))
    for index, text, left, wide in ((4, "load %", 340, 48), (3, "late blocks", 446, 74), (2, "open voices", 580, 78)):
        patch.label(text, shown=(left, 20, wide, 20), textcolor=PALE)
        patch.drawn("number" if index < 4 else "flonum", (state, index), shown=(left + wide, 19, 50, 22), ignoreclick=1)
    said = patch.message("", patch("prepend set", (server, 4)))
    said.shown, said.wide = (EDGE, high - 36, WIDE - 2 * EDGE, 22), 300
    for index, (name, address) in enumerate((("stop", "/gan/out/stop"), ("panic", "/gan/out/panic"))):
        press = button(patch, name, (1078 + 76 * index, 16, 70, 28))
        patch.cord(patch.message(address, press), 0, server)
    press = button(patch, "record", (1230, 16, 76, 28), on="recording")
    patch.cord(patch("prepend /gan/out/record", press), 0, server)
    knob = dial(patch, "output", "/gan/out/gain", (1334, 6, 60, 52))
    patch.cord(patch("prepend /gan/out/gain", knob), 0, server)
    patch.cord(patch("prepend set", patch("route /gan/out/gain", server)), 0, knob)
    patch.cord(patch.message("/gan/out/gain", patch("sel 1", (server, 2))), 0, server)
    # What is played
    words = [str(number) for number in range(1, VOICES + 1)]
    tabs = patch.drawn(
        "tab", shown=(EDGE, 64, 250, 28), tabs=words, bgcolor=BACK, textcolor=PALE, tabcolor=[0.22, 0.23, 0.26, 1.0],
        htabcolor=ACCENT, rounded=6.0,
    )  # fmt: skip
    voice = patch("prepend voice", patch("+ 1", tabs))
    corners = {
        "gan.pad": (EDGE, 100),
        "gan.dials": (278, 64),
        "gan.meter": (278, 300),
        "gan.scenes": (892, 64),
        "gan.cues": (1186, 64),
        "gan.map": (1186, 282),
    }
    first = {"gan.pad": [1], "gan.dials": [1], "gan.map": ["hands"]}  # arguments before the port
    for name, corner in corners.items():
        feeds = (voice,) if name in ("gan.pad", "gan.dials") else ()
        patch.abstraction(name, (*corner, *SIZES[name]), *feeds, args=[*first.get(name, []), PORT])
    keys = patch.drawn("kslider", shown=(EDGE, 480, KEYS, 104), range=84, offset=24, mode=1, hkeycolor=ACCENT)
    struck = patch("pack 60 0", keys)
    patch.cord(keys, 1, struck, 1)
    midi = button(patch, "MIDI in", (EDGE, 606, 80, 26), on="MIDI in")
    notes = patch(f"gan.notes {PORT}", struck, patch("prepend midi", midi))
    for index, (name, inlet) in enumerate((("bend", 1), ("pressure", 2), ("timbre", 3))):
        address = f"/gan/note/{name}"
        turn = dial(patch, name, address, (118 + 76 * index, 598, 68, 56))
        patch.cord(turn, 0, notes, inlet)
    pedal = button(patch, "sustain", (352, 606, 80, 26), on="sustain")
    patch.cord(pedal, 0, notes, 4)
    return patch
