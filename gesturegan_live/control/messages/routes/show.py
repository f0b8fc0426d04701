"""The addresses of shows: an evening, by name."""

from __future__ import annotations

from dataclasses import replace

from gesturegan_live.control.messages.routes.route import NAME, Route, asked, measured

SHOW_ROUTES: tuple[Route, ...] = (
    Route(
        "/gan/show/load",
        "show_load",
        (NAME,),
        "play a show of the home's `shows`: its model, inputs, links, mappings and cues take the place of those that "
        "are there; scenes, presets, tunings and takes are its own from then on. It is checked as a whole before "
        "anything changes. `/done … name` when it is there, and what is as it was at the start",
    ),
    measured("/gan/show/now", "show_now", (NAME,), "the name of the show that is played; empty: none of the home's"),
    Route(
        "/gan/show/save",
        "show_save",
        (replace(NAME, optional=True),),
        "keep the show that is played, or all of it under that name, which is played from then on; `/done … name` when "
        "it is on the disk, with `replaced` where one of that name was there",
    ),
    Route(
        "/gan/show/new",
        "show_new",
        (NAME,),
        "begin a show of that name: with the model that plays, and without inputs, links, mappings, cues and scenes",
    ),
    asked("/gan/show/list", "show_list", "answers with the names of the shows"),
)
