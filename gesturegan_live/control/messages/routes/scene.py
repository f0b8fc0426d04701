"""The addresses of scenes: all that is set, by name."""

from __future__ import annotations

from dataclasses import replace

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import NAME, SECONDS, VOICE, Route, asked
from gesturegan_live.show.config import MAX_VOICES

CURVES = ("linear", "smooth", "exponential")  # gesturegan_live.latent.blends.CURVES; a test holds them equal

_VOICE = Argument("voice", "i", 1, MAX_VOICES, optional=True)
_OTHER = replace(NAME, name="other")
_REPLACED = "`replaced` where that name was stored before"

MORPH = Route(
    f"{VOICE}/morph",
    "morph",
    (Argument("scene weight", "fs", 0, 1000, many="more"),),
    "the voice between scenes: a name and its weight, and so on for up to 16; points along the sphere, in the voice's "
    "glide time, each other value by its own law, modes and switches as the heaviest has them; its gate and its glide "
    "time stay as they are. Of a scene of all its own part; reads what was sent; `none` forgets it",
    "",
    "none",
    readable=True,
    kept=False,
    ahead=True,
)

SCENE_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/scene/store",
        "scene_store",
        (NAME, _VOICE),
        "keep all that is set, of the output and of every voice, or of the voice that is named: point, gate, and each "
        f"value that can be read and set; `/done … name` when it is on the disk, with {_REPLACED}",
    ),
    Route(
        "/gan/scene/recall",
        "scene_recall",
        (
            NAME,
            SECONDS,
            Argument("curve", "s", choices=CURVES, optional=True),
            _VOICE,
        ),
        "set all of it again, at once or in that time (`exponential` is quick at first), each value by its own law; a "
        "voice that opens rises from silence, one that closes fades; what is played meanwhile is left to the hand. A "
        "scene of one voice goes to the voice that is named, or to its own; of another scene the named voice's part is "
        "taken; neither opens or closes. `/done … name`, and what was left as it is, and why: the point, where the "
        "scene is another model's",
        ahead=True,
    ),
    asked("/gan/scene/list", "scene_list", "answers with the names of the scenes"),
    Route("/gan/scene/rename", "scene_rename", (NAME, _OTHER), f"give a scene another name; {_REPLACED}"),
    Route("/gan/scene/copy", "scene_copy", (NAME, _OTHER), f"store a scene under another name too; {_REPLACED}"),
    Route("/gan/scene/delete", "scene_delete", (NAME,), "delete a scene"),
    Route(
        "/gan/scene/undo",
        "scene_undo",
        (replace(NAME, optional=True),),
        "bring back what that name (if none is given, the last one) held before it was stored over, renamed or "
        "deleted, once",
    ),
    Route(
        "/gan/morph/ends",
        "morph_ends",
        (NAME, replace(_OTHER, optional=True), _VOICE),
        "the two scenes between which `/gan/morph` goes, for all voices and the output, or for the voice that is "
        "named; `none` forgets them",
        "",
        "none",
        readable=True,
        ahead=True,
    ),
    Route(
        "/gan/morph",
        "fader",
        (Argument("way", "f", 0, 1), SECONDS),
        "0 the first scene, 1 the second, and between them each value by its own law; what is closed in one of them is "
        "silent there, and opens on the way to the other",
        "",
        "0",
        readable=True,
        ahead=True,
    ),
    Route(
        "/gan/scene/export",
        "scene_export",
        (NAME,),
        "write all scenes into one JSON file of that name in the home's `shows`; `/done … name count`",
    ),
    Route(
        "/gan/scene/import",
        "scene_import",
        (NAME,),
        "store every scene of such a file; `/gan/scene/undo NAME` brings back what one of them replaced",
    ),
)
