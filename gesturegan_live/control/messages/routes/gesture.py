"""The addresses of what sensors send, and of what it moves: inputs, links, mappings, shapes.

Conventions
-----------
As in `gesturegan_live.control.messages.routes.route`; ``{input}``, ``{link}``, ``{map}`` and ``{shape}`` stand for one
by its name.
"""

from __future__ import annotations

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.route import NAME, Route, asked, measured
from gesturegan_live.gesture.mapping.terrain import SIZE
from gesturegan_live.gesture.shapes.shape import LEAST_TOLERANCE, MOST_TOLERANCE, TOLERANCE
from gesturegan_live.gesture.stream import FASTEST, SLOWEST
from gesturegan_live.show.gestures import (
    FARTHEST,
    FASTEST_RATE,
    HIGHEST_BETA,
    HIGHEST_CUTOFF,
    STEEPEST,
    WIDEST_DEAD_ZONE,
)
from gesturegan_live.show.parameters import LONGEST_RAMP

INPUT, LINK, MAP, SHAPE = "/gan/input/{input}", "/gan/link/{link}", "/gan/map/{map}", "/gan/shape/{shape}"
_SHARE = Argument("value", "f", 0, 1, many="values yet")
_SWITCH = Argument("switch", "i", 0, 1)
_BUTTON = Argument("button", "i", 0, 1, optional=True)
_CURVE = Argument("exponent", "f", 1 / STEEPEST, STEEPEST)
_END = Argument("end", "fs", -FARTHEST, FARTHEST, many="ends yet")


def _set(address: str, handler: str, argument: Argument, meaning: str, unit: str, default: str) -> Route:
    return Route(address, handler, (argument,), meaning, unit, default, readable=True)


INPUT_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/input/learn",
        "input_learn",
        (NAME, Argument("address", "s", optional=True)),
        "the address that comes next, from whomever, becomes the input of that name, if it is none of this table and "
        "no input yet; or the address that is named. `none` waits no longer. Reads the name that waits",
        "",
        "none",
        readable=True,
    ),
    Route("/gan/input/forget", "input_forget", (NAME,), "let there be no such input any more"),
    asked(
        "/gan/input/list",
        "input_list",
        "answers, for each input, with its name, its address and how many values it has (types `s s i`)",
    ),
    measured(INPUT, "input", (_SHARE,), "the values of an input as they are now, after all that is set of it"),
    measured(
        f"{INPUT}/velocity", "input_velocity", (_SHARE,), "speed of each value: 0.5 still, 1 eight ranges a second"
    ),
    *(
        measured(f"{INPUT}/{name}", f"input_{name}", (Argument(name, "f", 0, 1, many="values yet"),), meaning)
        for name, meaning in (
            ("energy", "speed of all values together: 1 is eight ranges a second"),
            ("jerk", "how rough the movement is"),
            ("onset", "1 as a movement begins, 0 a tenth of a second later"),
            ("stillness", "for how long nothing has moved: 1 from a second on"),
        )
    ),
    _set(
        f"{INPUT}/range",
        "input_range",
        _END,
        "what becomes 0 and what becomes 1: a pair for all values, or one for each; `learn`: the least and the most "
        "that come from now on. Reads what it is now",
        "as sent",
        "learn",
    ),
    _set(
        f"{INPUT}/curve",
        "input_curve",
        _CURVE,
        "how values go from 0 to 1: above 1 slowly at first, below it quickly",
        "exponent",
        "1",
    ),
    Route(
        f"{INPUT}/smooth",
        "input_smooth",
        (Argument("cutoff", "f", 0, HIGHEST_CUTOFF), Argument("beta", "f", 0, HIGHEST_BETA, optional=True)),
        "one-euro filter: its cut-off at rest, and by how much that grows a range a second; 0: none. For a hand that "
        "trembles, 1 Hz and 5",
        "Hz, Hz",
        "0 0",
        readable=True,
    ),
    _set(
        f"{INPUT}/dead_zone",
        "input_dead_zone",
        Argument("dead_zone", "f", 0, WIDEST_DEAD_ZONE),
        "how far a value must go before the input follows",
        "of its range",
        "0",
    ),
    _set(
        f"{INPUT}/rate",
        "input_rate",
        Argument("rate", "f", 0, FASTEST_RATE),
        "values that are taken in a second at most, the newest; 0: all",
        "per second",
        "0",
    ),
    _set(f"{INPUT}/record", "input_record", _SWITCH, "1 records what comes, 0 ends it; at most ten minutes", "", "0"),
    Route(
        f"{INPUT}/loop",
        "input_loop",
        (_BUTTON,),
        "play what was recorded in place of what comes, again and again from its beginning, now; ends the recording; "
        "any argument but 0 will do",
    ),
    Route(
        f"{INPUT}/stop",
        "input_stop",
        (_BUTTON,),
        "neither loop nor record any longer: what comes counts again; any argument but 0 will do",
    ),
    _set(
        f"{INPUT}/speed",
        "input_speed",
        Argument("speed", "f", SLOWEST, FASTEST),
        "how fast the loop plays: stretched below 1, backwards below 0",
        "x",
        "1",
    ),
)

