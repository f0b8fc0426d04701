"""The addresses of notes: keys that voices play."""

from __future__ import annotations

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import NAME, NOTE, Route, asked
from gesturegan_live.show.config import MAX_VOICES

HIGHEST_KEY = 127.0  # gesturegan_live.control.notes.tuning's; a test holds them equal
FARTHEST_BEND = 96.0  # semitones: as far as MPE goes
LARGEST_ID = 2**31 - 1
DYNAMICS, BRIGHTNESS, REFERENCE, A4, ROOT = 30.0, 1.5, 60.0, 440.0, 60.0  # defaults
EQUAL = "equal"  # twelve equal steps an octave

_KEY = Argument("key", "f", 0, HIGHEST_KEY)
_ID = Argument("id", "i", 0, LARGEST_ID, optional=True)
_OF_ID = "of the notes of that id, those to come as well; without one of all, beside their own"

NOTE_ROUTES: tuple[Route, ...] = (
    Route(
        f"{NOTE}/on",
        "note_on",
        (_KEY, Argument("velocity", "f", 0, 1), _ID),
        "strike a key (60 is middle C, 60.5 a quarter tone above): the voice that was let go first plays it, where all "
        "are held the one that was struck first; a key that is struck again, its own voice. A velocity of 0 lets it "
        "go; an id tells notes of one key apart",
        ahead=True,
    ),
    Route(
        f"{NOTE}/off",
        "note_off",
        (Argument("key", "f", 0, HIGHEST_KEY, optional=True), _ID),
        "let a key go, all keys where none is named; the voice fades in its release time. A key that is not held is "
        "let go without a word",
        ahead=True,
    ),
    Route(
        f"{NOTE}/bend",
        "note_bend",
        (Argument("bend", "f", -FARTHEST_BEND, FARTHEST_BEND), _ID),
        f"bend the pitch {_OF_ID}",
        "semitones",
        "0",
        readable=True,
        kept=False,  # the hand's
        ahead=True,
    ),
    Route(
        f"{NOTE}/pressure",
        "note_pressure",
        (Argument("pressure", "f", 0, 1), _ID),
        f"how hard a held key is pressed: up to 6 dB louder, and brighter; {_OF_ID}",
        "",
        "0",
        readable=True,
        kept=False,  # the hand's
        ahead=True,
    ),
    Route(
        f"{NOTE}/timbre",
        "note_timbre",
        (Argument("timbre", "f", -1, 1), _ID),
        f"brighter or darker, {_OF_ID}",
        "",
        "0",
        readable=True,
        kept=False,  # the hand's
        ahead=True,
    ),
    Route(
        f"{NOTE}/sustain",
        "note_sustain",
        (Argument("sustain", "i", 0, 1),),
        "a pedal: while it is 1, keys that are let go sound on",
        "",
        "0",
        readable=True,
        kept=False,  # the hand's
        ahead=True,
    ),
    asked(f"{NOTE}/held", "note_held", "answers, for each voice that holds a note, with its number and the key"),
    Route(
        f"{NOTE}/voices",
        "note_voices",
        (Argument("first", "i", 1, MAX_VOICES), Argument("last", "i", 1, MAX_VOICES)),
        "the voices that play notes; those that a hand has opened are taken last",
        "",
        "all",
        readable=True,
    ),
    Route(
        f"{NOTE}/reference",
        "note_reference",
        (_KEY,),
        "the key at which a model that knows no pitch sounds as it is; farther than three octaves from it keys sound "
        "octaves nearer. A model that knows pitch (conditions `pitch 60` …) is asked for the nearest, and transposed "
        "by what is missing",
        "",
        f"{REFERENCE:g}",
        readable=True,
    ),
    Route(
        f"{NOTE}/dynamics",
        "note_dynamics",
        (Argument("dynamics", "f", 0, 60),),
        "how much softer the softest key is than the hardest",
        "dB",
        f"{DYNAMICS:g}",
        readable=True,
    ),
    Route(
        f"{NOTE}/brightness",
        "note_brightness",
        (Argument("brightness", "f", 0, 3),),
        "how far the hardest key goes along the axis `brightness`, the softest the other way, of a model that has it",
        "standard deviations",
        f"{BRIGHTNESS:g}",
        readable=True,
    ),
    Route(
        f"{NOTE}/a4",
        "note_a4",
        (Argument("a4", "f", 220, 880),),
        "frequency of key 69",
        "Hz",
        f"{A4:g}",
        readable=True,
    ),
    Route(
        f"{NOTE}/tuning",
        "note_tuning",
        (NAME, Argument("root", "f", 0, HIGHEST_KEY, optional=True)),
        f"a Scala file (`.scl`) of that name in the home's `tunings`, with its first note on a key (60 if none is "
        f"named); `{EQUAL}`: twelve equal steps an octave",
        "",
        f"{EQUAL} {ROOT:g}",
        readable=True,
    ),
)
