"""The abstractions with a face, for a `bpatcher` or a window: `gan.dials`, `gan.pad`, `gan.scenes` and `gan.meter`."""

from __future__ import annotations

from typing import Any

from making.network import PORT, Own, addressed, arguments, named
from making.patcher import ACCENT, BACK, FRONT, INK, PALE, Box, Patcher, Rect
from making.table import OF_ALL, OF_VOICE

DIALS = (
    ("gain", "pan", "azimuth", "distance", "tones", "noise", "attack", "release"),
    ("rate", "transpose", "position", "loop_start", "loop_end", "chaos", "growth", "glide"),
)
CHANGES = ("store", "delete", "rename", "copy", "undo", "import")  # after these there are other scenes
SLOW = ("attack", "release", "glide")  # the first seconds matter most
SWITCHES = ("gate", "freeze", "mute")
REACH = 3.0  # standard deviations: what the pad shows of an axis, half of what the instrument takes
STEPS = 10000  # of the pad, a side
MOST = 16  # scenes that a morph takes
VOICES = 8  # that a show has unless it says otherwise

SIZES = {
    "gan.dials": (600, 226),
    "gan.pad": (250, 364),
    "gan.scenes": (280, 400),
    "gan.cues": (280, 204),
    "gan.map": (280, 302),
    "gan.meter": (600, 164),
}


def backed(patch: Patcher, title: str, size: tuple[float, float]) -> None:
    """Add the ground that a face stands on, and its title."""
    patch.drawn(
        "panel",
        size=(120, 40),
        shown=(0, 0, *size),
        background=1,
        ignoreclick=1,
        bgcolor=FRONT,
        rounded=10,
        border=0,
        mode=0,
    )
    if title:
        patch.label(title, shown=(12, 8, size[0] - 24, 22), size=13, textcolor=INK, fontface=1)


def parameter(name: str, kind: int, **more: Any) -> dict[str, Any]:
    """Return what Max keeps of a live object: its name, type and range. Opening a patch sends none of it."""
    value = {f"parameter_{key}": item for key, item in more.items()}
    kept = {"parameter_longname": name, "parameter_shortname": name, "parameter_type": kind, "parameter_invisible": 2}
    return {"parameter_enable": 1, "varname": name, "saved_attribute_attributes": {"valueof": kept | value}}


def button(patch: Patcher, name: str, shown: Rect, *, on: str = "") -> Box:
    """Add a button, or a switch where it has a text for being on."""
    colours = {"activebgcolor": BACK, "activebgoncolor": ACCENT, "activetextcolor": INK, "activetextoncolor": BACK}
    saved = parameter(name, 2, enum=["off", "on"], mmax=1)
    return patch.drawn(
        "live.text", shown=shown, text=name, texton=on or name, mode=int(bool(on)), fontsize=11.0, **colours, **saved
    )


def dial(patch: Patcher, name: str, address: str, shown: Rect) -> Box:
    """Add a dial with the range that the instrument says."""
    argument = (OF_VOICE | OF_ALL)[address].arguments[0]
    style = {"parameter_exponent": 4.0} if name in SLOW else {}
    saved = parameter(name.replace("_", " "), 0, mmin=argument.low, mmax=argument.high, unitstyle=1)
    saved["saved_attribute_attributes"]["valueof"] |= style
    colours = {"textcolor": INK, "activedialcolor": ACCENT, "activeneedlecolor": INK, "dialcolor": PALE}
    return patch.drawn("live.dial", shown=shown, appearance=0, **colours, **saved)


def dials(own: Own) -> Patcher:
    """`gan.dials`: what a hand sets of a voice."""
    patch = Patcher(own, presentation=True, size=SIZES["gan.dials"])
    backed(patch, "voice", SIZES["gan.dials"])
    messages = patch.inlet("voice 3, port 7770; all else as gan.voice takes it")
    words, _ = arguments(patch, 1, PORT, late=True)
    voice = patch("gan.voice")
    sort = patch("route voice", messages)
    number = patch("t b l", patch("t i", (words, 0), (sort, 0)))
    port = patch("prepend port", (words, 1))
    to = patch("t l", (sort, 1), port, patch("prepend voice", (number, 1)))
    names = [*(name for row in DIALS for name in row), *SWITCHES, "mode"]
    back = patch(f"route connected {' '.join(names)}", voice)
    ask = patch.message(", ".join(f"get {name}" for name in names), (back, 0), (number, 0))
    patch.cord(ask, 0, to)
    for row, line in enumerate(DIALS):
        for column, name in enumerate(line):
            knob = dial(patch, name, name, (14 + 72 * column, 78 + 70 * row, 68, 60))
            shown = (back, 1 + names.index(name))
            if "none" in OF_VOICE[name].meaning:
                shown = (patch("sel none", shown), 1)
            patch.cord(patch("prepend set", shown), 0, knob)
            patch.cord(patch(f"prepend {name}", knob), 0, to)
    for column, name in enumerate(SWITCHES):
        switch = button(patch, name, (14 + 72 * column, 40, 66, 26), on=name)
        patch.cord(patch("prepend set", (back, 1 + names.index(name))), 0, switch)
        patch.cord(patch(f"prepend {name}", switch), 0, to)
    choices = list(OF_VOICE["mode"].arguments[0].choices)
    menu = patch.drawn(
        "live.menu", shown=(230, 45, 90, 18), **parameter("mode", 2, enum=choices, mmax=len(choices) - 1)
    )
    patch.cord(patch("prepend setsymbol", (back, 1 + names.index("mode"))), 0, menu)
    patch.cord(patch("prepend mode", (menu, 1)), 0, to)
    patch.cord(to, 0, voice)
    patch.label("seed", shown=(336, 44, 40, 20), textcolor=PALE)
    seed = patch.drawn("number", shown=(376, 42, 70, 22), minimum=0, maximum=int(OF_VOICE["seed"].arguments[0].high))
    patch.cord(patch("prepend seed", seed), 0, to)
    patch.label("which voice", shown=(462, 44, 74, 20), textcolor=PALE)
    which = patch.drawn("number", shown=(536, 42, 48, 22), ignoreclick=1)
    patch.cord(patch("prepend set", (number, 1)), 0, which)
    patch.outlet("values: gain 0.5 …; connected", voice)
    patch.outlet("done and fail, with what they say", (voice, 3))
    return patch


