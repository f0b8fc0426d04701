"""Every OSC address that the instrument understands, listed once.

The dispatcher, the message table of ``patches/README.md`` and the tests are made from `ROUTES`; the parameters of
voices and output come from `gesturegan_live.show.parameters`.

Conventions
-----------
``{n}`` stands for a voice, counted from 1; ``{i}`` for a coordinate, counted from 0. A route that can be read answers
its address without arguments with the same address and the value. All values are absolute. Standard library only.
"""

from __future__ import annotations

from dataclasses import replace

from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.control.messages.routes.cue import CUE_ROUTES
from gesturegan_live.control.messages.routes.following import FOLLOWING_ROUTES
from gesturegan_live.control.messages.routes.gesture import INPUT_ROUTES, LINK_ROUTES, MAP_ROUTES, SHAPE_ROUTES
from gesturegan_live.control.messages.routes.midi import MIDI_ROUTES
from gesturegan_live.control.messages.routes.note import NOTE_ROUTES
from gesturegan_live.control.messages.routes.route import NAME, Route, asked, measured, of_parameter
from gesturegan_live.control.messages.routes.scene import MORPH, SCENE_ROUTES
from gesturegan_live.control.messages.routes.show import SHOW_ROUTES
from gesturegan_live.control.messages.routes.take import TAKE_ROUTES
from gesturegan_live.control.messages.routes.time import BEATS, TIME_ROUTES
from gesturegan_live.control.messages.routes.voice import VOICE_ROUTES
from gesturegan_live.show.config import MAX_VOICES
from gesturegan_live.show.parameters import OUT_PARAMETERS

_ACTIONS = ("panic", "stop")
_PRESET_VOICE = Argument("voice", "i", 1, MAX_VOICES, optional=True)
_COUNT = Argument("count", "i", 0, 2**31 - 1)
_STATUS = (
    "answers `/status.reply 1 voices open-gates late-blocks load-percent peak-load-percent sample-rate "
    "sample-rate-again xruns peak-level updates-per-second generator-restarts audio-restarts` "
    "(types `i i i i f f f f i f f i i`)"
)

