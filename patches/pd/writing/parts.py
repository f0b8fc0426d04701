"""What faces are made of: `gan.list`, `gan.xy`, and a value that is shown, moved and told.

Conventions
-----------
A control sends to ``$0-out-NAME`` and is set, silently, by ``$0-set-NAME``. What a face says to its voice goes to
``$0-to``. What comes back is shown unless a hand has touched the face within `TOUCH` ms: else a slider would jump under
it.
"""

from __future__ import annotations

from writing.canvas import ACCENT, FRONT, INK, WELL, Box, Canvas

TOUCH = 400
RENEW = 4000  # ms between two times that it is asked for values: ten seconds later they would come no more
ROWS, LINE = 8, 18
PLANE = 200  # pixels, a side of `gan.xy`
REACH = 0.03  # half a point's width, of a side
LABEL, SLIDER, NUMBER = 82, 110, 60
COLUMN = LABEL + SLIDER + NUMBER + 14


def told(patch: Canvas, name: str, message: str = "") -> None:
    """Add what says a control's value to the voice, and shows it on the controls of that name."""
    both = patch("t f f b", patch(f"r $0-out-{name}"))
    patch.cord(both, 2, patch("s $0-touched"))
    patch.cord(patch.message("set $1", (both, 1)), 0, patch(f"s $0-set-{name}"))
    patch.cord(patch.message(f"{message or name} $1", both), 0, patch("s $0-to"))


def shown(patch: Canvas, name: str, feed: tuple[Box, int] | Box) -> None:
    """Add what shows a number that comes back."""
    patch.cord(patch.message("set $1", patch("route float", feed)), 0, patch(f"s $0-set-{name}"))


def untouched(patch: Canvas, feed: Box) -> Box:
    """Add what lets nothing through for a while after a hand has touched the face."""
    touched = patch("t b b", patch("r $0-touched"))
    open_ = patch.message("1", patch(f"delay {TOUCH}", touched))
    gate = patch("spigot 1", feed)
    patch.cord(open_, 0, gate, 1)
    patch.cord(patch.message("0", (touched, 1)), 0, gate, 1)
    return gate


def word_told(patch: Canvas, name: str, choices: tuple[str, ...]) -> None:
    """Add what says the word that is chosen of a column."""
    number = patch("t f b", patch(f"r $0-out-{name}"))
    patch.cord(number, 1, patch("s $0-touched"))
    which = patch("sel " + " ".join(map(str, range(len(choices)))), number)
    for index, choice in enumerate(choices):
        patch.cord(patch.message(f"{name} {choice}", (which, index)), 0, patch("s $0-to"))


def word_shown(patch: Canvas, name: str, choices: tuple[str, ...], feed: tuple[Box, int]) -> None:
    """Add what shows the word that comes back."""
    which = patch("sel " + " ".join(choices), patch("list trim", patch("list prepend symbol", feed)))
    for index in range(len(choices)):
        patch.cord(patch.message(f"set {index}", (which, index)), 0, patch(f"s $0-set-{name}"))


def followed(patch: Canvas, number: tuple[Box, int] | Box, names: tuple[str, ...], voice: Box) -> None:
    """Add what asks to be told these values of a voice as they change, for as long as the face is there."""
    what = patch("makefilename /gan/voice/%d/{" + "\\,".join(names) + "}", number)
    both = patch("t b s", what)
    kept = patch("symbol", both)
    patch.cord(both, 1, kept, 1)
    patch.cord(patch(f"metro {RENEW}", patch.message("1", patch("loadbang"))), 0, kept)
    patch.cord(patch("route connected", voice), 0, kept)
    asked = patch("list trim", patch("list append 10", patch("list prepend /gan/subscribe", kept)))
    patch.cord(asked, 0, patch("gan.send out $2"))


def list_() -> Canvas:
    """`gan.list`: names, of which one is chosen by a click."""
    wide = 150
    patch = Canvas(face=(wide, ROWS * LINE + 22))
    patch.ground((0, 0), (wide - 1, ROWS * LINE + 21), FRONT)
    patch.choice("row", (2, 2), ROWS, size=LINE, upright=True, marked=False)
    for row in range(ROWS):
        patch.label("", (24, 3 + LINE * row), name=f"$0-name-{row}", colour=INK, ground=FRONT, wide=1)
    patch.button("more", (2, ROWS * LINE + 3), size=16)
    patch.label("", (62, ROWS * LINE + 3), name="$0-chosen", colour=ACCENT, ground=FRONT, wide=1)
    names = patch("t b a", patch("list", patch("inlet")))
    clicked, show = patch("list store"), patch("list store")
    for store in (clicked, show):
        patch.cord(names, 1, store, 1)
    # Which of them are shown: the first, or eight further
    on = patch("f", patch("r $0-out-more"))
    next_ = patch("expr if($f1 < $f2, $f1, 0)", patch(f"+ {ROWS}", on))
    count = patch("t f f", patch("list length", (names, 1)))
    patch.cord(count, 0, next_, 1)
    page = patch("f", names)
    another = patch("t b", patch("change", (count, 1)))  # as many as before: the same page
    patch.cord(patch.message("0", another), 0, page, 1)
    first = patch("t b f f f", page, next_)
    patch.cord(first, 3, kept := patch("t f f"))
    patch.cord(kept, 0, on, 1)
    patch.cord(kept, 1, page, 1)
    each = patch("t f f", patch.message(", ".join(map(str, range(ROWS))), first))
    name, number = patch("makefilename $0-name-%d", (each, 1)), patch("+", each)
    patch.cord(first, 2, number, 1)
    patch.cord(patch.message("get $1 1", number), 0, show)
    label = patch("s", patch("list trim", patch("list prepend label", show)), patch.message("label empty", (show, 1)))
    patch.cord(name, 0, label, 1)
    # Which is chosen
    row = patch("+", patch("r $0-out-row"))
    patch.cord(first, 1, row, 1)
    patch.cord(patch.message("get $1 1", row), 0, clicked)
    chosen = patch("t s s", patch("unpack s", clicked))
    patch.cord(patch("list trim", patch("list prepend label", (chosen, 1))), 0, patch("s $0-chosen"))
    patch("outlet", chosen)
    return patch