LINK_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/link/add",
        "link_add",
        (
            NAME,
            Argument("source", "s"),
            Argument("target", "s"),
            Argument("low", "f", -FARTHEST, FARTHEST, optional=True),
            Argument("high", "f", -FARTHEST, FARTHEST, optional=True),
        ),
        "let an input (`hand`), one of its values (`hand/0`) or what is derived (`hand/energy`, `hand/velocity/2`) "
        "move an address (or pattern) that can be read and set, over its range or between two values; it replaces the "
        "link of that name",
    ),
    Route("/gan/link/delete", "link_delete", (NAME,), "let there be no such link any more"),
    asked(
        "/gan/link/list",
        "link_list",
        "answers, for each link, with its name, source, target, amount, and whether it is on (types `s s s f i`)",
    ),
    _set(f"{LINK}/on", "link_on", _SWITCH, "0: what it moved stays where it is", "", "1"),
    _set(
        f"{LINK}/amount",
        "link_amount",
        Argument("amount", "f", 0, 1),
        "1: the link alone; 0.5: half way between what it says and what the hand has set (of a point: what it was when "
        "the link was switched on). Links to one address meet there by their amounts",
        "",
        "1",
    ),
    _set(
        f"{LINK}/curve", "link_curve", _CURVE, "how it goes from one end to the other, as of an input", "exponent", "1"
    ),
    _set(
        f"{LINK}/range",
        "link_range",
        Argument("end", "fs", -FARTHEST, FARTHEST, many="ends"),
        "where 0 goes and where 1 goes; `whole`: from end to end of the address",
        "of the address",
        "whole",
    ),
)

