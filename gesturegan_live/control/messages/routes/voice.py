"""The addresses of the voices: their points, their parameters, and what is measured of them; ADM-OSC's objects.

Conventions
-----------
As in `gesturegan_live.control.messages.routes.route`; the parameters come from `gesturegan_live.show.parameters`.
"""

from __future__ import annotations

from dataclasses import replace

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import OBJECT, SECONDS, VOICE, Route, measured, of_parameter
from gesturegan_live.show.parameters import (
    LAST_PLACE,
    MATRIX,
    MATRIX_HIGH,
    VOICE_INDEX,
    VOICE_PARAMETERS,
)

COORDINATE_LIMIT = 12.0  # gesturegan_live.latent.space.LIMIT; a test holds them equal, this module needs no numpy
LONGEST_GLIDE = 600.0  # gesturegan_live.latent.smoothing.LONGEST, likewise
FARTHEST = 6.0  # gesturegan_live.latent.axes.FARTHEST, likewise
LARGEST_SEED = 2**31 - 1
SHORTEST_FOUND, LONGEST_FOUND = 0.1, 600.0  # seconds; gesturegan_live.finding.sound_file.LONGEST, likewise


def _position(name: str, axes: str, default: str, meaning: str) -> Route:
    arguments = tuple(_AXES[axis] for axis in axes.split())
    unit = "degrees" if axes in ("azim", "elev") else ""
    index = VOICE_INDEX["azimuth"]
    return Route(f"{OBJECT}/{name}", "position", arguments, meaning, unit, default, readable=True, parameter=index)


def _alias(name: str) -> Route:
    route = of_parameter(OBJECT, VOICE_INDEX[name], VOICE_PARAMETERS[VOICE_INDEX[name]], action=False)
    arguments = (replace(route.arguments[0], clamped=True),)
    return replace(route, arguments=arguments, meaning=f"ADM-OSC: as `{VOICE}/{name}`")


_AXES = {
    name: Argument(name, "f", low, high, clamped=True)
    for name, low, high in (
        *(("azim", -180, 180), ("elev", -90, 90), ("dist", 0, 1)),
        *((axis, -1, 1) for axis in "xyz"),
    )
}
_DEVIATIONS = Argument("deviations", "f", -FARTHEST, FARTHEST)
_COORDINATE = Argument("coordinate", "f", -COORDINATE_LIMIT, COORDINATE_LIMIT)

