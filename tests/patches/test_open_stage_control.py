"""The session for Open Stage Control: the instrument obeys what each widget would send."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from tests.patches.stage import Stage

FOLDER = Path(__file__).parents[2] / "patches" / "open-stage-control"
SESSION = json.loads((FOLDER / "gesturegan.json").read_text(encoding="utf-8"))["content"]
WIDGETS = [widget for tab in SESSION["tabs"] for widget in tab["widgets"]]
SOUNDING = [widget for widget in WIDGETS if not widget.get("bypass")]


@pytest.fixture
def said(tmp_path):
    """What the instrument answers to a message."""
    stage = Stage(tmp_path / "home")
    stage.model.axes, stage.model.axis_names = lambda: (np.eye(2, 16), np.ones(2)), ("brightness", "noise")
    instrument = Instrument(stage)

    class Reply(list):
        def send(self, address, *values):
            self.append((address, *values))

        __call__ = send

    def say(address, *values):
        reply = Reply()
        for work in instrument.handle(address, values, reply):
            asyncio.run(work)
        return list(reply)

    return say


def sent(widget):
    """What a widget sends, at both ends of its range, or for each choice."""
    if widget["type"] == "xy":
        across, up = widget["rangeX"], widget["rangeY"]
        return [(across["min"], up["max"]), (across["max"], up["min"])]
    if widget["type"] == "fader":
        return [(float(end),) for end in widget["range"].values()]
    if widget["type"] == "switch":
        return [(choice,) for choice in widget["values"].values()]
    assert widget["type"] == "button"
    return [(widget["on"],), (widget["off"],)]


def test_the_session_is_what_the_script_makes(tmp_path):
    subprocess.run([sys.executable, str(FOLDER / "make.py"), "--into", str(tmp_path)], check=True)
    made = (tmp_path / "gesturegan.json").read_text(encoding="utf-8")
    assert made == (FOLDER / "gesturegan.json").read_text(encoding="utf-8"), "python patches/open-stage-control/make.py"


def test_every_widget_is_obeyed_over_its_whole_range(said):
    for name in ("day", "night"):
        said("/gan/scene/store", name)
    said("/gan/morph/ends", "day", "night")
    for widget in SOUNDING:
        for values in sent(widget):
            assert not [answer for answer in said(widget["address"], *values) if answer[0] == "/fail"], widget
            assert len(widget["typeTags"]) == len(values)
    assert len(SOUNDING) == 8 * (1 + 3 + 1 + 11) + 5


def test_loading_asks_for_what_the_widgets_show_and_sets_nothing(said):
    asked = re.findall(r"^send\('(\S+)'\)$", SESSION["onCreate"], re.MULTILINE)
    assert len(asked) == len(SESSION["onCreate"].splitlines())
    answered = {answer[0] for question in asked for answer in said(question)}
    shown = {w["address"] for w in SOUNDING if w["type"] != "xy" and w["id"] not in ("stop", "panic", "record")}
    assert answered == shown
    assert not [widget for widget in SOUNDING if {"value", "default"} & set(widget)]


def test_no_widget_lies_on_another_and_all_have_names_of_their_own():
    assert len({widget["id"] for widget in WIDGETS}) == len(WIDGETS)
    for tab in SESSION["tabs"]:
        for one, other in itertools.combinations(tab["widgets"], 2):
            apart = [
                a[start] + a[size] <= b[start]
                for start, size in (("left", "width"), ("top", "height"))
                for a, b in ((one, other), (other, one))
            ]
            assert any(apart), (one["id"], other["id"])


def test_numbers_are_sent_with_decimals_enough():
    assert {widget["decimals"] for widget in SOUNDING} == {5}
