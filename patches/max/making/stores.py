"""What is kept by name, for a `bpatcher` or a window: `gan.cues` and `gan.map`."""

from __future__ import annotations

from making.faces import SIZES, backed, button
from making.network import PORT, Own, addressed, arguments, named
from making.patcher import BACK, INK, PALE, Box, Patcher

CUES = ("go", "back", "hold")
OF_HOME = ("add", "load", "delete")
TEACH = ("record", "undo", "clear", "train", "save")
LIKED = {"like this": 1, "not like this": -1}
RENEW = 4000  # ms between two times that it is asked to be told what is next
WIDE = 252.0


def _line(patch: Patcher, feed: tuple[Box, int] | Box, left: float, top: float, wide: float) -> None:
    """Add a line in which stands what was said last."""
    line = patch.message("", patch("prepend set", feed))
    line.shown, line.wide = (left, top, wide, 22), wide


def _typed(patch: Patcher, top: float, *, words: bool = False) -> Box:
    """Add a field to type in; what it gives comes when Return is pressed: one name, or words."""
    field = patch.drawn(
        "textedit",
        shown=(76, top, WIDE - 62, 24),
        keymode=1,
        outputmode=0 if words else 1,
        lines=1,
        bgcolor=BACK,
        textcolor=INK,
        rounded=4.0,
    )
    return patch("route text", field)


def cues(own: Own) -> Patcher:
    """`gan.cues`: what happens one after the other."""
    patch = Patcher(own, presentation=True, size=SIZES["gan.cues"])
    backed(patch, "cues", SIZES["gan.cues"])
    messages = patch.inlet("go, back, hold, goto NAME, arm NAME, delete NAME, add NAME WAIT MESSAGE …; port 7770")
    words, _ = arguments(patch, PORT)
    sort = patch("route port", messages)
    send, hear = named(patch, patch("t i", (words, 0), (sort, 0)))
    orders = patch("t b l", (sort, 1))
    patch.cord(addressed(patch, (orders, 1), "/gan/cue/%s"), 0, send)
    for index, name in enumerate(CUES):
        press = button(patch, name, (14 + 86 * index, 74, 80, 28))
        patch.cord(patch.message(name, press), 0, orders)
    # What there is, asked for when it may have changed
    news = patch("route connected cues cue/now done", hear)
    there = patch("t b b", (news, 0))
    patch.cord(patch.message("/gan/cue/list", (there, 1), patch("delay 100", orders)), 0, send)
    renew = patch(f"metro {RENEW}", patch.message("1", there))
    patch.cord(patch.message("/gan/subscribe /gan/cue/now 5", renew), 0, send)
    fill = patch("t l b", (news, 1))
    menu = patch.drawn("umenu", patch.message("clear", (fill, 1)), shown=(14, 42, WIDE, 22))
    names = patch("t l l", (patch("sel bang", fill), 1))
    patch.cord(patch("prepend append", patch("zl.iter 1", names)), 0, menu)
    chosen = patch("zl.lookup", menu)  # a name with a space stays one word
    patch.cord(names, 1, chosen, 1)
    patch.cord(patch("prepend arm", chosen), 0, orders)
    # What was played, and what comes
    now = patch("unpack s s 0.", (news, 2))
    for index, text in enumerate(("last", "next")):
        patch.label(text, shown=(14, 113 + 28 * index, 56, 20), textcolor=PALE)
        _line(patch, (now, index), 76, 112 + 28 * index, WIDE - 62)
    patch.label("in", shown=(14, 169, 56, 20), textcolor=PALE)
    patch.drawn("flonum", patch("prepend set", (now, 2)), shown=(76, 168, 70, 22), ignoreclick=1)
    patch.label("s", shown=(150, 169, 20, 20), textcolor=PALE)
    patch.outlet("cue that was played last, the next, and in how many seconds that goes", (news, 2))
    patch.outlet("what else is answered: done, fail …", (news, 4), patch("prepend done", (news, 3)))
    return patch


def map_(own: Own) -> Patcher:
    """`gan.map`: a mapping that is taught by examples."""
    patch = Patcher(own, presentation=True, size=SIZES["gan.map"])
    backed(patch, "mapping", SIZES["gan.map"])
    messages = patch.inlet("name X; inputs …, outputs …, record, undo, clear, train, run 1, rate -1, save; add NAME …")
    words, _ = arguments(patch, "play", PORT)
    sort = patch(f"route port name {' '.join(OF_HOME)}", messages)
    send, hear = named(patch, patch("t i", (words, 1), (sort, 0)))
    # Whose
    patch.label("name", shown=(14, 41, 60, 20), textcolor=PALE)
    typed = _typed(patch, 40)
    name = patch("t l l l l l", (words, 0), (sort, 1), typed)
    show = patch("prepend set", (name, 4))
    patch.cord(show, 0, patch.boxes[patch.boxes.index(typed) - 1])
    for index, order in enumerate(OF_HOME):
        press = button(patch, order, (14 + 86 * index, 72, 80, 24))
        kept = patch("zl.reg", press)
        patch.cord(name, 1 + index, kept, 1)
        patch.cord(patch(f"prepend /gan/map/{order}", kept, (sort, 2 + index)), 0, send)
    # From where to where, and by which examples
    rest = patch("t l", (sort, 2 + len(OF_HOME)))
    mine = patch("zl.reg")
    patch.cord(name, 0, mine, 1)
    patch.cord(addressed(patch, rest, "/gan/map/%s/%s", mine), 0, send)
    for index, text in enumerate(("inputs", "outputs")):
        patch.label(text, shown=(14, 107 + 32 * index, 60, 20), textcolor=PALE)
        patch.cord(patch(f"prepend {text}", _typed(patch, 106 + 32 * index, words=True)), 0, rest)
    for index, order in enumerate(TEACH):
        press = button(patch, order, (14 + 86 * (index % 3), 172 + 30 * (index // 3), 80, 24))
        patch.cord(patch.message(order, press), 0, rest)
    run = button(patch, "run", (186, 202, 80, 24), on="running")
    patch.cord(patch("prepend run", run), 0, rest)
    for index, (text, liked) in enumerate(LIKED.items()):
        press = button(patch, text, (14 + 129 * index, 232, 123, 24))
        patch.cord(patch.message(f"rate {liked}", press), 0, rest)
    # What became of it
    news = patch("route done fail", hear)
    said = patch("t l l", patch("prepend done", (news, 0)), patch("prepend fail", (news, 1)))
    _line(patch, (said, 1), 14, 266, WIDE)
    patch.outlet("done and fail, with what they say", said)
    return patch
