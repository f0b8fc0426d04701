"""The abstractions that keep something by name: `gan.scenes`, `gan.map` and `gan.cues`."""

from __future__ import annotations

import math

from writing.canvas import INK, SMALL, WELL, Box, Canvas
from writing.faces import face
from writing.parts import PLANE, RENEW, ROWS, firsts, grouped
from writing.table import OF_ALL, ends

MOST = 8  # scenes between which the plane goes
NEAR = 0.4  # of a side: how far from its place on the plane a scene is heard
CHANGES = ("store", "delete", "rename", "copy", "undo", "import")  # after these there are other scenes
ORDERS = ("store", "recall", "delete", "rename", "copy", "undo")
TEACH = ("record", "undo", "clear", "train", "save")
LIKED = {"more like this": 1, "not like this": -1}
CUES = ("go", "back", "hold", "goto", "arm", "add", "delete")


def node(index: int) -> tuple[float, float]:
    """Where a scene lies on the plane, 0 to 1 across and up: along a spiral, none near another."""
    way, turn = 0.155 * math.sqrt(index + 1), 2.4 * (index + 1)
    return 0.5 + way * math.cos(turn), 0.5 + way * math.sin(turn)


def addressed(patch: Canvas, feed: tuple[Box, int] | Box, address: str) -> None:
    """Add what sends values to an address."""
    patch.cord(patch("list trim", patch(f"list prepend {address}", feed)), 0, patch("gan.send out $1"))


