"""The abstractions without a face: `gan.server`, `gan.voice`, `gan.notes` and `gan.buffer`.

Conventions
-----------
All that belongs to one connection is named by its last argument: what is for the instrument is sent to
``gan-NAME-out``, its answers come by ``gan-NAME-in``, those of voices, with the voice's number in front, by
``gan-NAME-voice``. Where no name is given it is 0, which is what `gan.send` and `gan.receive` are there for: in the
name of a plain ``s`` an argument that is missing stays ``$1``. Of several `gan.server` of one name the oldest speaks: a
second one in another window says nothing twice.
"""

from __future__ import annotations

from writing.canvas import Box, Canvas
from writing.table import INLETS

PORT = 7770
ASK, RENEW, MISSED, AGAIN = (
    1000,
    4000,
    3000,
    3000,
)  # ms: between two questions, subscriptions; until it is missed; tries
SILENT = 5000  # ms after which a younger server speaks for an older one that is gone
RATE = 20  # values a second of levels and playheads
_FOLLOWED = "/gan/voice/*/{level\\,playhead}", "/gan/out/level"


def formed(patch: Canvas, address: Box, values: Box) -> Box:
    """Add what makes bytes of an address, told as ``set`` and its parts, and then of the values that are kept."""
    both = patch("t b l", address)
    pack = patch("oscformat", patch("list trim", (both, 1)))
    patch.cord(both, 0, values)
    patch.cord(values, 0, pack)
    return pack


def parted(patch: Canvas, feed: tuple[Box, int] | Box, count: int, head: str) -> tuple[Box, Box]:
    """Add what parts the address, its first words, from its values; returns what has it, and what keeps them."""
    split = patch(f"list split {count}", feed)
    values = patch("list")
    patch.cord(split, 1, values, 1)
    return patch(f"list prepend {head}", split), values


def of_voice(patch: Canvas, feed: tuple[Box, int] | Box, kind: str = "") -> Box:
    """Add what puts the number of the voice in front, as a number, and then the kind of what is said, if any."""
    split = patch("list split 1", patch("list", feed))
    rest = patch("list")
    kept = patch(f"list prepend {kind}", (split, 1)) if kind else None
    patch.cord(kept or split, 0 if kept else 1, rest, 1)
    number = patch("route float", patch("fudiparse", patch("list append 59", patch("list fromsymbol", split))))
    patch.cord(number, 0, rest)
    return rest


def send() -> Canvas:
    """`gan.send`: to all that listens to one thing (``out``, ``in`` …) of one connection."""
    patch = Canvas(size=(300, 160))
    patch.cord(patch("inlet"), 0, patch("s gan-$2-$1"))
    return patch


def receive() -> Canvas:
    """`gan.receive`: what was sent so."""
    patch = Canvas(size=(300, 160))
    patch("outlet", patch("r gan-$2-$1"))
    return patch


def server() -> Canvas:
    """`gan.server`: the connection."""
    patch = Canvas()
    sort = patch("route connect", patch("inlet"))
    patch.cord(sort, 1, patch("gan.send out $2"))
    born = patch("t b b b b", patch("loadbang"))
    tick = patch("t b b", patch(f"metro {ASK}", patch.message("1", born)))
    lead, told = _leading(patch, (born, 3), (born, 2), (tick, 1))
    out = patch("spigot", patch("gan.receive out $2"))
    net = _sent(patch, out, (born, 1), sort)
    # What comes back
    heard = patch("spigot", patch("list trim", patch("oscparse", (net, 1))))
    each = patch("t a a", heard)
    _handed_out(patch, each)
    patch.cord(each, 0, patch("gan.send heard $2"))
    # Is it there?
    comes = patch("t a b", patch("gan.receive heard $2"))
    there = patch("t b b", (comes, 1))
    alive = patch("change", patch.message("1", (there, 1)), patch.message("0", patch(f"delay {MISSED}", there)))
    turn = patch("t f f", alive)
    new = patch("spigot", patch.message("connected", patch("sel 1", (turn, 1))))
    for outlet, gate in enumerate((told, out, heard, new)):
        patch.cord(lead, outlet, gate, 1)
    for name in ("in", "voice"):
        patch.cord(new, 0, patch(f"gan.send {name} $2"))
    patch.cord(patch.message("/status", tick), 0, out)
    asks = ", ".join(f"/gan/subscribe {what} {RATE}" for what in _FOLLOWED)
    patch.cord(patch.message(f"/notify 1, {asks}", patch(f"metro {RENEW}", patch.message("1", (born, 0)))), 0, out)
    # For who has the object
    kinds = patch("route gan status.reply done fail notice late", comes)
    level = patch("route level", patch("route out", kinds))
    news = [patch(f"list prepend {kind}", (kinds, 2 + i)) for i, kind in enumerate(("done", "fail", "notice", "late"))]
    quiet = patch("route done", patch("list trim", *news))
    asked = patch("route /notify /gan/subscribe", quiet)
    said = patch("list trim", patch("list prepend done", (asked, 2)), (quiet, 1))
    for feed in ((kinds, 0), (level, 0), (turn, 0), (kinds, 1), (said, 0)):
        patch("outlet", feed)
    return patch