VOICE_ROUTES: tuple[Route, ...] = (
    Route(
        f"{VOICE}/z",
        "point",
        (Argument("coordinate", "f", -COORDINATE_LIMIT, COORDINATE_LIMIT, many="latent_dim"),),
        "the whole latent point: every coordinate; reads where the voice is, on its way too",
        "standard deviations",
        "drawn from the voice's number as seed",
        readable=True,
        law="sphere",
    ),
    Route(
        f"{VOICE}/z/{{i}}",
        "coordinate",
        (_COORDINATE,),
        "one coordinate of the latent point",
        "standard deviations",
        "as above",
        readable=True,
    ),
    Route(
        f"{VOICE}/axis/{{a}}",
        "axis",
        (_DEVIATIONS, SECONDS),
        "how far the voice stands off its point along an axis, named or numbered as `/gan/model/axes` says; `z` stays "
        "as it is; it takes so many seconds to get there, or the voice's glide time",
        "standard deviations",
        "0",
        readable=True,
    ),
    Route(
        f"{VOICE}/axes",
        "axes",
        (replace(_DEVIATIONS, many="axes"),),
        "all axes at once, or the first so many",
        "standard deviations",
        "0 0 0 …",
        readable=True,
    ),
    Route(
        f"{VOICE}/condition",
        "condition",
        (Argument("weight", "f", 0, 1, many="conditions"),),
        "weights of the model's classes, for models that have them",
        "",
        "1 0 0 …",
        readable=True,
    ),
    Route(
        f"{VOICE}/seed",
        "seed",
        (Argument("seed", "i", 0, LARGEST_SEED),),
        "the point drawn by numpy's PCG64 from that seed; `none` once something else has moved the voice",
        "",
        "the voice's number",
        readable=True,
        kept=False,  # the point is
    ),
    Route(
        f"{VOICE}/find",
        "find",
        (Argument("name", "s"), Argument("seconds", "f", SHORTEST_FOUND, LONGEST_FOUND, optional=True)),
        "send the voice, in its glide time and off none of its axes, where the model sounds most like a sound file of "
        "the home's `recordings` (its loudest clip; `last`: of what is being recorded, or was last), or like its last "
        "so many seconds: at once to the nearest that is known, some seconds later to the best that was found, unless "
        "something else has sent it elsewhere. `/done … name near chance`: how near that is to the ear, 0 the same and "
        "1 as a random point is, beside the best of 32 random points",
        "s",
        writable=False,
    ),
    Route(
        f"{VOICE}/glide",
        "glide",
        (Argument("glide", "f", 0, LONGEST_GLIDE),),
        "time that the point takes to its next target",
        "s",
        "0",
        readable=True,
    ),
    Route(
        f"{VOICE}/hold",
        "hold",
        (Argument("hold", "i", 0, 1, optional=True),),
        "leave the voice where it is: its point, and all that is on its way in a time; any argument but 0 will do",
    ),
    Route(
        f"{VOICE}/growth",
        "growth",
        (Argument("growth", "f", 0, 1), SECONDS),
        "how far the image has grown: 0 is 4 pixels across (or as few as its sides can be halved to), 1 all of it",
        "",
        "1",
        readable=True,
    ),
    Route(
        f"{VOICE}/wander",
        "wander",
        (
            Argument("amount", "f", 0, 3),
            Argument("speed", "f", 0.01, 10, optional=True),
        ),
        "how far the voice drifts about its point by itself, along all axes of the model (or all coordinates, where it "
        "has none), and how often a second it forgets where it was; `z` and the axes stay as they are",
        "standard deviations, per second",
        "0 0.2",
        readable=True,
    ),
    *(of_parameter(VOICE, index, parameter, action=False) for index, parameter in enumerate(VOICE_PARAMETERS)),
    Route(
        f"{VOICE}/matrix",
        "matrix",
        (Argument("gain", "f", 0, MATRIX_HIGH, many="channels"),),
        f"gain to every loudspeaker, before `gain`; {LAST_PLACE}",
        "linear",
        "as placed",
        readable=True,
        parameter=MATRIX,
        law="decibels",
    ),
    Route(
        f"{VOICE}/level_hold",
        "level_hold",
        (Argument("level_hold", "i", 0, 1),),
        "1 holds the level even while the voice moves: `trim` follows how loud its image is",
        "",
        "0",
        readable=True,
    ),
    measured(f"{VOICE}/level", "level", (Argument("level", "f", 0, 1),), "recent level of the voice", "linear, RMS"),
    measured(f"{VOICE}/playhead", "playhead", (Argument("playhead", "f", 0, 1),), "where it plays", "of the clip"),
    measured(
        f"{VOICE}/updates",
        "updates",
        (Argument("updates", "f", 0, 1000),),
        "points lately turned into sound",
        "per second",
    ),
    _position("azim", "azim", "0", "ADM-OSC: azimuth of voice n; what is out of range goes to the nearest end"),
    _position("elev", "elev", "0", "ADM-OSC: elevation; a ring has no height: the higher, the nearer to its middle"),
    _position("dist", "dist", "1", "ADM-OSC: distance; 1 on the ring, 0 from everywhere"),
    _position("aed", "azim elev dist", "0 0 1", "ADM-OSC: azimuth, elevation and distance together"),
    _position("x", "x", "0", "ADM-OSC: -1 left, 1 right; what is beyond the ring is heard on it"),
    _position("y", "y", "1", "ADM-OSC: -1 back, 1 front"),
    _position("z", "z", "0", "ADM-OSC: height; a ring has none: it is kept, and not heard"),
    _position("xy", "x y", "0 1", "ADM-OSC: x and y together"),
    _position("xyz", "x y z", "0 1 0", "ADM-OSC: x, y and z together"),
    _alias("gain"),
    _alias("mute"),
)