def pad(own: Own) -> Patcher:
    """`gan.pad`: two axes under one finger."""
    patch = Patcher(own, presentation=True, size=SIZES["gan.pad"])
    backed(patch, "pad", SIZES["gan.pad"])
    messages = patch.inlet("voice 3; x and y of 0 to 1: 0.5 0.5")
    words, _ = arguments(patch, 1, PORT, late=True)
    voice = patch("gan.voice")
    port = patch("t i i", (words, 1))
    send, hear = named(patch, (port, 0))
    to = patch("t l", patch("prepend voice", (words, 0)), patch("prepend port", (port, 1)))
    sort = patch("route voice", messages)
    patch.cord(patch("prepend voice", (sort, 0)), 0, to)
    slider = patch.drawn(
        "pictslider",
        shown=(14, 40, 222, 222),
        leftvalue=0,
        rightvalue=STEPS,
        bottomvalue=0,
        topvalue=STEPS,
        jump=1,
        bgcolor=BACK,
        elementcolor=ACCENT,
    )
    given = patch("unpack 0.5 0.5", (sort, 1))
    both = patch("pack 0 0", patch(f"expr $f1 * {STEPS}.", given))
    patch.cord(patch(f"expr $f1 * {STEPS}.", (given, 1)), 0, both, 1)
    patch.cord(both, 0, slider)
    # Which axes
    news = patch("route connected axes done", hear)
    loaded = patch("route /gan/model/load", (news, 2))
    ask = patch("t b", (news, 0), (loaded, 0))
    patch.cord(patch.message("/gan/model/axes", ask), 0, send)
    fill = patch("t b b l b", (news, 1))
    clear = patch.message("clear", (fill, 3))
    each = patch("prepend append", patch("zl.iter 1", (fill, 2)))
    for index, text in enumerate(("across", "up")):
        patch.label(text, shown=(14, 277 + 36 * index, 56, 20), textcolor=PALE)
        menu = patch.drawn(
            "umenu", clear, each, patch.message(str(index), (fill, index)), shown=(76, 276 + 36 * index, 160, 22)
        )
        axis = patch(f"prepend axis/{index}", patch("sprintf set axis/%ld", menu))
        patch.cord(patch(f"scale 0 {STEPS} -{REACH} {REACH}", (slider, index)), 0, axis)
        patch.cord(axis, 0, to)
    patch.cord(to, 0, voice)
    patch.outlet("done and fail, with what they say", (voice, 3))
    return patch


