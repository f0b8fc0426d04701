"""The abstractions with a face: `gan.dials`, `gan.axes`, `gan.pad`, `gan.scenes`, `gan.map` and `gan.meter`."""

from __future__ import annotations

from writing.canvas import INK, PLAIN, SMALL, Box, Canvas
from writing.parts import (
    COLUMN,
    LABEL,
    PLANE,
    SLIDER,
    axis_names,
    followed,
    shown,
    told,
    untouched,
    word_shown,
    word_told,
)
from writing.table import OF_VOICE, VOICES, ends

DIALS = (
    ("gain", "pan", "azimuth", "distance", "transpose", "rate", "attack", "release", "energy", "decay"),
    ("position", "loop_start", "loop_end", "growth", "glide", "wander", "chaos", "tones", "noise", "stretch_partials"),
)
SWITCHES = ("gate", "freeze", "mute")
WORDS = ("mode", "gesture")
SHORT = {"wander": 3, "glide": 20}  # where a slider ends that would else be too coarse for a hand; numbers go on
LINE = 22
AXES = 16
STRETCH = 3.0  # standard deviations: what the pad shows of an axis, half of what the instrument takes
SIZES = {
    "gan.dials": (2 * COLUMN + 158, 34 + 10 * LINE + 6),
    "gan.axes": (2 * COLUMN + 6, 28 + 8 * LINE + 4),
    "gan.pad": (PLANE + 20, PLANE + 76),
    "gan.scenes": (400, 300),
    "gan.map": (330, 244),
    "gan.cues": (330, 204),
    "gan.meter": (30 * (VOICES + 1) + 20, 150),
}


def face(name: str, title: str) -> Canvas:
    """Begin a patch with a face: its ground, and its title."""
    patch = Canvas(face=SIZES[name])
    patch.ground((0, 0), (SIZES[name][0] - 1, SIZES[name][1] - 1))
    patch.label(title, (6, 6), colour=INK, size=PLAIN + 1)
    return patch


def _value(
    patch: Canvas, name: str, at: tuple[int, int], low: float, high: float, text: str = "", named: str = ""
) -> None:
    x, y = at
    log = name in ("attack", "release", "decay")
    patch.label(text or name, (x, y), name=named, wide=LABEL - 2)
    patch.slider(name, (x + LABEL, y), SLIDER, low, SHORT.get(name, high), log=log)
    patch.number(name, (x + LABEL + SLIDER + 4, y), low, high)


def _voiced(patch: Canvas) -> tuple[Box, Box, Box]:
    """Add the voice of a face; returns what takes messages that are no number, the voice, and what has the number."""
    voice = patch("gan.voice $1 $2", patch("r $0-to"))
    sort = patch("route voice", patch("inlet"))
    number = patch("t f f", patch("max 1", patch("f $1", patch("loadbang"))), sort)
    patch.cord(patch("list trim", patch("list prepend voice", (number, 1))), 0, voice)
    rest = patch("t a", (sort, 1))
    return rest, voice, number


def dials() -> Canvas:
    """`gan.dials`: what a hand sets of a voice."""
    patch = face("gan.dials", "voice")
    controls, back = Canvas(), Canvas()
    rest, voice, number = _voiced(patch)
    patch.cord(rest, 0, voice)
    names = tuple(name for column in DIALS for name in column) + SWITCHES + (*WORDS, "seed")
    values = back("route " + " ".join(names), untouched(back, back("inlet")))
    for column, line in enumerate(DIALS):
        for row, name in enumerate(line):
            low, high = ends(OF_VOICE[name])
            text = name.removesuffix("_partials").replace("_", " ")
            _value(patch, name, (8 + COLUMN * column, 32 + LINE * row), low, high, text)
    for index, name in enumerate(names):
        if name not in WORDS:
            told(controls, name)
            shown(back, name, (values, index))
    for column, name in enumerate(SWITCHES):
        patch.switch(name, (60 + 74 * column, 7))
    patch.label("seed", (300, 8))
    patch.number("seed", (334, 8), 0, 1e7, 8)
    patch.button("another", (428, 7))
    dice = controls("random 1000000", controls("r $0-out-another"))
    controls.cord(dice, 0, controls("s $0-out-seed"))
    left = 2 * COLUMN + 14
    for name, top in zip(WORDS, (46, 160), strict=True):
        choices = OF_VOICE[name].arguments[0].choices
        patch.label(name, (left, top - 16), size=SMALL)
        patch.choice(name, (left, top), len(choices), size=17, upright=True)
        for row, choice in enumerate(choices):
            patch.label(choice.replace("-", " "), (left + 20, top + 17 * row), size=SMALL + 1, colour=INK, wide=120)
        word_told(controls, name, choices)
        word_shown(back, name, choices, (values, names.index(name)))
    followed(patch, number, names, voice)
    patch.within("controls", controls)
    patch.within("back", back, voice)
    patch("outlet", voice)
    patch("outlet", (voice, 3))
    return patch