def _leading(patch: Canvas, first: tuple[Box, int], *tells: tuple[Box, int]) -> tuple[Box, Box]:
    """Add what lets the oldest of several of one name speak.

    Returns what has 1 while this one does, four times, and what its telling the others goes through.
    """
    elders = patch("t f f", patch("gan.receive lead $2"))
    elder = patch("t b b", patch("sel 1", patch("< $0", (elders, 1))))
    after = patch.message("1", patch(f"delay {SILENT}", elder), first)
    lead = patch("t f f f f", patch.message("0", (elder, 1)), after)
    told = patch("spigot", patch("f $0", patch("sel 1", patch("> $0", elders)), *tells))
    patch.cord(told, 0, patch("gan.send lead $2"))
    return lead, told


def _sent(patch: Canvas, out: Box, born: tuple[Box, int], given: Box) -> Box:
    """Add what sends messages to the instrument, found where the arguments say or who gives another place."""
    ways = patch("route voice", out)
    address, values = parted(patch, ways, 2, "set gan voice")
    pack = formed(patch, address, values)
    address, values = parted(patch, patch("list", (ways, 1)), 1, "set")
    plain = formed(patch, address, values)
    net = patch("netsend -u -b", patch("list trim", patch("list prepend send", pack, plain)))
    port = patch("sel 0", patch("f $1", born))
    default, told = patch.message(f"localhost {PORT}", port), patch.message("localhost $1", (port, 1))
    where = patch("t b l", patch("pack s f", default, told, given))
    go = patch("list", where)
    patch.cord(where, 1, go, 1)
    patch.cord(patch.message("disconnect, connect $1 $2", go), 0, net)
    # A way that broke is tried again
    state = patch("sel 0 1", net)
    again = patch(f"delay {AGAIN}", state, patch.message("stop", (state, 1)))
    patch.cord(again, 0, go)
    return net


def _handed_out(patch: Canvas, each: Box) -> None:
    """Add what tells each answer to those whom it is for."""
    kinds = patch("route gan done fail", (each, 1))
    ways = patch("route voice", kinds)
    patch.cord(of_voice(patch, ways), 0, voice := patch("gan.send voice $2"))
    patch.cord(ways, 1, all_ := patch("gan.send in $2"))
    # What was done or refused, by the parts of its address, for the voice that it is about
    for outlet, kind in ((1, "done"), (2, "fail")):
        command = patch("t a a", (patch("route /notify /gan/subscribe", (kinds, outlet)), 2))
        patch.cord(patch("list trim", patch(f"list prepend {kind}", command)), 0, all_)
        address, values = parted(patch, (command, 1), 1, "set")
        parts = patch("list trim", patch("oscparse", formed(patch, address, values)))
        patch.cord(of_voice(patch, patch("route voice", patch("route gan", parts)), kind), 0, voice)


def voice() -> Canvas:
    """`gan.voice`: one voice."""
    patch = Canvas()
    messages = patch("inlet")
    inlets = [patch("inlet") for _ in INLETS]
    sort = patch("route voice get", messages)
    first = patch("max 1", patch("f $1", patch("loadbang")))
    number = patch("t f f", first, sort)
    values = [patch(f"list prepend {name}", box) for name, box in zip(INLETS, inlets, strict=True)]
    to = patch("list prepend voice 1", *values, (sort, 1), (sort, 2))
    patch.cord(patch("list prepend voice", (number, 1)), 0, to, 1)
    patch.cord(patch("list trim", to), 0, patch("gan.send out $2"))
    mine = patch("route 1", patch("gan.receive voice $2"))
    patch.cord(number, 0, mine, 1)
    kinds = patch("route level playhead done fail", mine)
    here = patch.message("connected", patch("route connected", (mine, 1)))
    patch("outlet", (kinds, 4), here)
    patch("outlet", kinds)
    patch("outlet", (kinds, 1))
    news = [patch(f"list prepend {kind}", (kinds, 2 + i)) for i, kind in enumerate(("done", "fail"))]
    patch("outlet", patch("list trim", *news))
    return patch