def scenes(own: Own) -> Patcher:
    """`gan.scenes`: store, recall, and what lies between."""
    patch = Patcher(own, presentation=True, size=SIZES["gan.scenes"])
    backed(patch, "scenes", SIZES["gan.scenes"])
    messages = patch.inlet("store NAME, recall NAME SECONDS, morph 0.3, ends A B, blend A 1 B 2; port 7770")
    words, _ = arguments(patch, PORT)
    sort = patch("route port morph ends blend", messages)
    send, hear = named(patch, patch("t i", (words, 0), (sort, 0)))
    patch.cord(patch("prepend /gan/morph", (sort, 1)), 0, send)
    patch.cord(patch("prepend /gan/morph/ends", (sort, 2)), 0, send)
    blend = patch("prepend /gan/voice/*/morph", (sort, 3))
    patch.cord(blend, 0, send)
    orders = patch("t l", (sort, 4))
    patch.cord(addressed(patch, orders, "/gan/scene/%s"), 0, send)
    # By hand
    patch.label("new", shown=(14, 40, 44, 20), textcolor=PALE)
    entry = patch.drawn(
        "textedit", shown=(62, 38, 204, 24), keymode=1, outputmode=1, lines=1, bgcolor=BACK, textcolor=INK, rounded=4.0
    )
    patch.cord(patch("prepend store", patch("route text", entry)), 0, orders)
    menu = patch.drawn("umenu", shown=(14, 72, 150, 22))
    patch.label("in", shown=(168, 73, 24, 20), textcolor=PALE)
    seconds = patch.drawn(
        "flonum", shown=(192, 72, 56, 22), minimum=0.0, maximum=OF_ALL["/gan/scene/recall"].arguments[1].high
    )
    patch.label("s", shown=(248, 73, 20, 20), textcolor=PALE)
    chosen = patch("zl.lookup", menu)  # a name with a space stays one word
    for column, name in enumerate(("recall", "store", "delete")):
        kept = patch("zl.reg", button(patch, name, (14 + 86 * column, 104, 80, 24)))
        patch.cord(chosen, 0, kept, 1)
        if name == "recall":
            kept = patch("zl.join 0.", kept)
            patch.cord(seconds, 0, kept, 1)
        patch.cord(patch(f"prepend {name}", kept), 0, orders)
    # What there is
    news = patch("route connected scene/list done", hear)
    changed = patch(f"route {' '.join(f'/gan/scene/{name}' for name in CHANGES)}", (news, 2))
    ask = patch("t b", (news, 0), *((changed, index) for index in range(changed.outlets - 1)))
    patch.cord(patch.message("/gan/scene/list", ask), 0, send)
    fill = patch("t b l b 0", (news, 1))
    empty = patch("sel bang", (fill, 1))
    clear = patch("t b b", (fill, 2))
    patch.cord(patch.message("clear", (clear, 0)), 0, menu)
    few = _between(patch, fill, empty, clear, menu, blend)
    patch.cord(few, 3, chosen, 1)
    patch.outlet("names of the scenes", (news, 1))
    patch.outlet("what else is answered: done, fail, morph …", (news, 3), patch("prepend done", (news, 2)))
    return patch


def _between(patch: Patcher, fill: Box, empty: Box, clear: Box, menu: Box, blend: Box) -> Box:
    """Add the ground on which each scene is a node: the names come from `empty`, the weights go to `blend`.

    Returns what has all names, before anything is done with them, at its last outlet.
    """
    few = patch("t l l l l", patch(f"zl.slice {MOST}", (empty, 1)))
    ground = patch.drawn(
        "nodes", shown=(20, 160, 240, 226), nodenumber=1, bgcolor=BACK, nodecolor=ACCENT, displayknob=1, mousemode=2
    )
    patch.cord(patch("prepend nodenumber", patch("zl.len", (few, 2))), 0, ground)
    one = patch("t l b", patch("zl.iter 1", (few, 1)))
    patch.cord(patch("prepend append", (one, 0)), 0, menu)
    count = patch("i 0", (one, 1))
    patch.cord(patch.message("0", (clear, 1)), 0, count, 1)
    place = patch("t i i i i", patch("+ 1", count))
    patch.cord(place, 3, count, 1)
    spot = patch("pack 1 0. 0. 0.3", (place, 0))
    patch.cord(patch("expr 0.5 + 0.11 * sqrt($f1) * cos(2.4 * $f1)", (place, 1)), 0, spot, 1)
    patch.cord(patch("expr 0.5 + 0.11 * sqrt($f1) * sin(2.4 * $f1)", (place, 2)), 0, spot, 2)
    patch.cord(patch("prepend setnode", spot), 0, ground)
    # Between them
    still = patch("gate 1 1", patch("deferlow", patch("t 1", (fill, 0))), (fill, 3))  # closed while the nodes are laid
    patch.cord(ground, 0, still, 1)
    heavy = patch("t l l", still)
    some = patch("gate", patch("> 0.", patch("zl.sum", (heavy, 1))))
    patch.cord(heavy, 0, some, 1)
    weights = patch("t b l", some)
    named_ = patch("zl.reg", (weights, 0))
    patch.cord(few, 0, named_, 1)
    pairs = patch("zl.lace", named_)
    patch.cord(weights, 1, pairs, 1)
    patch.cord(pairs, 0, blend)
    patch.label("between them", shown=(14, 136, 200, 20), textcolor=PALE)
    return few


def meter(own: Own) -> Patcher:
    """`gan.meter`: how loud each voice is, and the output."""
    size = SIZES["gan.meter"]
    patch = Patcher(own, presentation=True, size=size)
    backed(patch, "levels: voices, output (60 dB)", size)
    words, _ = arguments(patch, PORT)
    _, hear = named(patch, (words, 0))
    bars = patch.drawn(
        "multislider",
        patch("route meters", hear),
        shown=(14, 36, size[0] - 28, size[1] - 66),
        setminmax=[0.0, 1.0],
        settype=1,
        setstyle=1,
        ignoreclick=1,
        spacing=6,
        bgcolor=BACK,
        slidercolor=ACCENT,
    )
    bars.more["size"] = VOICES + 1
    step = (size[0] - 28) / (VOICES + 1)
    for index in range(VOICES + 1):
        shown = (14 + step * index, size[1] - 28, step, 20)
        patch.label("out" if index == VOICES else str(index + 1), shown=shown, textcolor=PALE, textjustification=1)
    patch.outlet("levels, 0 to 1 over 60 dB", bars)
    return patch