def axes() -> Canvas:
    """`gan.axes`: how far a voice stands off its point along each axis of the model."""
    patch = face("gan.axes", "axes")
    controls, back, names = Canvas(), Canvas(), Canvas()
    rest, voice, number = _voiced(patch)
    patch.cord(rest, 0, voice)
    values = back("t l l", back("route axes", untouched(back, back("inlet"))))
    each = back("unpack " + " ".join("f" * AXES), values)
    back.cord(back(f"min {AXES}", back("list length", (values, 1))), 0, back("s $0-count"))
    low, high = ends(OF_VOICE["axes"])
    for index in range(AXES):
        name, (column, row) = f"axis-{index}", divmod(index, AXES // 2)
        at = (8 + COLUMN * column, 28 + LINE * row)
        _value(patch, name, at, low, high, f"axis {index}", f"$0-label-{index}")
        told(controls, name, f"axis/{index}")
        shown(back, name, (each, index))
    patch.button("none", (60, 5))
    zeros = controls(f"list split {AXES}", controls.message(" ".join("0" * AXES), controls("r $0-out-none")))
    controls.cord(controls("r $0-count"), 0, zeros, 1)
    controls.cord(controls("list trim", controls("list prepend axes", zeros)), 0, controls("s $0-to"))
    name, ready = axis_names(names)
    names.cord(names.message(", ".join(f"{index} {index}" for index in range(AXES)), ready), 0, name)
    followed(patch, number, ("axes",), voice)
    patch.within("controls", controls)
    patch.within("names", names)
    patch.within("back", back, voice)
    patch("outlet", voice)
    patch("outlet", (voice, 3))
    return patch


def pad() -> Canvas:
    """`gan.pad`: two axes under one finger."""
    patch = face("gan.pad", "pad")
    rest, voice, number = _voiced(patch)
    moved = patch("route list", rest)
    patch.cord(moved, 1, voice)
    given = patch("t l l", moved)
    plane = patch("gan.xy", (given, 1), at=(10, 26))
    name, ready = axis_names(patch)
    dragged = patch("t l b", plane)
    patch.cord(dragged, 1, patch("s $0-touched"))
    sides = patch("unpack f f", dragged, given)
    back = patch("t b l", patch("route axes", untouched(patch, voice)))
    point = patch("pack f f")
    patch.cord(point, 0, plane)
    both = patch("t b b", ready)
    for index, text in ((1, "up"), (0, "across")):
        top = PLANE + 32 + LINE * index
        patch.label(text, (10, top))
        patch.number(f"axis-{index}", (58, top), 0, AXES - 1, 3)
        patch.label(f"axis {index}", (96, top), name=f"$0-label-{index}", colour=INK, wide=100)
        chosen = patch("f", patch(f"r $0-out-axis-{index}"), (both, index))
        patch.cord(patch.message(str(index), patch("loadbang")), 0, start := patch("t f f"))
        patch.cord(start, 1, chosen)
        patch.cord(patch.message("set $1", start), 0, patch(f"s $0-set-axis-{index}"))
        which = patch("t f f f", chosen)
        pair = patch(f"list prepend {index}", which)
        patch.cord(pair, 0, name)
        value = patch(f"list prepend axis/{index}", patch(f"* {2 * STRETCH:g}", patch("- 0.5", (sides, index))))
        patch.cord(patch("makefilename axis/%d", (which, 1)), 0, value, 1)
        patch.cord(patch("list trim", value), 0, voice)
        kept = patch("list store")
        patch.cord(back, 1, kept, 1)
        place = patch("+ 0.5", patch(f"/ {2 * STRETCH:g}", patch("unpack f", kept)))
        patch.cord(place, 0, point, index)
        again = patch("f", back)
        patch.cord(which, 2, again, 1)
        patch.cord(patch.message("get $1 1", again), 0, kept)
    followed(patch, number, ("axes",), voice)
    patch("outlet", (voice, 3))
    return patch


def meter() -> Canvas:
    """`gan.meter`: how loud each voice is, and the output."""
    patch = face("gan.meter", "levels")
    voices = patch("route " + " ".join(str(number) for number in range(1, VOICES + 1)), patch("gan.receive voice $1"))
    feeds = [(patch("route level", (voices, index)), str(index + 1)) for index in range(VOICES)]
    feeds.append((patch("route level", patch("route out", patch("gan.receive in $1"))), "out"))
    for index, (level, text) in enumerate(feeds):
        left = 10 + 30 * index + 6 * (text == "out")
        patch.meter(f"level-{text}", (left, 26), (14, 100))
        patch.label(text, (left, 130), size=SMALL, wide=10)
        patch.cord(patch("- 100", patch("rmstodb", level)), 0, patch(f"s $0-level-{text}"))
    return patch
