"""What a performer can set on a voice or on the output, listed once.

The audio engine numbers its parameters by this table, the OSC routes take their ranges, units, defaults and
meanings from it, and a show's defaults come from it too.

Conventions
-----------
Values cross process borders as float64; whole numbers (``gate``, ``freeze``) and choices (``mode``) are sent as
the number of their choice. A voice's gain to loudspeaker c is parameter ``MATRIX + c``: how many there are is the
show's to say. What has a law (`gesturegan_live.show.laws`) goes there in a time, where one is given. Imported by every
process: the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

MODES = ("loop", "once", "scrub", "pingpong", "endless")
GESTURES = ("off", "trigger", "trigger-continuous", "continuous-variation", "repetition")
STRAIGHT, DECIBELS, OCTAVES, ROUND = "straight", "decibels", "octaves", "round"  # laws


@dataclass(frozen=True)
class Parameter:
    """One value that the audio engine takes."""

    name: str
    osc_type: str  # f, i, or s where `choices` are named
    low: float
    high: float
    default: float
    unit: str
    meaning: str
    choices: tuple[str, ...] = ()
    law: str = ""  # by which it goes to another value in a time; empty where it is there at once


LOWEST, FOLLOW = -36, -37  # semitones down to which the noise may be transposed alone; what says that it is not
TRIM_RANGE = 0.125, 8.0  # 18 dB down and up
FARTHEST_PITCH = 36  # semitones that a sound is transposed, in all
LONGEST_SHAPE, LONGEST_RAMP = 60.0, 600.0  # seconds
TONES_APART = "models that tell tones from noise (`sines-noise`)"
LAST_PLACE = "of `pan`, `azimuth` with `distance`, and `matrix` the last one sent counts, the others read `none`"

VOICE_PARAMETERS = (
    Parameter("gate", "i", 0, 1, 0, "", "1 opens the voice (and starts a `once` from its beginning), 0 lets it fade"),
    Parameter("gain", "f", 0, 4, 1, "linear", "amplitude of the voice", law=DECIBELS),
    Parameter("mute", "i", 0, 1, 0, "", "1 silences the voice and leaves its gain as it is"),
    Parameter(
        "pan", "f", -1, 1, 0, "", f"-1 first loudspeaker, 0 centre, 1 last loudspeaker; {LAST_PLACE}", law=STRAIGHT
    ),
    Parameter(
        "azimuth",
        "f",
        -180,
        180,
        0,
        "degrees",
        f"0 front, positive left, on the ring; in a time, the short way round; {LAST_PLACE}",
        law=ROUND,
    ),
    Parameter(
        "distance",
        "f",
        0,
        1,
        1,
        "of the ring",
        f"1 on the ring, 0 in its middle: from everywhere; {LAST_PLACE}",
        law=STRAIGHT,
    ),
    Parameter(
        "position", "f", 0, 1, 0, "of the clip", "where the playhead jumps; in `scrub` it glides there and stays"
    ),
    Parameter("rate", "f", -8, 8, 1, "x", "speed of the playhead; negative plays backwards, 0 holds", law=OCTAVES),
    Parameter(
        "transpose",
        "f",
        -FARTHEST_PITCH,
        FARTHEST_PITCH,
        0,
        "semitones",
        "pitch, whatever the speed",
        law=STRAIGHT,
    ),
    Parameter(
        "mode",
        "s",
        0,
        len(MODES) - 1,
        0,
        "",
        "what the playhead does: `pingpong` goes back and forth, `endless` on for ever, from a moment to one like it",
        MODES,
    ),
    Parameter("chaos", "f", 0, 1, 0.5, "", "how soon `endless` leaves its way, how far; 0: it loops", law=STRAIGHT),
    Parameter("loop_start", "f", 0, 1, 0, "of the clip", "where `loop`, `pingpong` and `endless` begin", law=STRAIGHT),
    Parameter("loop_end", "f", 0, 1, 1, "of the clip", "and where they end", law=STRAIGHT),
    Parameter("freeze", "i", 0, 1, 0, "", "1 holds the sound where it is"),
    Parameter(
        "transpose_noise",
        "f",
        FOLLOW,
        36,
        FOLLOW,
        "semitones",
        f"pitch of the noise alone; below {LOWEST}, as at {FOLLOW}, it follows `transpose`; {TONES_APART}",
    ),
    Parameter("tones", "f", 0, 2, 1, "linear", f"amplitude of the tones; {TONES_APART}", law=DECIBELS),
    Parameter("noise", "f", 0, 2, 1, "linear", f"amplitude of the noise; {TONES_APART}", law=DECIBELS),
    Parameter(
        "stretch_partials",
        "f",
        0.5,
        2,
        1,
        "x",
        f"intervals of partials, from middle C: 1.02 is like a piano, more like a bell, 0.5 halves them; {TONES_APART}",
        law=OCTAVES,
    ),
    Parameter(
        "attack",
        "f",
        0.001,
        LONGEST_SHAPE,
        0.005,
        "s",
        "time in which an opened gate is open; a `once` strikes in 0.001 s where it is not longer than its default",
    ),
    Parameter(
        "release", "f", 0.005, LONGEST_SHAPE, 0.03, "s", "time in which a closed gate has faded out, exponentially"
    ),
    Parameter(
        "gesture",
        "s",
        0,
        len(GESTURES) - 1,
        0,
        "",
        "how `energy` shapes the voice while its gate is open: a stroke that decays; a stroke, then the energy itself; "
        "what swells and ebbs; strokes for as long as it lasts; `off`: not at all",
        GESTURES,
    ),
    Parameter("energy", "f", 0, 1, 0, "", "of the hand, for `gesture`", law=STRAIGHT),
    Parameter("threshold", "f", 0, 1, 0.3, "", "of the energy that strikes; it strikes again once it was well below"),
    Parameter(
        "decay", "f", 0.01, LONGEST_SHAPE, 0.5, "s", "time in which a stroke has faded to a thousandth, or a swell ebbs"
    ),
    Parameter("pulse", "f", 0.1, 40, 4, "per second", "strokes of a `repetition`", law=OCTAVES),
    Parameter("trim", "f", *TRIM_RANGE, 1, "linear", "amplitude beside `gain`, which `level_hold` sets", law=DECIBELS),
    Parameter("touch", "f", 0, 2, 1, "linear", "amplitude beside `gain`, which notes set", law=DECIBELS),
    Parameter(
        "pitch",
        "f",
        -2 * FARTHEST_PITCH,
        2 * FARTHEST_PITCH,
        0,
        "semitones",
        f"beside `transpose`, which notes set; both together go {FARTHEST_PITCH} up or down at most",
        law=STRAIGHT,
    ),
)

OUT_PARAMETERS = (
    Parameter("gain", "f", 0, 4, 1, "linear", "amplitude of the whole output", law=DECIBELS),
    Parameter(
        "panic", "i", 0, 1, 0, "", "every voice is silent within 20 ms, and its gate closed; any argument but 0 will do"
    ),
    Parameter("stop", "i", 0, 1, 0, "", "every gate closes; voices fade as they do; any argument but 0 will do"),
)

VOICE_INDEX = {parameter.name: index for index, parameter in enumerate(VOICE_PARAMETERS)}
OUT_INDEX = {parameter.name: index for index, parameter in enumerate(OUT_PARAMETERS)}
MATRIX = 1000  # beyond the table
MATRIX_HIGH = 4.0  # the highest gain to a loudspeaker
OUT_VOICE = -1  # the voice number of an event that is meant for the output
FORGET = -1  # the parameter of one that forgets the events of its voice (of the output: all) that wait for their sample
POINT = -2  # in place of a parameter in a take that is played again: the value is the number of a point
