"""The abstractions without a face: `gan.server`, `gan.voice` and `gan.notes`.

Conventions
-----------
What is for the instrument on port 7770 is sent to ``gan-7770-out``, its answers come by ``gan-7770-in`` and
``gan-7770-voice-1`` …, so that any number of instruments, voices and copies of a patch stay apart. Nothing is sent
before the instrument has answered for the first time; attributes are sent then, and whenever it is back.
"""

from __future__ import annotations

from making.patcher import Box, Patcher
from making.table import INLETS

Own = dict[str, tuple[int, int]]
PORT, LISTEN = 7770, 7771  # where the instrument listens, and where Max does
ASK, MISSED = 1000, 3000  # ms: how often the instrument is asked whether it is there, and when it is not
POLL = 50  # ms between two questions for levels and playheads


def named(patch: Patcher, port: tuple[Box, int] | Box) -> tuple[Box, Box]:
    """Add what sends to the instrument of a port, and what hears it; returns both."""
    send = patch("forward", patch("sprintf send gan-%ld-out", port))
    hear = patch("receive", patch("sprintf set gan-%ld-in", port))
    return send, hear


def arguments(patch: Patcher, *defaults: int | str, late: bool = False) -> tuple[Box, Box]:
    """Add what reads the words in the object's box; returns what has each of them at an outlet, and the reader.

    `late`: once all is loaded, for what tells them to an object inside, which has read its own by then.
    """
    words = " ".join(map(str, defaults))
    reader = patch(f"patcherargs {words}")
    joined = patch(f"zl.join {' '.join(map(str, defaults[1:])) or '0'}", reader)
    return patch(f"unpack {words}", patch("deferlow", joined) if late else joined), reader


def addressed(patch: Patcher, feed: tuple[Box, int] | Box, form: str, number: Box | None = None) -> Box:
    """Add what makes `gain 0.5` a message to an address; `form` has a place for the number of a voice, if there is one.

    Returns what the message comes out of.
    """
    both = patch("t l b", feed)
    first = patch("zl.slice 1", both)
    name = patch("t b s" if number else "t s", first)
    address = patch(f"sprintf {form}")
    if number is None:
        patch.cord(name, 0, address)
    else:
        patch.cord(name, 0, number)
        patch.cord(name, 1, address, 1)
        patch.cord(number, 0, address)
    whole = patch("zl.join", address, patch.message("zlclear", (both, 1)))
    patch.cord(first, 1, whole, 1)
    return whole


def server(own: Own) -> Patcher:
    """`gan.server`: the connection."""
    patch = Patcher(own, size=(980, 640))
    inlet = patch.inlet("messages to the instrument: /gan/out/gain 0.5 …, or host ADDRESS, or poll MILLISECONDS")
    words, reader = arguments(patch, PORT, LISTEN)
    sort = patch("route host poll", inlet)
    patch.cord(patch("route done", (reader, 1)), 1, sort)
    # Where to, where from
    host = patch("prepend host", (sort, 0))
    to = patch("prepend port", (words, 0))
    name = patch("sprintf set gan-%ld-out", (words, 0))
    out = patch("udpsend localhost 7770", host, to, patch("receive", name), (sort, 2))
    answers = patch("udpreceive", patch("prepend port", (words, 1)))
    replies = patch("js gan.replies.js", patch("prepend instrument", (words, 0)), answers)
    # Is it there?
    start = patch("delay 100", patch("t b", (words, 0)))
    ask = patch(f"metro {ASK}", patch("t 1", start))
    me = patch("i", ask)
    patch.cord(words, 1, me, 1)
    greet = patch("t b i", me)
    patch.cord(patch.message("/notify 1 $1 $1", (greet, 1)), 0, out)
    patch.cord(patch.message("/status", (greet, 0)), 0, out)
    told = patch("route level status", replies)
    there = patch("t b 1 l", (told, 1))
    gone = patch("t 0", patch(f"delay {MISSED}", (there, 0)))
    alive = patch("change", (there, 1), gone)
    turn = patch("t i i", alive)
    new = patch("sel 1", (turn, 1))
    patch.cord(patch.message("connected", new), 0, replies)
    poll = patch(f"metro {POLL}", (turn, 0))
    patch.cord(sort, 1, poll, 1)
    question = patch.message("/gan/voice/*/level, /gan/voice/*/playhead, /gan/out/level", poll)
    patch.cord(question, 0, out)
    patch.outlet("answers as they come", answers)
    patch.outlet("level of the output, 0 to 1", (told, 0))
    patch.outlet("1: the instrument is there, 0: it is not", (turn, 0))
    patch.outlet("status: 1, voices, open gates, late blocks, load in per cent …", (there, 2))
    patch.outlet("done, fail, notice and late, with what they say", (told, 2))
    return patch


