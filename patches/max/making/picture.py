"""Draw patches as pictures, for who has no Max: where each box stands, in patching and in presentation mode.

Colours and shapes are near to Max's, not the same. Needs Pillow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SCALE = 1.5
GREY, LIGHT, DARK, BOX = (70, 72, 76), (232, 232, 230), (30, 31, 34), (52, 54, 60)
BRIGHT = (242, 153, 64)
CORD = (120, 128, 136)
KEYS_BLACK = (1, 3, 6, 8, 10)

Json = dict[str, Any]


def draw_all(package: Path, folder: Path) -> None:
    """Draw every patch of a package: ``gan.pad.png``, and ``gan.pad-presentation.png`` where it has a face."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(package.rglob("*.max*")):
        if path.suffix in (".maxpat", ".maxhelp"):
            patcher = json.loads(path.read_text(encoding="utf-8"))["patcher"]
            name = path.name.replace(".maxpat", "").replace(".maxhelp", "-help")
            Drawing(package, patcher, presentation=False).image.save(folder / f"{name}.png")
            if patcher["openinpresentation"]:
                Drawing(package, patcher, presentation=True).image.save(folder / f"{name}-presentation.png")
    for path in (package / "devices").glob("*.amxd"):
        patcher = json.loads(path.read_bytes().partition(b"ptch")[2][4:-1])["patcher"]
        for presentation in (False, True):
            name = f"{path.stem}-device{'-presentation' * presentation}"
            Drawing(package, patcher, presentation=presentation).image.save(folder / f"{name}.png")