def xy() -> Canvas:
    """`gan.xy`: a plane under one finger."""
    patch = Canvas(face=(PLANE, PLANE))
    patch.ground((0, 0), (PLANE - 1, PLANE - 1), WELL)
    drawn = Canvas(size=(PLANE + 100, PLANE + 100), face=(PLANE, PLANE), drawn=True)
    patch.within("$0-plane", drawn, at=(0, 0))
    # What it looks like: lines across and up, and a point that is dragged
    looks = Canvas(size=(640, 400))
    looks("struct $0-point float px float py float left float right")
    across, up = f"px(0:1)(0:{PLANE})", f"py(0:1)({PLANE}:0)"
    looks(f"drawpolygon 0 1 {across} {up} {across} {up}")
    looks(f"drawpolygon 444 1 {across} 0 {across} {PLANE}")
    looks(f"drawpolygon 444 1 0 {up} {PLANE} {up}")
    looks(f"drawpolygon 962 13 left(0:1)(0:{PLANE}) {up} right(0:1)(0:{PLANE}) {up}")
    dragged = looks("get $0-point px py", looks("route change", looks.boxes[0]))
    pair = looks("pack f f", dragged)
    looks.cord(dragged, 1, pair, 1)
    looks.cord(pair, 0, looks("s $0-dragged"))
    patch.within("looks", looks)
    # The point is made at the start: the file holds none
    born = patch("t b b b b s", patch("makefilename pd-%d-plane", patch("f $0", patch("loadbang"))))
    head = patch("pointer", patch.message("traverse $1, bang", (born, 4)))
    made = patch("append $0-point px py left right", patch.message("0.5", born))
    for inlet, (value, outlet) in enumerate(((0.5, 1), (0.5 - REACH, 2), (0.5 + REACH, 3)), 1):
        patch.cord(patch.message(f"{value:g}", (born, outlet)), 0, made, inlet)
    patch.cord(head, 0, made, 4)
    # Where it is put, from outside or by a hand
    hand = patch("t l l", patch("r $0-dragged"))
    put = patch("unpack f f", patch("inlet"), (hand, 1))
    x, y = patch("clip 0 1", put), patch("clip 0 1", (put, 1))
    ways = patch("t f f f b", x)
    put_ = patch("set $0-point px py left right", ways)
    point = patch("pointer", (ways, 3))
    patch.cord(made, 0, point, 1)
    patch.cord(y, 0, put_, 1)
    patch.cord(patch(f"- {REACH}", (ways, 1)), 0, put_, 2)
    patch.cord(patch(f"+ {REACH}", (ways, 2)), 0, put_, 3)
    patch.cord(point, 0, put_, 4)
    sides = patch("unpack f f", hand)
    pair = patch("pack f f", patch("clip 0 1", sides))
    patch.cord(patch("clip 0 1", (sides, 1)), 0, pair, 1)
    patch("outlet", pair)
    return patch


def grouped(patch: Canvas, feed: tuple[Box, int] | Box, width: int) -> tuple[tuple[Box, int], tuple[Box, int]]:
    """Add what takes a list apart, so many words a time; returns where they come out, and what bangs at the end."""
    some = patch(f"list split {width}", feed)
    rest = patch("list")
    patch.cord(some, 1, rest, 1)
    one = patch("t b l", some)
    patch.cord(one, 0, rest)
    patch.cord(rest, 0, some)
    return (one, 1), (some, 2)


def firsts(patch: Canvas, feed: tuple[Box, int] | Box, width: int) -> tuple[Box, tuple[Box, int]]:
    """Add what keeps the first of each so many words of a list; returns what keeps them, and what bangs at the end."""
    told = patch("t l b", patch("list", feed))
    names = patch("list store")
    patch.cord(patch("list", (told, 1)), 0, names, 1)
    each, end = grouped(patch, told, width)
    patch.cord(patch("list trim", patch("list prepend append", patch("list split 1", each))), 0, names)
    return names, end


def axis_names(patch: Canvas) -> tuple[Box, Box]:
    """Add what knows the names of the model's axes.

    Returns what takes a pair, the number of a label (``$0-label-NUMBER``) and that of an axis, to show its name; and
    what bangs when there are names.
    """
    news = patch("route connected model done", patch("gan.receive in $2"))
    loaded = patch("route /gan/model/load", (news, 2))
    ask = patch.message("/gan/model/axes", patch("t b", patch("loadbang"), news, loaded))
    patch.cord(ask, 0, patch("gan.send out $2"))
    names, end = firsts(patch, patch("route axes", (news, 1)), 4)  # name, what it changes, by how much, unit
    pair = patch("unpack f f")
    target = patch("makefilename $0-label-%d", pair)
    patch.cord(patch.message("get $1 1", (pair, 1)), 0, names)
    label = patch("list trim", patch("list prepend label", names), patch.message("label empty", (names, 1)))
    kept = patch("list")
    patch.cord(label, 0, kept, 1)
    then = patch("t b s", target)
    send = patch("s")
    patch.cord(then, 1, send, 1)
    patch.cord(then, 0, kept)
    patch.cord(patch("list trim", kept), 0, send)
    return pair, patch("t b", end)
