"""The addresses of cues: what happens one after the other."""

from __future__ import annotations

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import NAME, Route, asked, measured
from gesturegan_live.show.cues import LONGEST_WAIT, MOST

_PRESSED = Argument("go", "i", 0, 1, optional=True)
_WHICH = Argument("cue", "is", 1, MOST)

CUE_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/cue/go",
        "cue_go",
        (_PRESSED,),
        "play the cue that is armed, and arm the next: `/done … name number`; any argument but 0 will do",
        ahead=True,
    ),
    Route(
        "/gan/cue/back",
        "cue_back",
        (_PRESSED,),
        "play the cue before the one that was played last, and arm that; any argument but 0 will do",
        ahead=True,
    ),
    Route("/gan/cue/goto", "cue_goto", (_WHICH,), "play the cue of that name or number, and arm the next", ahead=True),
    Route(
        "/gan/cue/arm",
        "cue_arm",
        (_WHICH,),
        "let that cue be the next, and play nothing; what it waits for counts from now",
    ),
    Route(
        "/gan/cue/hold",
        "cue_hold",
        (_PRESSED,),
        "let the armed cue wait for a hand, whatever it waits for; panic does so too; any argument but 0 will do",
    ),
    measured(
        "/gan/cue/now",
        "cue_now",
        (Argument("cue", "s"), Argument("next", "s"), Argument("seconds", "f", -1, LONGEST_WAIT)),
        "the cue that was played last, the one that is armed (`none`: there is none), and in how many seconds that "
        "goes; -1: when a hand or an input says so",
    ),
    asked(
        "/gan/cue/list",
        "cue_list",
        "answers, for each cue, with its name and what it waits for (types `s s`)",
    ),
    Route(
        "/gan/cue/add",
        "cue_add",
        (NAME, Argument("wait", "fs", 0, LONGEST_WAIT), Argument("message", "s", optional=True, many="messages")),
        "a cue at the end of the list, or in the place of that of its name. It waits for `go`, seconds, `beat`, "
        "`4 beats`, `bar`, `2 bars` or an input (`hand/energy > 0.8`, `hand/stillness < 0.2`), and plays messages, "
        "each a text as a line of a score without its time: `/gan/scene/recall dusk 8 smooth`",
    ),
    Route("/gan/cue/delete", "cue_delete", (_WHICH,), "let there be no such cue any more"),
)
