"""Write the session for Open Stage Control anew, from the instrument's message table.

``python patches/open-stage-control/make.py`` writes ``gesturegan.json`` beside this file, ``--into FOLDER`` elsewhere;
``--picture FILE`` draws its first tab, for who has no Open Stage Control (with Pillow).
One tab for each voice, and one for the output and the scenes. Ranges are the table's; numbers have five decimals, where
the program's own two would be heard as steps. Loading it asks for all values and sets none.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # run from a checkout, installed or not

from gesturegan_live.control.messages.routes.route import Route
from gesturegan_live.control.messages.routes.table import ROUTES

FADERS = ("gain", "pan", "rate", "transpose", "position", "loop_start", "loop_end", "chaos", "growth", "tones", "noise")
SWITCHES = ("gate", "freeze", "mute")
VOICES, DECIMALS, REACH = 8, 5, 3.0  # reach: of the pad along an axis, in standard deviations
ADDRESSES: dict[str, Route] = {route.address: route for route in ROUTES}

Widget = dict[str, Any]


def widget(kind: str, name: str, address: str, place: tuple[int, int, int, int], types: str, **more: Any) -> Widget:
    """Return one widget; `place` is left, top, width, height."""
    left, top, wide, high = place
    where = {"left": left, "top": top, "width": wide, "height": high}
    return {"type": kind, "id": name, **where, "address": address, "typeTags": types, "decimals": DECIMALS, **more}


def label(name: str, text: str, place: tuple[int, int, int, int]) -> Widget:
    """Return a text that sends nothing."""
    return widget("text", f"{name}_label", f"/label/{name}", place, "", value=text, bypass=True)


def fader(name: str, text: str, form: str, address: str, place: tuple[int, int, int, int]) -> list[Widget]:
    """Return a fader with the range of the table, and its label below."""
    argument = ADDRESSES[form].arguments[0]
    left, top, wide, high = place
    ends = {"min": argument.low, "max": argument.high}
    body = widget("fader", name, address, (left, top, wide, high - 30), "f", range=ends, doubleTap=True)
    return [body, label(name, text, (left, top + high - 28, wide, 26))]


def voice(number: int) -> Widget:
    """Return the tab of a voice."""
    form, start = "/gan/voice/{n}", f"/gan/voice/{number}"
    ends = {"min": -REACH, "max": REACH}
    parts = [widget("xy", f"axes_{number}", f"{start}/axes", (10, 10, 400, 400), "ff", rangeX=ends, rangeY=ends)]
    for index, name in enumerate(SWITCHES):
        place = (10 + 136 * index, 420, 128, 60)
        more = {"label": name, "mode": "toggle", "on": 1, "off": 0}
        parts.append(widget("button", f"{name}_{number}", f"{start}/{name}", place, "i", **more))
    choices = {choice: choice for choice in ADDRESSES[f"{form}/mode"].arguments[0].choices}
    more = {"values": choices, "layout": "horizontal"}
    parts.append(widget("switch", f"mode_{number}", f"{start}/mode", (10, 490, 400, 50), "s", **more))
    for index, name in enumerate(FADERS):
        place = (424 + 70 * index, 10, 62, 530)
        parts += fader(f"{name}_{number}", name.replace("_", " "), f"{form}/{name}", f"{start}/{name}", place)
    return {"type": "tab", "id": f"voice_{number}", "label": f"voice {number}", "widgets": parts}


def whole() -> Widget:
    """Return the tab of the output, and of what lies between two scenes."""
    parts = []
    for index, name in enumerate(("stop", "panic")):
        place = (10, 10 + 120 * index, 200, 110)
        more = {"label": name, "mode": "tap", "on": 1, "off": 0}
        parts.append(widget("button", name, f"/gan/out/{name}", place, "i", **more))
    place, more = (10, 250, 200, 110), {"label": "record", "mode": "toggle", "on": 1, "off": 0}
    parts.append(widget("button", "record", "/gan/out/record", place, "i", **more))
    parts += fader("gain", "output", "/gan/out/gain", "/gan/out/gain", (230, 10, 80, 530))
    parts += fader(
        "morph", "between the two scenes of /gan/morph/ends", "/gan/morph", "/gan/morph", (330, 10, 400, 530)
    )
    return {"type": "tab", "id": "output", "label": "output", "widgets": parts}


def session() -> str:
    """Return the session's text."""
    names = (*FADERS, *SWITCHES, "mode")
    questions = [*(f"/gan/voice/*/{name}" for name in names), "/gan/out/gain", "/gan/morph"]
    ask = "\n".join(f"send('{question}')" for question in questions)
    root = {"type": "root", "id": "root", "onCreate": ask, "widgets": []}
    content = root | {"tabs": [*map(voice, range(1, VOICES + 1)), whole()]}
    text = {"createdWith": "Open Stage Control", "version": "1.25.0", "type": "session", "content": content}
    return json.dumps(text, indent=2) + "\n"


def draw(tab: Widget, path: Path) -> None:
    """Draw where the widgets of a tab stand."""
    from PIL import Image, ImageDraw, ImageFont

    parts, font = tab["widgets"], ImageFont.load_default(13)
    size = [
        max(each[start] + each[length] for each in parts) + 10
        for start, length in (("left", "width"), ("top", "height"))
    ]
    image = Image.new("RGB", size, (26, 28, 32))
    pen = ImageDraw.Draw(image)
    for each in parts:
        left, top, wide, high = (each[name] for name in ("left", "top", "width", "height"))
        if each["type"] != "text":
            pen.rounded_rectangle((left, top, left + wide, top + high), 4, (40, 44, 51), (70, 76, 86))
        if each["type"] == "fader":
            pen.rectangle((left + 4, top + high // 2, left + wide - 4, top + high - 4), (94, 164, 196))
        elif each["type"] == "xy":
            pen.ellipse(
                (left + wide // 2 - 9, top + high // 2 - 9, left + wide // 2 + 9, top + high // 2 + 9), (94, 164, 196)
            )
        texts = list(each.get("values", [each.get("label") or each.get("value", "")]))
        for index, text in enumerate(texts):
            pen.text((left + wide * (index + 0.5) / len(texts), top + high / 2), text, (225, 228, 232), font, "mm")
    image.save(path)


def main() -> None:
    """Write the file, and draw it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder of the session")
    parser.add_argument("--picture", type=Path, help="file to draw the first tab into")
    arguments = parser.parse_args()
    (arguments.into / "gesturegan.json").write_text(session(), encoding="utf-8")
    if arguments.picture:
        draw(voice(1), arguments.picture)


if __name__ == "__main__":
    main()
