"""The help patch of each abstraction, laid out as Pd's own are."""

from __future__ import annotations

from dataclasses import dataclass

from writing.canvas import Canvas
from writing.faces import SIZES
from writing.network import PORT
from writing.panel import HIGH, WIDE
from writing.table import INLETS, OF_VOICE, ends

HEAD, RULE = "#202020", "#7b7b7b"
_CONNECTION = "name of the connection, where there are several: that of its gan.server (default: none)."
_VOICE = "the voice, counted from 1 (default: 1)."


@dataclass(frozen=True)
class Subject:
    """What one abstraction is, for people."""

    name: str
    digest: str
    words: str  # arguments, as in the example
    description: str
    examples: tuple[tuple[str, str], ...]  # a message to the left inlet, and what it does
    inlets: tuple[str, ...]
    outlets: tuple[str, ...]
    arguments: tuple[str, ...]


def _range(name: str) -> str:
    low, high = ends(OF_VOICE[name])
    return f"{name}: {low:g} to {high:g} {OF_VOICE[name].unit}".strip()


_VALUES = "values as they were asked for, or change: gain 0.5 …"
_SAID = "done and fail, with what they say."
_AS_VOICE = "all that gan.voice takes."

SUBJECTS = (
    Subject(
        "gan.server",
        "the connection with the instrument",
        f"{PORT}",
        "Start the instrument with gesturegan-live play, and put one gan.server into your patch: it sends what all "
        "other gan objects say, hands out what is answered, and asks once a second whether the instrument is there. Of "
        "several of one name the oldest speaks.",
        (
            ("/gan/out/gain 0.5 2", "any message: the output to half, in two seconds"),
            ("/gan/model/list", "what can be loaded; the answer comes out on the left"),
            ("/gan/voice/*/gate 0", "a pattern: every gate closes"),
            ("/bar/gan/voice/1/gate 1", "waits for the next bar"),
            ("/gan/out/panic", "silence, at once"),
            (f"connect localhost {PORT}", "another computer, another port"),
        ),
        ("any message of the instrument; connect HOST PORT.",),
        (
            "answers, by the parts of their addresses: voice 1 gain 0.5 …",
            "level of the output, 0 to 1.",
            "1: the instrument is there, 0: it is not.",
            "status: 1, voices, open gates, late blocks, load in per cent …",
            "done, fail, notice and late, with what they say.",
        ),
        (f"port at which the instrument listens (default: {PORT}).", _CONNECTION),
    ),
    Subject(
        "gan.voice",
        "play one voice of the instrument",
        "1",
        "A message is a name of the message table, of those that begin with /gan/voice/{n}/, and its values; many take "
        "a time in seconds last. Put one gan.server beside it.",
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
        ("messages.", *(f"float: {_range(name)}." for name in INLETS)),
        ("values: gain 0.5 …; connected, when the instrument is there.", "level, 0 to 1.", "playhead, 0 to 1.", _SAID),
        (_VOICE, _CONNECTION),
    ),
    Subject(
        "gan.notes",
        "play keys, by hand or by MIDI",
        "",
        "Each key sounds on a voice of its own. With midi 1 it hears the MIDI inputs of Pd; a channel is an id, as "
        "keyboards for MPE have it: bend, pressure and timbre are those of one key.",
        (
            ("60 100", "middle C, velocity 0 to 127"),
            ("67 80 5", "with an id that tells it apart"),
            ("60 0", "let it go"),
            ("67 0 5", "let that one go"),
            ("midi 1", "hear the MIDI inputs"),
            ("bendrange 48", "semitones of the wheel (2 unless told), as keyboards for MPE have it"),
        ),
        (
            "key, velocity of 0 to 127, id; midi 1; bendrange SEMITONES.",
            "bend: semitones, id.",
            "pressure: 0 to 1, id.",
            "timbre: -1 to 1, id.",
            "sustain: 1 or 0.",
        ),
        ("held keys and refusals.",),
        (_CONNECTION,),
    ),
    Subject(
        "gan.buffer",
        "load the sound of a voice into an array",
        "gan-help-sound 1",
        "It asks the instrument for the clip of a voice, as a file, and loads that into an array: then Pd "
        "can play it with tabread4~ as any other sound. The instrument must run on this computer.",
        (
            ("bang", "the clip that the voice plays, under the name of the array"),
            ("symbol night", "the same, as night.wav in the home's recordings"),
            ("voice 2", "of another voice from here on"),
        ),
        ("bang, symbol NAME or voice NUMBER.",),
        ("samples that were loaded.", "why not: fail."),
        ("name of the array.", _VOICE, _CONNECTION),
    ),
    Subject(
        "gan.dials",
        "set a voice by hand",
        "1",
        "Sliders and numbers with the ranges of the instrument. They show what the voice has as soon as it is there, "
        "follow whatever else moves it, and change nothing before a hand does. A slider reaches as far as a hand "
        "needs, numbers go on to the end of the range.",
        (("voice 2", "another voice"), ("gain 0.5", "anything that gan.voice takes"), ("get gain", "asks")),
        (f"voice NUMBER; {_AS_VOICE}",),
        (_VALUES, _SAID),
        (_VOICE, _CONNECTION),
    ),
    Subject(
        "gan.axes",
        "move a voice along the axes of the model",
        "1",
        "How far the voice stands off its point along each axis, in standard deviations, by the names that the model "
        "gives them. The button brings it back.",
        (("voice 2", "another voice"), ("axis/0 1.5", "anything that gan.voice takes")),
        (f"voice NUMBER; {_AS_VOICE}",),
        (_VALUES, _SAID),
        (_VOICE, _CONNECTION),
    ),
    Subject(
        "gan.pad",
        "move a voice along two axes under one finger",
        "1",
        "The numbers below choose among the axes of the model that plays; the middle is the voice's own point.",
        (("0.5 0.5", "the middle"), ("0.9 0.2", "x and y of 0 to 1"), ("voice 2", "another voice")),
        (f"x and y; voice NUMBER; {_AS_VOICE}",),
        (_SAID,),
        (_VOICE, _CONNECTION),
    ),
    Subject(
        "gan.scenes",
        "store and recall all that is set, and play between scenes",
        "",
        "Type a name to store a scene. Click on one, and recall it in so many seconds. On the plane lie the first "
        "eight, each voice goes where those near the point say. A and B are the ends of the slider.",
        (
            ("store night", "keep all that is set"),
            ("recall night 8", "go there in eight seconds"),
            ("ends day night", "the two scenes between which morph goes"),
            ("morph 0.3", "a third of the way"),
            ("blend day 1 night 2", "every voice between scenes, by their weights"),
            ("undo", "bring back what was stored over or deleted"),
        ),
        ("store, recall, delete, rename, copy, undo; morph, ends, blend.",),
        ("names of the scenes.", "what else is answered: done, fail …"),
        (_CONNECTION,),
    ),
    Subject(
        "gan.map",
        "teach the instrument what a movement means",
        "play",
        "Name a mapping, add it, say from which inputs (/gan/input/learn) to which addresses it goes. Then move both, "
        "and record, eight times or so. Train, and run.",
        (
            ("add play", "begin a mapping"),
            ("inputs hand", "from all values of an input"),
            ("outputs /gan/voice/1/z /gan/voice/1/gain", "to a point and a gain"),
            ("record", "here, and like this"),
            ("train", "learn from the examples"),
            ("run 1", "let the inputs move the outputs"),
            ("rate -1", "not like this, what it plays now; 1: like this"),
        ),
        ("name, add, load, delete NAME; inputs, outputs, record, undo, clear, train, run, rate, save.",),
        ("examples, kind, error and that of the nearest example.", "done and fail, with what they say."),
        ("name of the mapping.", _CONNECTION),
    ),
    Subject(
        "gan.cues",
        "play a piece by what happens one after the other",
        "",
        "A cue waits for a hand, for seconds, for a beat or for an input, and plays messages. A click on one arms it: "
        "it is the next. A cue that waits by itself can be held.",
        (
            ("bang", "go: play the cue that is armed, and arm the next"),
            ("back", "the one before"),
            ("arm bells", "let that one be the next"),
            ("goto bells", "play it now"),
            ("add end 4\\ beats /gan/out/stop", "a cue at the end of the list, or in the place of that of its name"),
            ("hold", "the armed cue waits for a hand"),
        ),
        ("bang; go, back, hold; goto, arm, delete NAME; add NAME WAIT MESSAGE …",),
        (
            "cue that was played last, the next, and in how many seconds that goes.",
            "what else is answered: done, fail …",
        ),
        (_CONNECTION,),
    ),
    Subject(
        "gan.meter",
        "see how loud the voices and the output are",
        "",
        "One meter for each voice, and the output on the right.",
        (),
        (),
        (),
        (_CONNECTION,),
    ),
    Subject(
        "gesturegan",
        "play the instrument from one window",
        f"{PORT} 1",
        "All of it in one panel, with a connection of its own: any number of them stay apart. It sends only what you "
        "touch, and shows what the instrument has.",
        (
            ("voice 2", "another voice"),
            ("gain 0.5", "anything that gan.voice takes"),
            ("pad 0.9 0.2", "the point of the pad, 0 to 1"),
        ),
        (f"voice NUMBER; pad X Y; {_AS_VOICE}", "any message of the instrument; connect HOST PORT."),
        (_VALUES, "done, fail, notice and late, with what they say.", "1: the instrument is there, 0: it is not."),
        (f"port at which the instrument listens (default: {PORT}).", _VOICE),
    ),
)


