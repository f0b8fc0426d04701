"""What is read in Max: a help patch and a reference page for each abstraction, the overview, the package's facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from making.faces import SIZES
from making.network import LISTEN, PORT, Own
from making.patcher import Patcher
from making.table import OF_ALL, OF_VOICE

MODULE = "gesturegan"
_XML = (
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    '<?xml-stylesheet href="./_c74_ref.xsl" type="text/xsl"?>\n'
)


@dataclass(frozen=True)
class Subject:
    """What one abstraction is, for people."""

    name: str
    digest: str
    description: str
    arguments: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...]  # a message to the left inlet, and what it does
    routes: tuple[str, ...]  # addresses whose last part is a message of it


_EXAMPLES = {"voice": 1, "port": PORT, "listen": LISTEN, "mapping": "play"}  # arguments, in help
_VOICE = ("voice", "number of the voice, from 1")
_PORT = ("port", f"where the instrument listens ({PORT})")
_PARAMETERS = ("any message", "sent whenever the instrument answers for the first time, as @gain 0.5 @glide 2")

SUBJECTS = (
    Subject(
        "gan.server",
        "Connect Max with the instrument",
        "One of them for each instrument: it sends what all other gan objects say, hands out what is answered, and "
        "asks once a second whether the instrument is there. Start the instrument with: gesturegan-live play",
        (_PORT, ("listen", f"port of this computer at which Max hears answers ({LISTEN}); another for each copy")),
        (("host", "where the instrument is (localhost)"), ("poll", "milliseconds between two questions for levels")),
        (
            ("/gan/out/gain 0.5 2", "any message of the instrument: the output to half, in two seconds"),
            ("/gan/model/list", "what can be loaded; the answer comes out on the left"),
            ("/gan/voice/*/gate 0", "a pattern: every gate closes"),
            ("/bar/gan/voice/1/gate 1", "waits for the next bar"),
            ("/gan/out/panic", "silence, at once"),
            ("host localhost", "where the instrument is"),
        ),
        (),  # all of them, which the message table of `patches/README.md` tells
    ),
    Subject(
        "gan.voice",
        "Play one voice of the instrument",
        "A message is a name of the table below and its values; many take a time in seconds last. The outlets give "
        "what was asked for, level, playhead, and what was done or refused. Put one gan.server beside it.",
        (_VOICE, _PORT),
        (_PARAMETERS,),
        (
            ("gate 1", "opens the voice"),
            ("gain 0.5 2", "to half, in two seconds"),
            ("axis/0 1.5", "along the first axis of the model, in standard deviations"),
            ("axis/brightness -1 4", "along an axis by its name, in four seconds"),
            ("seed 7", "a point by its number"),
            ("mode endless", "what the playhead does"),
            ("get rate", "asks; the value comes out on the left"),
            ("voice 2", "another voice from here on"),
        ),
        tuple(OF_VOICE),
    ),
    Subject(
        "gan.notes",
        "Play keys, by hand or by MIDI",
        "Each key sounds on a voice of its own. With midi 1 it hears every MIDI input of Max; a channel is an id, as "
        "keyboards for MPE have it: bend, pressure and timbre are those of one key.",
        (_PORT,),
        (("midi", "1: hear the MIDI inputs"), ("bendrange", "semitones of the wheel (2; MPE: 48)")),
        (
            ("60 100", "middle C, velocity 0 to 127"),
            ("67 80 5", "with an id that tells it apart"),
            ("60 0", "let it go"),
            ("midi 1", "hear the MIDI inputs"),
            ("bendrange 48", "as keyboards for MPE have it"),
        ),
        tuple(address for address in OF_ALL if address.startswith("/gan/note/")),
    ),
    Subject(
        "gan.scenes",
        "Store and recall all that is set, and play between scenes",
        "Type a name to store a scene, choose one to recall it in so many seconds, and move the point between the "
        "nodes: each voice goes where the scenes near it say.",
        (_PORT,),
        (),
        (
            ("store night", "keep all that is set"),
            ("recall night 8", "go there in eight seconds"),
            ("ends day night", "the two scenes between which morph goes"),
            ("morph 0.3", "a third of the way"),
            ("blend day 1 night 2", "every voice between scenes, by their weights"),
            ("undo", "bring back what was stored over or deleted"),
        ),
        tuple(address for address in OF_ALL if address.startswith(("/gan/scene/", "/gan/morph"))),
    ),
    Subject(
        "gan.cues",
        "Play a piece by what happens one after the other",
        "A cue waits for a hand, for seconds, for a beat or for an input, and plays messages. The menu arms one: it is "
        "the next. One that waits by itself can be held.",
        (_PORT,),
        (),
        (
            ("go", "play the cue that is armed, and arm the next"),
            ("back", "the one before"),
            ("arm bells", "let that one be the next"),
            ("goto bells", "play it now"),
            ('add end "4 beats" /gan/out/stop', "a cue at the end of the list, or in the place of that of its name"),
            ("hold", "the armed cue waits for a hand"),
        ),
        tuple(address for address in OF_ALL if address.startswith("/gan/cue/")),
    ),
    Subject(
        "gan.map",
        "Teach the instrument what a movement means",
        "Name a mapping, add it, say from which inputs (/gan/input/learn) to which addresses it goes. Then move both "
        "and record, eight times or so; train, and run.",
        (("mapping", "name of the mapping (play)"), _PORT),
        (),
        (
            ("add play", "begin a mapping"),
            ("inputs hand", "from all values of an input"),
            ("outputs /gan/voice/1/z /gan/voice/1/gain", "to a point and a gain"),
            ("record", "here, and like this"),
            ("train", "learn from the examples"),
            ("run 1", "let the inputs move the outputs"),
            ("rate -1", "not like this, what it plays now; 1: like this"),
            ("name other", "another mapping from here on"),
        ),
        tuple(address for address in OF_ALL if address.startswith("/gan/map/")),
    ),
    Subject(
        "gan.dials",
        "Set a voice by hand",
        "Dials with the ranges of the instrument; they show what the voice has as soon as it is there, and change "
        "nothing before a hand does.",
        (_VOICE, _PORT),
        (),
        (("voice 2", "another voice"), ("gain 0.5", "anything that gan.voice takes"), ("get gain", "asks")),
        (),
    ),
    Subject(
        "gan.pad",
        "Move a voice along two axes of the model",
        "The menus choose among the axes of the model that plays; the middle of the pad is the voice's own point.",
        (_VOICE, _PORT),
        (),
        (("0.5 0.5", "the middle"), ("0.9 0.2", "x and y of 0 to 1"), ("voice 2", "another voice")),
        (),
    ),
    Subject(
        "gan.meter",
        "See how loud the voices and the output are",
        "One bar for each voice, and the output on the right, over 60 dB.",
        (_PORT,),
        (),
        (),
        (),
    ),
)


def _wrapped(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def help_patch(subject: Subject, own: Own) -> Patcher:
    """Return the help patch of an abstraction."""
    patch = Patcher(own, size=(860, 680))
    patch.label(subject.name, at=(20, 14), size=24, fontface=1)
    top = 52.0
    for line in (subject.digest, *_wrapped(subject.description, 110)):
        patch.label(line, at=(22, top), size=12, fontface=int(line == subject.digest))
        top += 20
    top += 12
    messages = []
    left = 30.0
    for text, meaning in subject.examples:
        box = patch.message(text, at=(left, top))
        patch.label(meaning, at=(left + box.wide + 8, top + 1))
        messages.append(box)
        top, left = top + 30, left + 12
    top += 24
    words = [_EXAMPLES[name] for name, _ in subject.arguments]
    if subject.name in SIZES:
        wide, high = SIZES[subject.name]
        target = patch.abstraction(subject.name, (0, 0, wide, high), args=words)
        target.shown, target.place = None, (30, top)
    else:
        target = patch(f"{subject.name} {' '.join(map(str, words))}", at=(30, top))
    for box in messages:
        patch.cord(box, 0, target)
    top += target.high + 26
    for outlet in range(target.outlets):
        patch(f"print {subject.name}-{outlet + 1}", (target, outlet), at=(30 + 150 * outlet, top + 26 * (outlet % 2)))
    top += 66
    for name, meaning in (*subject.arguments, *((f"@{name}", meaning) for name, meaning in subject.attributes)):
        patch.label(f"{name}: {meaning}", at=(22, top))
        top += 20
    if subject.name != "gan.server":
        patch(f"gan.server {PORT} {LISTEN}", at=(640, 14))
        patch.label("the connection, once a patch", at=(640, 38))
    patch.size = (860, top + 40)
    return patch


def reference_page(subject: Subject, patch: Patcher) -> str:
    """Return the reference page of an abstraction (.maxref.xml)."""
    page = ElementTree.Element("c74object", name=subject.name, module=MODULE, category="GestureGAN")
    ElementTree.SubElement(page, "digest").text = subject.digest
    ElementTree.SubElement(page, "description").text = subject.description
    tags = ElementTree.SubElement(page, "metadatalist")
    for kind in ("author", "tag"):
        ElementTree.SubElement(tags, "metadata", name=kind).text = "GestureGAN"

    def listed(kind: str, items: Iterable[tuple[dict[str, str], str]]) -> None:
        part = ElementTree.SubElement(page, f"{kind}list")
        for marks, digest in items:
            ElementTree.SubElement(ElementTree.SubElement(part, kind, marks), "digest").text = digest

    for kind in ("inlet", "outlet"):
        boxes = [box for box in patch.boxes if box.maxclass == kind]
        listed(kind, (({"id": str(i), "type": "message"}, box.more["comment"]) for i, box in enumerate(boxes)))
    kinds = {name: "symbol" if isinstance(_EXAMPLES[name], str) else "int" for name, _ in subject.arguments}
    listed("objarg", (({"name": n, "optional": "1", "type": kinds[n]}, text) for n, text in subject.arguments))
    marks = {"get": "0", "set": "1", "type": "atom"}
    listed("attribute", (({"name": name, **marks}, text) for name, text in subject.attributes))
    listed("method", (({"name": name}, text) for name, text in _methods(subject)))
    also = ElementTree.SubElement(page, "seealsolist")
    for other in SUBJECTS:
        if other is not subject:
            ElementTree.SubElement(also, "seealso", name=other.name)
    ElementTree.indent(page, "\t")
    return f"{_XML}{ElementTree.tostring(page, encoding='unicode')}\n"


def _methods(subject: Subject) -> Iterator[tuple[str, str]]:
    for name in subject.routes:
        route = OF_VOICE.get(name) or OF_ALL[name]
        said = re.sub(r"[`*]", "", route.meaning)
        facts = "; ".join(filter(None, (route.types, route.range, route.unit)))
        yield name if subject.name == "gan.voice" else name.rpartition("/")[2], f"{said} ({facts})" if facts else said


def overview(own: Own) -> Patcher:
    """Return the patch that Max's Extras menu shows."""
    patch = Patcher(own, size=(640, 460))
    patch.label("GestureGAN", at=(20, 14), size=24, fontface=1)
    patch.label(
        "A GAN played live by gesture: a point moves through its latent space, and the sound follows.", at=(22, 52)
    )
    patch.label("Start the instrument: gesturegan-live play", at=(22, 72))
    start = patch.message("load gan.performance.maxpat", at=(24, 108))
    patch.label("everything in one window", at=(220, 109))
    opener = patch("pcontrol", start, at=(24, 392))
    top = 144.0
    for index, subject in enumerate(SUBJECTS):
        box = patch.message(f"load {subject.name}.maxhelp", at=(36 + 8 * index, top))
        patch.label(subject.digest, at=(46 + 8 * index + box.wide, top + 1))
        patch.cord(box, 0, opener)
        top += 32
    return patch


def facts() -> str:
    """Return `package-info.json`."""
    package = {
        "name": "GestureGAN",
        "displayname": "GestureGAN",
        "version": "0.1.0",
        "author": "GestureGAN",
        "description": "Play GestureGAN from Max: voices, scenes, notes and a patch to perform with.",
        "tags": ["audio", "synthesis", "OSC", "machine learning", "GAN"],
        "website": "",
        "homepatcher": "GestureGAN.maxpat",
        "max_version_min": "8.0",
        "max_version_max": "none",
        "os": {
            "macintosh": {"platform": ["x64", "arm64"], "min_version": "none"},
            "windows": {"platform": ["x64"], "min_version": "none"},
        },
    }
    return json.dumps(package, indent="\t") + "\n"
