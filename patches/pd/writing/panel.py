"""The panel: `gesturegan`, one voice and the instrument, made of the other abstractions."""

from __future__ import annotations

from writing.canvas import ACCENT, FRONT, INK, PALE, RED, SMALL, Box, Canvas
from writing.faces import SIZES
from writing.table import OF_ALL, VOICES, ends

WIDE, HIGH = 240 + SIZES["gan.dials"][0] + 10 + SIZES["gan.scenes"][0] + 10, 590
GREEN = "#7bc86c"
STATUS = (("load %", 4), ("peak %", 5), ("late", 3), ("xruns", 8), ("images/s", 10), ("open", 2))
PLACES = {
    "gan.pad": (10, 50),
    "gan.dials": (240, 50),
    "gan.axes": (240, 320),
    "gan.scenes": (250 + SIZES["gan.dials"][0], 50),
    "gan.meter": (250 + SIZES["gan.dials"][0], 360),
}
OUT = (250 + SIZES["gan.axes"][0], 320)


def panel() -> Canvas:
    """`gesturegan`: everything in one window."""
    patch = Canvas(face=(WIDE, HIGH))
    patch.ground((0, 0), (WIDE - 1, HIGH - 1), "#181b21")
    patch.ground((0, 0), (WIDE - 1, 40), FRONT)
    patch.label("GestureGAN", (12, 12), size=17, colour=ACCENT, ground=FRONT)
    messages, orders = patch("inlet"), patch("inlet")
    server = patch("gan.server $1 $0", orders)
    # Whose voice
    sort = patch("route voice pad", messages)
    patch.label("voice", (470, 12), ground=FRONT, colour=INK)
    patch.choice("voice", (512, 11), VOICES)
    for number in range(VOICES):
        patch.label(str(number + 1), (517 + 18 * number, 28), size=SMALL - 1, ground=FRONT, wide=1)
    first = patch("- 1", patch("max 1", patch("f $2", patch("loadbang")), sort))
    which = patch("t f f", first, patch("r $0-out-voice"))
    patch.cord(patch.message("set $1", (which, 1)), 0, patch("s $0-set-voice"))
    said = patch("t a a a", patch.message("voice $1", patch("+ 1", which)))
    faces: dict[str, Box] = {}
    for name, at in PLACES.items():
        voiced = name in ("gan.dials", "gan.axes", "gan.pad")
        faces[name] = patch(f"{name} $2 $0" if voiced else f"{name} $0", at=at)
    for outlet, name in enumerate(("gan.dials", "gan.axes", "gan.pad")):
        patch.cord(said, outlet, faces[name])
    patch.cord(sort, 1, faces["gan.pad"])
    patch.cord(sort, 2, faces["gan.dials"])
    patch.within("instrument", _instrument(patch), (server, 0))
    patch.within("state", _state(patch), (server, 2), at=None)
    state = patch.boxes[-1]
    patch.cord(server, 3, state, 1)
    patch.cord(server, 4, state, 2)
    patch("outlet", faces["gan.dials"], faces["gan.axes"])
    patch("outlet", (server, 4))
    patch("outlet", (server, 2))
    return patch


def window() -> Canvas:
    """`gesturegan-panel`: the panel alone, to be opened."""
    patch = Canvas(size=(WIDE + 16, HIGH + 16))
    patch("gesturegan", at=(0, 0))
    return patch