MAP_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/map/add",
        "map_add",
        (NAME,),
        "begin a mapping of that name, which examples are to teach; refused where one of that name has some",
    ),
    Route("/gan/map/delete", "map_delete", (NAME,), "let there be no such mapping any more; its file stays"),
    asked(
        "/gan/map/list",
        "map_list",
        "answers, for each mapping, with its name, how many examples it has, what it was trained as (`none`: not yet), "
        "and the errors that `train` tells (types `s i s f f`)",
    ),
    Route(
        "/gan/map/load",
        "map_load",
        (NAME,),
        "bring a mapping from the home folder, and train it; `/done … name` when it can run",
    ),
    Route(
        f"{MAP}/inputs",
        "map_inputs",
        (Argument("source", "s", many="sources"),),
        "what it goes from: inputs, values of them, or what is derived, as a link takes them",
        "",
        "none",
        readable=True,
    ),
    Route(
        f"{MAP}/outputs",
        "map_outputs",
        (Argument("address", "s", many="addresses"),),
        "what it goes to: addresses (or patterns) of numbers that can be read and set, points and axes too; or "
        "`/gan/scene/recall` alone: scenes, of which it chooses one, or none",
        "",
        "none",
        readable=True,
    ),
    Route(
        f"{MAP}/record",
        "map_record",
        (Argument("button scene", "is", 0, 1, optional=True),),
        "an example: what the inputs are now belongs to what the outputs are now, or to the scene that is named "
        "(`none`: to no scene); `/done … examples`; any number but 0 will do",
    ),
    Route(f"{MAP}/undo", "map_undo", (), "forget the last example; `/done … examples`"),
    Route(f"{MAP}/clear", "map_clear", (), "forget all examples"),
    Route(
        f"{MAP}/train",
        "map_train",
        (),
        "learn from the examples, by neighbours, a kernel or a network, whichever foretells each example best from the "
        "others: `/done … kind error nearest words` with its error and that of the nearest example alone (0 is "
        "perfect, 1 no better than the mean), and both for people",
    ),
    Route(
        f"{MAP}/rate",
        "map_rate",
        (Argument("rating", "i", -1, 1),),
        "1: what it plays here is liked, and an example from now on; -1: it is disliked, and goes half way to the "
        "nearest example that is otherwise (a scene: to none); it is trained anew: `/done … examples`",
    ),
    _set(f"{MAP}/run", "map_run", _SWITCH, "1 lets the inputs move the outputs, 0 leaves them where they are", "", "0"),
    _set(
        f"{MAP}/seconds",
        "map_seconds",
        Argument("seconds", "f", 0, LONGEST_RAMP),
        "in which a scene that it chooses is reached",
        "s",
        "0",
    ),
    measured(
        f"{MAP}/scene",
        "map_scene",
        (Argument("scene", "s"), Argument("confidence", "f", 0, 1)),
        "the scene that it has chosen, and how sure it is just now; `none` where what is there is like no example",
    ),
    measured(
        f"{MAP}/terrain",
        "map_terrain",
        (Argument("quality", "f", 0, 1, many="rows"),),
        f"the picture of a mapping from two values, {SIZE} by {SIZE}, row by row, from where both are 0, the first one "
        "along the rows: 1 where it is among its examples and right about them (of a choice: sure), 0 far from all; "
        "nowhere good before it is trained",
    ),
    measured(
        f"{MAP}/tone",
        "map_tone",
        (Argument("tone", "f", 0, 1, many="rows"),),
        "what comes of it there, in the same order: along the way on which its examples differ most; of a choice which "
        "scene, 0 for none",
    ),
    measured(
        f"{MAP}/points",
        "map_points",
        (Argument("x y rating", "f", -1, 1, many="examples of two values"),),
        "its examples on that picture: both values, and 1 for what is liked, -1 for what is disliked, 0 for others",
    ),
    Route(f"{MAP}/save", "map_save", (), "keep it in the home folder; `/done` when it is on the disk"),
)

SHAPE_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/shape/add",
        "shape_add",
        (NAME, Argument("source", "s", many="sources")),
        "begin a shape in time of that name, which is to be recorded: of inputs, values of them, or what is derived, "
        "as a link takes them. It is an input too: links and maps take its `circle/progress` and `circle/likelihood`",
    ),
    Route("/gan/shape/delete", "shape_delete", (NAME,), "let there be no such shape any more; its file stays"),
    asked(
        "/gan/shape/list",
        "shape_list",
        "answers, for each shape, with its name, how many recordings it has, the seconds of the longest, progress and "
        "likelihood (types `s i f f f`)",
    ),
    Route("/gan/shape/load", "shape_load", (NAME,), "bring a shape from the home folder; `/done … name`"),
    measured(f"{SHAPE}/sources", "shape_sources", (Argument("source", "s", many="sources"),), "what it is made of"),
    _set(
        f"{SHAPE}/record",
        "shape_record",
        _SWITCH,
        "1 records the shape as it is made, 0 ends it, rest before and after left out: `/done … recordings seconds`; "
        "once will do, three times are surer; at most ten seconds",
        "",
        "0",
    ),
    Route(f"{SHAPE}/undo", "shape_undo", (), "forget the last recording; `/done … recordings`"),
    Route(f"{SHAPE}/clear", "shape_clear", (), "forget all recordings"),
    _set(f"{SHAPE}/run", "shape_run", _SWITCH, "1: it is looked for, 0: it is not", "", "1"),
    _set(
        f"{SHAPE}/tolerance",
        "shape_tolerance",
        Argument("tolerance", "f", LEAST_TOLERANCE, MOST_TOLERANCE),
        "how far a movement may be from it, of the range of its sources, and still be it: less is stricter; the fewer "
        "recordings, the more is let through",
        "of its range",
        f"{TOLERANCE:g}",
    ),
    measured(f"{SHAPE}/progress", "shape_progress", (Argument("progress", "f", 0, 1),), "how far it is, if it is made"),
    measured(
        f"{SHAPE}/likelihood",
        "shape_likelihood",
        (Argument("likelihood", "f", 0, 1),),
        "how likely it is that it is being made: told once a tenth of it is, beside all other shapes and none",
    ),
    Route(f"{SHAPE}/save", "shape_save", (), "keep it in the home folder; `/done` when it is on the disk"),
)