def scenes() -> Canvas:
    """`gan.scenes`: store, recall, and what lies between."""
    patch = face("gan.scenes", "scenes")
    orders = patch("route morph ends blend " + " ".join(ORDERS), patch("inlet"))
    for index, address in enumerate(("/gan/morph", "/gan/morph/ends", "/gan/voice/*/morph")):
        addressed(patch, (orders, index), address)
    # What there is
    news = patch("route connected scene morph done", patch("gan.receive in $1"))
    done = patch("route /gan/scene/list " + " ".join(f"/gan/scene/{name}" for name in CHANGES), (news, 3))
    changed = [(done, index) for index in range(1, len(CHANGES) + 1)]
    ask = patch("t b", patch("loadbang"), news, *changed)
    patch.cord(patch.message("/gan/scene/list, /gan/morph, /gan/morph/ends", ask), 0, patch("gan.send out $1"))
    names = patch("list", patch("route list", (news, 1)), done)
    there = patch("t l l", names)
    rows = patch("gan.list", (there, 1), at=(8, 28))
    # By hand
    left, top = 8, 28 + ROWS * 18 + 32
    patch.label("new", (left, top))
    patch.entry("new", (left + 34, top), 15)
    patch.label("in", (left, top + 26))
    patch.number("seconds", (left + 20, top + 26), *ends(OF_ALL["/gan/scene/recall"], 1), 4)
    patch.label("s", (left + 60, top + 26), wide=10)
    chosen = patch("symbol", rows)
    said = {name: patch(f"list prepend /gan/scene/{name}") for name in ORDERS}
    for index, name in enumerate(ORDERS):
        patch.cord(orders, 3 + index, said[name])
        patch.cord(patch("list trim", said[name]), 0, patch("gan.send out $1"))
    patch.cord(patch("r $0-out-new"), 0, said["store"])
    for index, name in enumerate(("recall", "store", "delete", "undo")):
        patch.button(name, (left + (76 if index % 2 else 0), top + 52 + 24 * (index // 2)))
        pressed = patch(f"r $0-out-{name}")
        if name == "undo":
            patch.cord(pressed, 0, said[name])
            continue
        one = patch("symbol", pressed)
        patch.cord(chosen, 0, one, 1)
        if name == "recall":
            timed = patch("list append 0", one)
            patch.cord(patch("r $0-out-seconds"), 0, timed, 1)
            one = timed
        patch.cord(one, 0, said[name])
    _between(patch, chosen, (news, 2))
    addressed(patch, _near(patch, (there, 0)), "/gan/voice/*/morph")
    patch("outlet", names)
    patch("outlet", (news, 4), patch("list trim", patch("list prepend done", (news, 3))))
    return patch


def _between(patch: Canvas, chosen: Box, told: tuple[Box, int]) -> None:
    """Add the slider between two scenes: the one that is chosen as A is pressed, and as B is."""
    left, top = 180, 28 + PLANE + 10
    ways = patch("route ends float", told)
    names = patch("unpack s s", ways)
    ends_ = patch("pack s s")
    for index, name in enumerate("AB"):
        patch.button(name, (left + 104 * index, top))
        patch.label("", (left + 40 + 104 * index, top + 1), name=f"$0-end-{name}", colour=INK, wide=1)
        one = patch("symbol", patch(f"r $0-out-{name}"))
        patch.cord(chosen, 0, one, 1)
        first = patch("t s s", one, *([] if index else [names]))
        patch.cord(first, 0, ends_, 1 - index)
        label = patch("list trim", patch("list prepend label", (first, 1), *([(names, 1)] if index else [])))
        patch.cord(label, 0, patch(f"s $0-end-{name}"))
    asked = patch.message("/gan/morph/ends $2 $1, /gan/morph/ends", ends_)
    patch.cord(asked, 0, patch("gan.send out $1"))
    patch.slider("morph", (left, top + 26), PLANE, *ends(OF_ALL["/gan/morph"]))
    addressed(patch, patch("r $0-out-morph"), "/gan/morph")
    patch.cord(patch.message("set $1", (ways, 1)), 0, patch("s $0-set-morph"))


def _near(patch: Canvas, there: tuple[Box, int]) -> Box:
    """Add the plane on which each scene is a place; returns what the names that are near come out of, with weights."""
    left, top = 180, 28
    some = patch("t l l", there)
    names = patch("unpack " + " ".join("s" * MOST), patch("list append " + " ".join(["empty"] * MOST), (some, 1)))
    plane = patch("gan.xy", at=(left, top))
    places = patch("t b l b", plane)
    store = patch("list store", places)
    patch.cord(patch("list", (places, 2)), 0, store, 1)
    many = patch("list length", some)
    for index in range(MOST):
        x, y = node(index)
        at = (round(left + PLANE * x) - 4, round(top + PLANE * (1 - y)) - 8)
        patch.label("", at, name=f"$0-node-{index}", colour=INK, ground=WELL, size=SMALL + 1, wide=3)
        name = patch("t s s", (names, index))
        patch.cord(patch("list trim", patch("list prepend label", (name, 1))), 0, patch(f"s $0-node-{index}"))
        near = f"max(0, 1 - sqrt(pow($f1 - {x:.3f}, 2) + pow($f2 - {y:.3f}, 2)) / {NEAR})".replace(",", "\\,")
        weight = patch(f"expr if({index} < $f3\\, {near}\\, 0)", (places, 1))
        patch.cord(many, 0, weight, 2)
        append = patch("list prepend", (patch("moses 1e-06", weight), 1))
        patch.cord(patch("list prepend append", name), 0, append, 1)
        patch.cord(patch("list trim", append), 0, store)
    pairs = patch("t l l", store)
    some_near = patch("spigot", pairs)
    patch.cord(patch("> 1", patch("list length", (pairs, 1))), 0, some_near, 1)
    return some_near


def map_() -> Canvas:
    """`gan.map`: a mapping that is taught by examples."""
    patch = face("gan.map", "mapping")
    sort = patch("route name add load delete inputs outputs run rate " + " ".join(TEACH), patch("inlet"))
    send = patch("gan.send out $2")
    # Whose
    patch.label("name", (8, 30))
    patch.entry("name", (60, 30), 15)
    named = patch("list trim", patch("list prepend symbol", sort))
    name = patch("t b s s s", patch("symbol $1", patch("loadbang")), named, patch("r $0-out-name"))
    patch.cord(patch("list trim", patch("list prepend set", (name, 3))), 0, patch("s $0-set-name"))
    for index, order in enumerate(("add", "load", "delete")):
        patch.button(order, (8 + 80 * index, 56))
        own = patch("symbol", patch(f"r $0-out-{order}"))
        patch.cord(name, 2, own, 1)
        patch.cord(patch("list trim", patch(f"list prepend /gan/map/{order}", own, (sort, 1 + index))), 0, send)
    # From where to where: words, and by which examples
    orders: dict[str, list[tuple[Box, int] | Box]] = {"run": [patch("r $0-out-run"), (sort, 6)]}
    for index, text in enumerate(("inputs", "outputs")):
        patch.label(text, (8, 86 + 24 * index))
        patch.entry(text, (60, 86 + 24 * index), 34)
        typed = patch("fudiparse", patch("list append 59", patch("list fromsymbol", patch(f"r $0-out-{text}"))))
        orders[text] = [typed, (sort, 4 + index)]
    for index, order in enumerate(TEACH):
        patch.button(order, (8 + 80 * (index % 3), 140 + 24 * (index // 3)))
        orders[order] = [patch(f"r $0-out-{order}"), (sort, 8 + index)]
    patch.switch("run", (168, 164))
    orders["rate"] = [(sort, 7)]
    for index, (text, liked) in enumerate(LIKED.items()):
        patch.button(f"rate-{index}", (8 + 130 * index, 190), text=text)
        orders["rate"].append(patch.message(str(liked), patch(f"r $0-out-rate-{index}")))
    for order, feeds in orders.items():
        said = patch("list prepend", *feeds)
        patch.cord(patch(f"makefilename /gan/map/%s/{order}", (name, 1)), 0, said, 1)
        patch.cord(patch("list trim", said), 0, send)
    # What became of it: of each mapping five words come
    news = patch("route connected map done", patch("gan.receive in $2"))
    done = patch("route /gan/map/list", (news, 2))
    ask = patch("t b", news, (done, 1), name)
    patch.cord(patch.message("/gan/map/list", ask), 0, send)
    one, _ = grouped(patch, patch("route list", (news, 1)), 5)
    mine = patch("route none", patch("list trim", one))
    patch.cord(name, 1, mine, 1)
    told = patch("unpack f s f f", mine)
    patch.label("examples", (8, 220))
    patch.shown_number("examples", (66, 220), 4)
    patch.label("", (112, 220), name="$0-kind", colour=INK, wide=60)
    patch.label("error", (208, 220))
    patch.shown_number("error", (246, 220), 6)
    patch.cord(told, 0, patch("s $0-examples"))
    patch.cord(patch("list trim", patch("list prepend label", (told, 1))), 0, patch("s $0-kind"))
    patch.cord(told, 2, patch("s $0-error"))
    patch("outlet", patch("list trim", patch("list prepend", mine)))
    patch("outlet", (news, 3), patch("list trim", patch("list prepend done", (done, 1))))
    return patch


def cues() -> Canvas:
    """`gan.cues`: what happens one after the other."""
    patch = face("gan.cues", "cues")
    sort = patch("route bang " + " ".join(CUES), patch("inlet"))
    pressed = [
        patch.message("1", patch("r $0-out-go"), sort),
        *(patch(f"r $0-out-{name}") for name in ("back", "hold")),
    ]
    rows = patch("gan.list", at=(8, 28))
    feeds: dict[str, list[Box]] = {"go": [pressed[0]], "back": [pressed[1]], "hold": [pressed[2]], "arm": [rows]}
    for index, name in enumerate(CUES):
        said = patch(f"list prepend /gan/cue/{name}", (sort, 1 + index), *feeds.get(name, []))
        patch.cord(patch("list trim", said), 0, patch("gan.send out $1"))
    # What there is, and what was played and comes; a change of the list is not told, so it is asked for again
    changed = patch("delay 50", patch("t b", (sort, 1 + CUES.index("add")), (sort, 1 + CUES.index("delete"))))
    news = patch("route connected cue done", patch("gan.receive in $1"))
    done = patch("route /gan/cue/list", (news, 2))
    kinds = patch("route now list", (news, 1))
    ask = patch(f"metro {RENEW}", patch.message("1", patch("loadbang"), news, changed))
    patch.cord(patch.message("/gan/cue/list, /gan/subscribe /gan/cue/now 5", ask), 0, patch("gan.send out $1"))
    names, end = firsts(patch, patch("list", (kinds, 1), done), 2)  # name, what it waits for
    patch.cord(patch("t b", end), 0, names)
    patch.cord(names, 0, rows)
    now = patch("unpack s s f", kinds)
    left = 180
    for index, text in enumerate(("last", "next")):
        patch.label(text, (left, 30 + 22 * index))
        patch.label("none", (left + 40, 30 + 22 * index), name=f"$0-{text}", colour=INK, wide=100)
        patch.cord(patch("list trim", patch("list prepend label", (now, index))), 0, patch(f"s $0-{text}"))
    patch.label("in", (left, 74))
    patch.shown_number("seconds", (left + 40, 74), 6)
    patch.label("s", (left + 110, 74), wide=10)
    patch.cord(now, 2, patch("s $0-seconds"))
    patch.button("go", (left, 104), size=40)
    patch.button("back", (left, 156))
    patch.button("hold", (left + 76, 156))
    patch("outlet", kinds)
    patch("outlet", (news, 3), patch("list trim", patch("list prepend done", (news, 2))))
    return patch
