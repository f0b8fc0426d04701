"""What a performer can set on a voice or on the output, listed once.

The audio engine numbers its parameters by this table, the OSC routes take their ranges, units, defaults and
meanings from it, and a show's defaults come from it too.

Conventions
-----------
Values cross process borders as float64; whole numbers (``gate``, ``freeze``) and choices (``mode``) are sent as
the number of their choice. A voice's gain to loudspeaker c is parameter ``MATRIX + c``: how many there are is the
show's to say. Imported by every process: the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass

MODES = ("loop", "once", "scrub")


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


LOWEST, FOLLOW = -36, -37  # semitones down to which the noise may be transposed alone; what says that it is not
TONES_APART = "models that tell tones from noise (`sines-noise`)"
LAST_PLACE = "of `pan`, `azimuth` with `distance`, and `matrix` the last one sent counts, the others read `none`"

VOICE_PARAMETERS = (
    Parameter("gate", "i", 0, 1, 0, "", "1 opens the voice (and starts a `once` from its beginning), 0 lets it fade"),
    Parameter("gain", "f", 0, 4, 1, "linear", "amplitude of the voice"),
    Parameter("mute", "i", 0, 1, 0, "", "1 silences the voice and leaves its gain as it is"),
    Parameter("pan", "f", -1, 1, 0, "", f"-1 first loudspeaker, 0 centre, 1 last loudspeaker; {LAST_PLACE}"),
    Parameter("azimuth", "f", -180, 180, 0, "degrees", f"0 front, positive left, on the ring; {LAST_PLACE}"),
    Parameter(
        "distance", "f", 0, 1, 1, "of the ring", f"1 on the ring, 0 in its middle: from everywhere; {LAST_PLACE}"
    ),
    Parameter(
        "position", "f", 0, 1, 0, "of the clip", "where the playhead jumps; in `scrub` it glides there and stays"
    ),
    Parameter("rate", "f", -8, 8, 1, "x", "speed of the playhead; negative plays backwards, 0 holds"),
    Parameter("transpose", "f", -36, 36, 0, "semitones", "pitch, whatever the speed"),
    Parameter("mode", "s", 0, 2, 0, "", "what the playhead does", MODES),
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
    Parameter("tones", "f", 0, 2, 1, "linear", f"amplitude of the tones; {TONES_APART}"),
    Parameter("noise", "f", 0, 2, 1, "linear", f"amplitude of the noise; {TONES_APART}"),
    Parameter(
        "stretch_partials",
        "f",
        0.5,
        2,
        1,
        "x",
        f"intervals of partials, from middle C: 1.02 is like a piano, more like a bell, 0.5 halves them; {TONES_APART}",
    ),
)

OUT_PARAMETERS = (
    Parameter("gain", "f", 0, 4, 1, "linear", "amplitude of the whole output"),
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
FORGET = -1  # the parameter of one that forgets all events that wait for their sample
