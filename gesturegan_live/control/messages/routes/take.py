"""The addresses of takes: what is played is recorded, and played again."""

from __future__ import annotations

from dataclasses import replace

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import NAME, SECONDS, Route, asked
from gesturegan_live.show.parameters import OCTAVES

_NAMES = replace(NAME, many="names")
SLOWEST, FASTEST = 0.125, 8.0

TAKE_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/take/record",
        "take_record",
        (Argument("name", "is", 0, 1),),
        "record all that is played (not its sound) to the home folder under that name, or 1: under the time, for "
        "`gesturegan-live render` to make the same samples of, or to be played again; 0 or an empty name ends it",
        "",
        "empty",
        readable=True,
    ),
    Route(
        "/gan/take/play",
        "take_play",
        (_NAMES,),
        "play takes again, by the voices that are played in them, while hands play the others: gates and values to the "
        "sample. What else is set of such a voice takes it over; at its end the gates close of those that are left. "
        "Points of another model are left out, which `/done … name` tells; reads what plays; an empty name ends it",
        "",
        "empty",
        readable=True,
        ahead=True,
    ),
    Route(
        "/gan/take/loop",
        "take_loop",
        (_NAMES,),
        "the same, again and again",
        "",
        "empty",
        readable=True,
        ahead=True,
    ),
    Route(
        "/gan/take/stop",
        "take_stop",
        (replace(NAME, optional=True),),
        "end a take that plays: the gates close of the voices that it still has; without a name all of them, and the "
        "one that is recorded (`/notice` tells when its file is closed)",
    ),
    Route(
        "/gan/take/speed",
        "take_speed",
        (Argument("speed", "f", SLOWEST, FASTEST), SECONDS),
        "how fast takes play, from a tenth of a second later on",
        "x",
        "1",
        readable=True,
        law=OCTAVES,
    ),
    asked("/gan/take/list", "take_list", "answers with the names of the takes"),
)
