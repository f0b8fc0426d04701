"""The addresses of MIDI: what controllers learn, and MPE."""

from __future__ import annotations

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import Route, asked

FARTHEST = 1e10  # no value of an instrument is
_ADDRESS = Argument("address", "s")
_ZONE = 15  # channels at most

MIDI_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/midi/learn",
        "midi_learn",
        (
            _ADDRESS,
            Argument("low", "f", -FARTHEST, FARTHEST, optional=True),
            Argument("high", "f", -FARTHEST, FARTHEST, optional=True),
        ),
        "the MIDI controller that is moved next moves that address (or pattern) from then on, over its range or "
        "between two values, today and in later performances; `none` waits no longer. Reads what waits",
        "",
        "none",
        readable=True,
    ),
    Route("/gan/midi/forget", "midi_forget", (_ADDRESS,), "let no controller move that address any more"),
    asked(
        "/gan/midi/list",
        "midi_list",
        "answers, for each controller that has learned an address, with its channel, its number, the address and the "
        "values at its ends (types `i i s f f`)",
    ),
    Route(
        "/gan/midi/mpe",
        "midi_mpe",
        (Argument("lower", "i", 0, _ZONE), Argument("upper", "i", 0, _ZONE, optional=True)),
        "how many channels are those of notes in the lower MPE zone (from channel 2 up) and in the upper one (from 15 "
        "down); keyboards that tell by themselves need none",
        "channels",
        "0 0",
        readable=True,
    ),
)