class Drawing:
    """One patch in one of the two modes."""

    def __init__(self, package: Path, patcher: Json, *, presentation: bool) -> None:
        self.package, self.mode = package, "presentation_rect" if presentation else "patching_rect"
        self.boxes = [item["box"] for item in patcher["boxes"] if self.mode in item["box"]]
        self.boxes.sort(key=lambda box: -box.get("background", 0))
        rects = [box[self.mode] for box in self.boxes]
        wide, high = max(x + w for x, _, w, _ in rects) + 16, max(y + h for _, y, _, h in rects) + 16
        ground = DARK if "locked_bgcolor" in patcher else (205, 206, 208)
        self.image = Image.new("RGB", (int(wide * SCALE), int(high * SCALE)), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.presentation = presentation
        if not presentation:
            self._cords(patcher)
        for box in self.boxes:
            self._box(box)

    def _cords(self, patcher: Json) -> None:
        by_name = {box["id"]: box for box in self.boxes}
        for line in patcher["lines"]:
            (source, outlet), (target, inlet) = line["patchline"]["source"], line["patchline"]["destination"]
            x, y, wide, high = by_name[source][self.mode]
            start = (x + 6 + self._along(by_name[source]["numoutlets"], outlet, wide), y + high)
            x, y, wide, _ = by_name[target][self.mode]
            end = (x + 6 + self._along(by_name[target]["numinlets"], inlet, wide), y)
            self._line([start, end], CORD, 1.2)

    @staticmethod
    def _along(count: int, index: int, wide: float) -> float:
        return index * (wide - 12) / max(1, count - 1)

    def _line(self, points: list[tuple[float, float]], colour: tuple[int, int, int], wide: float = 1) -> None:
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=max(1, round(wide * SCALE)))

    def _rect(self, x: float, y: float, w: float, h: float, fill: Any, outline: Any = None, round_: float = 3) -> None:
        self.pen.rounded_rectangle(
            [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE], round_ * SCALE, fill=fill, outline=outline
        )

    def _text(self, x: float, y: float, text: str, colour: Any, size: float = 12, anchor: str = "lm") -> None:
        font = ImageFont.load_default(size * SCALE * 0.86)
        self.pen.text((x * SCALE, y * SCALE), text, fill=colour, font=font, anchor=anchor)

    def _box(self, box: Json) -> None:
        x, y, w, h = box[self.mode]
        kind = box["maxclass"]
        drawer = getattr(self, f"_draw_{kind.replace('.', '_')}", None)
        if drawer is not None:
            drawer(box, x, y, w, h)
        else:
            self._rect(
                x, y, w, h, BOX if kind in ("newobj", "message") else GREY, (20, 20, 20), 8 if kind == "message" else 3
            )
            self._text(x + 7, y + h / 2, box.get("text", "" if kind == "message" else kind), LIGHT)
        if not self.presentation and kind not in ("comment", "panel"):
            for count, edge in ((box["numinlets"], y), (box["numoutlets"], y + h)):
                for index in range(count):
                    left = x + 6 + self._along(count, index, w)
                    self._rect(left - 3, edge - 1.5, 6, 3, (150, 190, 220), None, 1)

    @staticmethod
    def _colour(box: Json, name: str, other: tuple[int, int, int]) -> tuple[int, int, int]:
        red, green, blue = (int(255 * part) for part in box[name][:3]) if name in box else other
        return red, green, blue

    def _draw_comment(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        colour, middle = self._colour(box, "textcolor", (25, 25, 28)), box.get("textjustification") == 1
        place = (x + w / 2, "mm") if middle else (x + 4, "lm")
        self._text(place[0], y + h / 2, box["text"], colour, box["fontsize"], place[1])

    def _draw_panel(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, self._colour(box, "bgcolor", GREY), None, box["rounded"])

    def _draw_bpatcher(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        inner = json.loads((self.package / "patchers" / box["name"]).read_text(encoding="utf-8"))["patcher"]
        face = Drawing(self.package, inner, presentation=True).image.crop((0, 0, int(w * SCALE), int(h * SCALE)))
        self.image.paste(face, (int(x * SCALE), int(y * SCALE)))

    def _draw_live_dial(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        value = box["saved_attribute_attributes"]["valueof"]
        middle = x + w / 2
        self._text(middle, y + 7, value["parameter_shortname"], self._colour(box, "textcolor", LIGHT), 11, "mm")
        ring = [(middle - 13) * SCALE, (y + 16) * SCALE, (middle + 13) * SCALE, (y + 42) * SCALE]
        self.pen.arc(ring, 135, 405, fill=(110, 112, 118), width=4)
        self.pen.arc(ring, 135, 225, fill=BRIGHT, width=4)
        ends = f"{value['parameter_mmin']:g} … {value['parameter_mmax']:g}"
        self._text(middle, y + h - 7, ends, self._colour(box, "textcolor", LIGHT), 9.5, "mm")

    def _draw_live_text(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, self._colour(box, "activebgcolor", GREY), (110, 112, 118), 3)
        self._text(x + w / 2, y + h / 2, box["text"], LIGHT, 11, "mm")

    def _draw_live_menu(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, GREY, (110, 112, 118), 3)
        self._text(x + 8, y + h / 2, box["saved_attribute_attributes"]["valueof"]["parameter_enum"][0], LIGHT, 11)
        self._text(x + w - 12, y + h / 2, "v", LIGHT, 10, "mm")

    def _draw_multislider(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, self._colour(box, "bgcolor", DARK), None, 2)
        count = box["size"]
        for index, level in zip(range(count), self._example(count), strict=True):
            step = w / count
            self._rect(x + step * index + 3, y + h * (1 - level), step - 6, h * level, BRIGHT, None, 0)

    @staticmethod
    def _example(count: int) -> Iterator[float]:
        yield from ((0.35 + 0.6 * ((index * 5) % count) / count) for index in range(count))

    def _draw_pictslider(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, self._colour(box, "bgcolor", DARK), (110, 112, 118), 4)
        self._rect(x + w / 2 - 8, y + h / 2 - 8, 16, 16, BRIGHT, None, 8)

    def _draw_nodes(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, self._colour(box, "bgcolor", DARK), (110, 112, 118), 4)
        for name, left, top in (("day", 0.3, 0.35), ("night", 0.68, 0.3), ("rust", 0.55, 0.72)):
            self.pen.ellipse(
                [
                    (x + w * left - 42) * SCALE,
                    (y + h * top - 42) * SCALE,
                    (x + w * left + 42) * SCALE,
                    (y + h * top + 42) * SCALE,
                ],
                outline=BRIGHT,
                width=2,
            )
            self._text(x + w * left, y + h * top, name, LIGHT, 12, "mm")

    def _draw_tab(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        step = w / len(box["tabs"])
        for index, text in enumerate(box["tabs"]):
            self._rect(x + step * index + 1, y, step - 2, h, BRIGHT if index == 0 else GREY, None, 4)
            self._text(x + step * (index + 0.5), y + h / 2, text, LIGHT, 12, "mm")

    def _draw_kslider(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        white = [key for key in range(box["range"]) if key % 12 not in KEYS_BLACK]
        step = w / len(white)
        for index in range(len(white)):
            self._rect(x + step * index, y, step - 1, h, (240, 240, 236), None, 1)
        for key in range(box["range"]):
            if key % 12 in KEYS_BLACK:
                left = x + step * sum(1 for other in white if other < key) - step * 0.3
                self._rect(left, y, step * 0.6, h * 0.62, (28, 28, 30), None, 1)

    def _draw_toggle(self, _: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, GREY, (110, 112, 118), 3)
        self._line([(x + 4, y + 4), (x + w - 4, y + h - 4)], BRIGHT, 2)
        self._line([(x + w - 4, y + 4), (x + 4, y + h - 4)], BRIGHT, 2)

    def _draw_number(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, GREY, (110, 112, 118), 3)
        self._text(x + 12, y + h / 2, "0" if box["maxclass"] == "number" else "0.", LIGHT, 11)

    _draw_flonum = _draw_number

    def _draw_live_numbox(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, GREY, (110, 112, 118), 3)
        value = box["saved_attribute_attributes"]["valueof"]["parameter_initial"][0]
        self._text(x + w / 2, y + h / 2, f"{value:g}", LIGHT, 10, "mm")

    def _draw_textedit(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, self._colour(box, "bgcolor", DARK), (110, 112, 118), 3)

    def _draw_umenu(self, _: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, GREY, (110, 112, 118), 3)
        self._text(x + w - 12, y + h / 2, "v", LIGHT, 10, "mm")

    def _draw_inlet(self, box: Json, x: float, y: float, w: float, h: float) -> None:
        self._rect(x, y, w, h, (225, 190, 90) if box["maxclass"] == "inlet" else (120, 180, 150), (30, 30, 30), 3)

    _draw_outlet = _draw_inlet