def voice(own: Own) -> Patcher:
    """`gan.voice`: one voice."""
    patch = Patcher(own, size=(1060, 640))
    messages = patch.inlet("messages: gain 0.5 2, seed 7, axis/0 1.5 …; get gain; voice 3; port 7770")
    inlets = [patch.inlet(f"{name}: {meaning}") for name, meaning in INLETS]
    words, _ = arguments(patch, 1, PORT)
    sort = patch("route voice port get", messages)
    number = patch("t i i", (words, 0), (sort, 0))
    port = patch("t i i", (words, 1), (sort, 1))
    send = patch("forward", patch("sprintf send gan-%ld-out", (port, 1)))
    where = patch("pack 7770 1")
    patch.cord(port, 0, where)
    moved = patch("t b i", (number, 1))
    patch.cord(moved, 1, where, 1)
    patch.cord(moved, 0, where)
    hear = patch("receive", patch("sprintf set gan-%ld-voice-%ld", where))
    # What is sent
    values = [patch(f"prepend {name}", box) for (name, _), box in zip(INLETS, inlets, strict=True)]
    now = patch("i 1")
    patch.cord(number, 0, now, 1)
    back = patch("route connected level playhead done fail", hear)
    again = patch("t b b 1", (back, 0))
    own_words = patch("patcherargs 1 7770", (again, 1))
    kept = patch("gate", (again, 2))
    patch.cord(patch("route done", (own_words, 1)), 1, kept, 1)
    gathered = patch("t l", (sort, 3), (sort, 2), kept, *values)
    patch.cord(addressed(patch, gathered, "/gan/voice/%ld/%s", now), 0, send)
    # What comes back
    patch.outlet("values: gain 0.5 …; connected", (back, 5), patch.message("connected", (again, 0)))
    patch.outlet("level, 0 to 1", (back, 1))
    patch.outlet("playhead, 0 to 1 of the clip", (back, 2))
    patch.outlet(
        "done and fail, with what they say", patch("prepend done", (back, 3)), patch("prepend fail", (back, 4))
    )
    return patch


def from_midi(patch: Patcher, reach: Box | None = None) -> tuple[Box, list[Box]]:
    """Add what hears MIDI: a channel is an id, as MPE has it.

    Returns what gives key, velocity of 0 to 127 and id, and what give bend, pressure, timbre and pedal.
    """
    note, bend, touch, timbre, pedal = (
        patch(each) for each in ("notein", "xbendin", "touchin", "ctlin 74", "ctlin 64")
    )
    played = patch("pack 60 0 1", (note, 0))
    patch.cord(note, 1, played, 1)
    patch.cord(note, 2, played, 2)
    bent = patch("expr ($f1 - 8192) / 8192. * ($f2 + 2. * ($f2 == 0.))", (bend, 0))
    if reach is not None:
        patch.cord(reach, 0, bent, 1)
    changes = []
    for source, formula in ((bent, ""), (touch, "expr $f1 / 127."), (timbre, "expr ($f1 - 64) / 64.")):
        value = patch(formula, source) if formula else source
        pair = patch("pack 0. 1", value)
        patch.cord(bend if source is bent else source, 1, pair, 1)
        changes.append(pair)
    changes.append(patch("> 63", pedal))
    return played, changes


def struck(patch: Patcher, *keys: tuple[Box, int] | Box) -> Box:
    """Add what makes a message of a key, its velocity of 0 to 127 and its id."""
    key = patch("unpack 60. 0. 0", *keys)
    all_ = patch("pack 60. 0. 0", key)
    patch.cord(patch("/ 127.", (key, 1)), 0, all_, 1)
    patch.cord(key, 2, all_, 2)
    return patch("prepend /gan/note/on", all_)


def notes(own: Own) -> Patcher:
    """`gan.notes`: keys, by hand or by MIDI."""
    patch = Patcher(own, size=(1060, 640))
    keys = patch.inlet("key, velocity of 0 to 127 (0 lets it go), id; or midi 1, bendrange SEMITONES, port 7770")
    hands = [
        patch.inlet(text)
        for text in (
            "bend: semitones, id",
            "pressure: 0 to 1, id",
            "timbre: -1 to 1, id",
            "sustain: 1 or 0",
        )
    ]
    words, reader = arguments(patch, PORT)
    sort = patch("route midi bendrange port", keys)
    patch.cord(patch("route done", (reader, 1)), 1, sort)
    send, hear = named(patch, patch("t i", (words, 0), (sort, 2)))
    bendrange = patch("t f", (sort, 1))
    played, changes = from_midi(patch, bendrange)
    open_ = patch("t i i i i i", (sort, 0))
    for index, (box, target) in enumerate(zip([played, *changes], [None, *hands], strict=True)):
        through = patch("gate", (open_, index))
        patch.cord(box, 0, through, 1)
        if target is None:
            key = patch("zl.join 0", through, (sort, 3))
        else:
            message = patch(
                f"prepend /gan/note/{('bend', 'pressure', 'timbre', 'sustain')[index - 1]}", target, through
            )
            patch.cord(message, 0, send)
    patch.cord(struck(patch, key), 0, send)
    patch.outlet("values and refusals: note/bend 0.5 …, fail …", hear)
    return patch