ROUTES: tuple[Route, ...] = (
    *VOICE_ROUTES,
    BEATS,
    MORPH,
    Route(
        "/gan/preset/store",
        "preset_store",
        (NAME, _PRESET_VOICE),
        "keep the point that sounds of a voice (voice 1 if none is named) in the home folder; `/done … name` when it "
        "is on the disk, with `replaced` where that name was stored before, `hides factory` where the model brings it",
    ),
    Route(
        "/gan/preset/recall",
        "preset_recall",
        (NAME, _PRESET_VOICE),
        "send a voice (voice 1 if none is named) to a stored point or a factory preset, in its glide time",
    ),
    Route("/gan/preset/delete", "preset_delete", (NAME,), "delete a stored point"),
    Route(
        "/gan/preset/undo",
        "preset_undo",
        (replace(NAME, optional=True),),
        "bring back what that name (if none is given, the last one) held before it was stored over or deleted, once",
    ),
    asked("/gan/preset/list", "preset_list", "answers with the names that can be recalled"),
    Route(
        "/gan/clip/write",
        "clip_write",
        (NAME, _PRESET_VOICE),
        "write the clip of a voice (voice 1 if none is named) to the home's `recordings`, as its point, axes, "
        "condition and growth make it now, whatever plays it and how: `/done … name path samples sample-rate`",
    ),
    *SCENE_ROUTES,
    *NOTE_ROUTES,
    *MIDI_ROUTES,
    *INPUT_ROUTES,
    *LINK_ROUTES,
    *MAP_ROUTES,
    *SHAPE_ROUTES,
    *CUE_ROUTES,
    *SHOW_ROUTES,
    *TIME_ROUTES,
    *(
        of_parameter("/gan/out", index, parameter, action=parameter.name in _ACTIONS)
        for index, parameter in enumerate(OUT_PARAMETERS)
    ),
    Route(
        "/gan/out/record",
        "record",
        (Argument("name", "is", 0, 1), Argument("what", "s", choices=("master", "voices"), optional=True)),
        "record the output to the home folder under that name, or 1: under the time; with `voices` a folder with the "
        "output and each voice (after its gain, before pan) as files of one length; 0 or an empty name ends it "
        "(`/notice` tells when the file is closed)",
        "",
        "empty",
        readable=True,
        kept=False,
    ),
    *TAKE_ROUTES,
    measured("/gan/out/level", "out_level", (Argument("level", "f", 0, 1),), "recent peak of the output", "linear"),
    asked("/gan/model/list", "model_list", "answers with the names that can be loaded"),
    Route(
        "/gan/model/load",
        "model_load",
        (NAME,),
        "load a model while the old one plays; `/done` when it is warm and begins to take over",
    ),
    asked(
        "/gan/model/info",
        "model_info",
        "answers with name, codec, sample rate, samples in a clip, latent dimension, names of the conditions",
    ),
    asked(
        "/gan/model/axes",
        "model_axes",
        "answers, for each axis, with its name, what it was measured to change, by how much for one standard deviation "
        "on average, and the unit of that (types `s s f s`)",
    ),
    *(
        measured(f"/gan/process/{process}/{what}", f"{process}_{what}", (_COUNT,), meaning)
        for process in ("generator", "audio")
        for what, meaning in (("pid", f"process id of the {process} process"), ("restarts", "times it was restarted"))
    ),
    measured(
        "/gan/process/audio/loads",
        "audio_loads",
        (Argument("count", "i", 0, 2**31 - 1, many="bins"),),
        "blocks counted by the share of their time that they took, a sixth of an octave each, from 1 % up; a block of "
        "more than 100 % was late by the clock",
    ),
    measured(
        "/gan/process/audio/late",
        "audio_late",
        (Argument("late", "i", -(2**31), 2**31 - 1, many="lates"),),
        "how many blocks were late, at how many of them a virtual machine's host had taken the processor away, and the "
        "last 64 of the others, in any order, three numbers each: the time tag of its end (two) and the microseconds "
        "that it took",
    ),
    measured(
        "/gan/process/audio/start",
        "audio_start",
        (Argument("import", "f", 0.0, 1e9), Argument("compile", "f", 0.0, 1e9)),
        "what its last start took: to import what it needs, and to compile its kernels or load them",
        "seconds of processor time",
    ),
    *FOLLOWING_ROUTES,
    asked("/status", "status", _STATUS),
    asked("/version", "version", "answers `/version.reply program major minor patch-name` (types `s i i s`)"),
    Route(
        "/notify",
        "notify",
        (
            Argument("flag", "i", 0, 1),
            Argument("id", "i", 0, 2**31 - 1, optional=True),
            Argument("port", "i", 1, 65535, optional=True),
        ),
        "1: tell this client what happens by itself (restarts, recordings that end); with a port, send that and "
        "every reply to that port of the same host; 0 ends both. Answers `/done /notify id clients-possible`",
    ),
    Route(
        "/sync", "sync", (Argument("id", "i", -(2**31), 2**31 - 1),), "answers `/synced id` once what was asked is done"
    ),
    Route(
        "/dumpOSC", "dump_osc", (Argument("how", "i", 0, 3),), "print what arrives: 0 no, 1 as text, 2 as bytes, 3 both"
    ),
    Route("/clearSched", "clear_sched", (), "forget everything that still waits for its time"),
    Route("/quit", "quit", (), "answers `/done /quit`, fades out and ends the program"),
)

UNFAILING = frozenset(route.address for route in ROUTES if route.is_unfailing)
REPLIES = frozenset({"/done", "/fail", "/late", "/notice", "/synced", "/status.reply", "/version.reply"})