def notes() -> Canvas:
    """`gan.notes`: keys, by hand or by MIDI."""
    patch = Canvas()
    keys = patch("inlet")
    names = ("bend", "pressure", "timbre", "sustain")
    hands = [patch("inlet") for _ in names]
    sort = patch("route midi bendrange", keys)
    send = patch("gan.send out $1")
    # From MIDI: a channel is an id, as MPE has it
    note, bend, touch, timbre, pedal = (patch(each) for each in ("notein", "bendin", "touchin", "ctlin 74", "ctlin 64"))
    struck = patch("pack f f f", note)
    patch.cord(note, 1, struck, 1)
    patch.cord(note, 2, struck, 2)
    reach = patch("* 2", patch("/ 8192", patch("- 8192", bend)))
    patch.cord(sort, 1, reach, 1)
    played = [struck]
    for source, value in (
        (bend, reach),
        (touch, patch("/ 127", touch)),
        (timbre, patch("/ 64", patch("- 64", timbre))),
    ):
        pair = patch("pack f f", value)
        patch.cord(source, 1, pair, 1)
        played.append(pair)
    played.append(patch("> 63", pedal))
    open_ = patch("t f f f f f", sort)
    through = []
    for index, box in enumerate(played):
        gate = patch("spigot", box)
        patch.cord(open_, index, gate, 1)
        through.append(gate)
    for name, hand, box in zip(names, hands, through[1:], strict=True):
        message = patch(f"list prepend /gan/note/{name}", hand, box)
        patch.cord(patch("list trim", message), 0, send)
    # A key, its velocity of 0 to 127, and its id
    parts = patch("list split 2", through[0], (sort, 2))
    rest = patch("list append")
    patch.cord(parts, 1, rest, 1)
    pair = patch("unpack f f", parts)
    whole = patch("pack f f", pair)
    patch.cord(patch("/ 127", (pair, 1)), 0, whole, 1)
    patch.cord(whole, 0, rest)
    patch.cord(patch("list trim", patch("list prepend /gan/note/on", rest)), 0, send)
    hear = patch("route note fail", patch("gan.receive in $1"))
    patch("outlet", hear, patch("list trim", patch("list prepend fail", (hear, 1))))
    return patch


def buffer() -> Canvas:
    """`gan.buffer`: the clip of a voice in an array."""
    patch = Canvas()
    sort = patch("route bang symbol voice", patch("inlet"))
    born = patch("t b b", patch("loadbang"))
    array = patch("symbol $1", (born, 1))
    own = patch("symbol $1", sort)
    name = patch("t s b s", own, patch("symbol", (sort, 1)))
    # Asked for under a name, of which the answer tells, once
    to = patch("list append 1", patch("list prepend /gan/clip/write", name))
    patch.cord(patch("max 1", patch("f $2", born)), 0, to, 1)
    patch.cord(sort, 2, to, 1)
    patch.cord(patch("list trim", to), 0, patch("gan.send out $3"))
    heard = patch("route done fail", patch("gan.receive in $3"))
    waits = [patch("spigot", patch("route /gan/clip/write", (heard, outlet))) for outlet in (0, 1)]
    asked = patch("route none", patch("list trim", waits[0]))
    patch.cord(name, 2, asked, 1)
    path = patch("t a b", asked)
    said = patch("t a b", waits[1])
    open_ = patch("t f f", patch.message("1", (name, 1)), patch.message("0", (path, 1), (said, 1)))
    for outlet, wait in enumerate(waits):
        patch.cord(open_, outlet, wait, 1)
    whole = patch("list append", patch("list prepend read -resize", patch("list split 1", path)))
    patch.cord(array, 0, whole, 1)
    patch("outlet", patch("soundfiler", patch("list trim", whole)))
    patch("outlet", patch("list trim", patch("list prepend fail", said)))
    return patch