def help_patch(subject: Subject) -> Canvas:
    """Return the help patch of an abstraction."""
    shown = {**SIZES, "gesturegan": (WIDE, HIGH)}.get(subject.name, (0, 0))
    wide = max(660, shown[0] + 40)
    patch = Canvas(size=(wide, 100))
    patch.ground((0, 0), (wide - 1, 38), HEAD)
    patch.label(subject.name, (10, 12), size=18, colour="#fcfcfc", ground=HEAD)
    patch.label(f"- {subject.digest}", (20 + 11 * len(subject.name), 13), size=12, colour="#fcfcfc", ground=HEAD)
    letters = (wide - 40) // 7
    patch.comment(subject.description, (16, 50), letters)
    top = 60 + 17 * (len(subject.description) // (letters - 4) + 1)
    messages = []
    for index, (text, meaning) in enumerate(subject.examples):
        left = 30 + 10 * index
        messages.append(patch.message(text, at=(left, top)))
        patch.comment(meaning, (left + 7 * len(text) + 24, top), 60)
        top += 28
    target = patch(f"{subject.name} {subject.words}".strip(), at=(30, top + 6))
    for box in messages:
        patch.cord(box, 0, target)
    top += 6 + max(shown[1], 22) + 16
    for index in range(len(subject.outlets)):
        left = 30 + 122 * index
        kept = patch("list prepend set", (target, index), at=(left, top))
        patch.message("", patch("list trim", kept, at=(left, top + 26)), at=(left, top + 52))
    top += 90 if subject.outlets else 8
    patch.within("reference", _reference(subject), at=(30, top))
    if subject.name == "gan.buffer":
        patch("table gan-help-sound", at=(200, top))
    if subject.name not in ("gan.server", "gesturegan"):
        patch(f"gan.server {PORT}", at=(380, top))
        patch.comment("once in a patch", (500, top), 20)
    top += 34
    patch.ground((0, top), (wide - 1, 24), RULE)
    others = " ".join(other.name for other in SUBJECTS if other is not subject)
    patch.label(f"see also: {others}", (8, top + 4), size=10, colour="#fcfcfc", ground=RULE)
    patch.given = (wide + 12, top + 40)
    return patch


def _reference(subject: Subject) -> Canvas:
    patch, top = Canvas(size=(640, 100)), 12
    patch.ground((0, 0), (639, 26), HEAD)
    patch.label(f"{subject.name}: reference", (10, 5), size=14, colour="#fcfcfc", ground=HEAD)
    top = 40
    for title, lines in (("inlets", subject.inlets), ("outlets", subject.outlets), ("arguments", subject.arguments)):
        patch.ground((0, top), (639, 2), RULE)
        patch.comment(f"{title}:", (10, top + 6), 12)
        for index, line in enumerate(lines):
            patch.comment(f"{index + 1}) {line}", (110, top + 6), 72)
            top += 20 + 15 * (len(line) // 70)
        top += 16 if lines else 30
    patch.given = (640, top + 10)
    return patch