def _instrument(patch: Canvas) -> Canvas:
    """Add the models and the output; returns what they do, which takes the answers of the instrument."""
    left, top = 10, 336
    patch.label("models", (left + 4, top), colour=INK, ground="#181b21")
    patch("gan.list", at=(left, top + 18))
    models = patch.boxes[-1]
    names, chosen = patch("r $0-models"), patch("s $0-model-chosen")
    patch.cord(names, 0, models)
    patch.cord(models, 0, chosen)
    left, top = OUT
    patch.ground((left, top), (122, SIZES["gan.axes"][1] - 1))
    patch.label("output", (left + 6, top + 6), colour=INK)
    low, high = ends(OF_ALL["/gan/out/gain"])
    patch.slider("out-gain", (left + 8, top + 30), 100, low, high)
    patch.number("out-gain", (left + 8, top + 50), low, high)
    patch.label("gain", (left + 60, top + 51))
    patch.switch("record", (left + 8, top + 80), RED)
    patch.button("stop", (left + 8, top + 108))
    patch.button("panic", (left + 8, top + 140), size=28, colour=RED)
    inside = Canvas()
    kinds = inside("route model out", inside("inlet"))
    model = inside("route list info", kinds)
    inside.cord(model, 0, inside("s $0-models"))
    info = inside("list split 1", inside("list", (model, 1)))
    inside.cord(inside("list trim", inside("list prepend label", info)), 0, inside("s $0-model"))
    back = inside("route gain", (kinds, 1))
    inside.cord(inside.message("set $1", back), 0, inside("s $0-set-out-gain"))
    send = inside("s $0-server")
    del send
    out = inside("gan.send out $0")
    loaded = inside("route /gan/model/load", inside("route done", inside("gan.receive in $0")))
    ask = inside("t b", inside("route connected", inside("gan.receive in $0")), loaded)
    inside.cord(inside.message("/gan/model/list, /gan/model/info, /gan/out/gain", ask), 0, out)
    gain = inside("t f f", inside("r $0-out-out-gain"))
    inside.cord(inside.message("set $1", (gain, 1)), 0, inside("s $0-set-out-gain"))
    inside.cord(inside.message("/gan/out/gain $1", gain), 0, out)
    inside.cord(inside.message("/gan/out/record $1", inside("r $0-out-record")), 0, out)
    for name in ("stop", "panic"):
        inside.cord(inside.message(f"/gan/out/{name}", inside(f"r $0-out-{name}")), 0, out)
    load = inside("list trim", inside("list prepend /gan/model/load", inside("r $0-model-chosen")))
    inside.cord(load, 0, out)
    return inside


def _state(patch: Canvas) -> Canvas:
    """Add what is said of the instrument; returns what fills it in: connected, status, news."""
    patch.ground((160, 14), (12, 12), RED)
    patch.boxes[-1].line = patch.boxes[-1].line.replace("empty empty", "empty \\$0-led", 1)
    patch.label("not connected", (182, 12), name="$0-model", ground=FRONT, colour=INK, wide=200)
    top = HIGH - 40
    patch.ground((0, top), (WIDE - 1, 39), FRONT)
    for index, (text, _) in enumerate(STATUS):
        patch.label(text, (12 + 104 * index, top + 3), size=SMALL, ground=FRONT, wide=50)
        patch.shown_number(text.split()[0], (66 + 104 * index, top + 2), 4)
    patch.label("", (12, top + 20), name="$0-said", colour=ACCENT, ground=FRONT, wide=600)
    inside = Canvas()
    alive, status, news = inside("inlet"), inside("inlet"), inside("inlet")
    there = inside("sel 0 1", alive)
    led = inside("s $0-led")
    for outlet, colour in enumerate((RED, GREEN)):
        inside.cord(inside.message(f"color {colour} {PALE}", (there, outlet)), 0, led)
    inside.cord(inside.message("label not\\ connected", there), 0, inside("s $0-model"))
    fields = inside("unpack " + " ".join("f" * 11), status)
    for text, field in STATUS:
        inside.cord(fields, field, inside(f"s $0-{text.split()[0]}"))
    kinds = inside("route fail notice done", news)
    reason = inside("list split 1", inside("list", kinds))
    done = inside("list split 1", inside("list", (kinds, 2)))
    label = inside("list trim", inside("list prepend label", (reason, 1), (kinds, 1), done))
    inside.cord(label, 0, inside("s $0-said"))
    return inside
