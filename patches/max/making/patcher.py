"""Write a Max patcher: boxes, cords between their outlets and inlets, and where they stand.

Conventions
-----------
Boxes of a patch lie in rows, each below what feeds it, unless a place is given: patching mode is for who looks inside.
Presentation mode is placed by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from making.objects import DRAWN, ports

Rect = tuple[float, float, float, float]
LETTER, ROW, GAP, MARGIN, WIDEST = 6.6, 34.0, 14.0, 24.0, 1600.0
HIGH = 22.0  # of a typed object
INK, PALE, BACK, FRONT, ACCENT = (  # red, green, blue, opacity
    [0.93, 0.93, 0.9, 1.0],
    [0.62, 0.64, 0.66, 1.0],
    [0.11, 0.12, 0.14, 1.0],
    [0.17, 0.18, 0.21, 1.0],
    [0.95, 0.6, 0.25, 1.0],
)


@dataclass(eq=False)
class Box:
    """One box of a patcher."""

    maxclass: str
    text: str
    inlets: int
    outlets: int
    wide: float
    high: float
    place: tuple[float, float] | None = None
    shown: Rect | None = None  # where it stands in presentation mode
    more: dict[str, Any] = field(default_factory=dict)


class Patcher:
    """A patch in the making.

    Parameters
    ----------
    own : dict
        Inlets and outlets of the package's abstractions by name.
    presentation : bool
        Whether it opens in presentation mode.
    size : tuple of float
        Width and height of its window.
    """

    def __init__(
        self, own: dict[str, tuple[int, int]], *, presentation: bool = False, size: tuple[float, float] = (760, 520)
    ) -> None:
        self.own, self.presentation, self.size = own, presentation, size
        self.boxes: list[Box] = []
        self.cords: list[tuple[Box, int, Box, int]] = []

    def __call__(self, text: str, *feeds: tuple[Box, int] | Box, at: tuple[float, float] | None = None) -> Box:
        """Add a typed object; what feeds its left inlet, an outlet each, may be named at once."""
        inlets, outlets = ports(text, self.own)
        box = Box("newobj", text, inlets, outlets, max(36.0, LETTER * len(text) + 14), HIGH, at)
        return self._add(box, feeds)

    def message(self, text: str, *feeds: tuple[Box, int] | Box, at: tuple[float, float] | None = None) -> Box:
        """Add a message box."""
        return self._add(Box("message", text, 2, 1, max(32.0, LETTER * len(text) + 12), HIGH, at), feeds)

    def drawn(
        self,
        maxclass: str,
        *feeds: tuple[Box, int] | Box,
        size: tuple[float, float] = (60, 22),
        at: tuple[float, float] | None = None,
        shown: Rect | None = None,
        text: str = "",
        **more: Any,
    ) -> Box:
        """Add an object that is drawn: a dial, a comment, an inlet."""
        inlets, outlets = DRAWN[maxclass]
        wide, high = shown[2:] if shown and maxclass not in ("comment", "panel") else size
        return self._add(Box(maxclass, text, inlets, outlets, wide, high, at, shown, more), feeds)

    def inlet(self, comment: str) -> Box:
        """Add an inlet, with what Max shows when the mouse is on it; inlets count in the order of the calls."""
        return self.drawn("inlet", size=(30, 30), comment=comment, index=self.counts[0] + 1)

    def outlet(self, comment: str, *feeds: tuple[Box, int] | Box) -> Box:
        """Add an outlet; outlets count in the order of the calls."""
        return self.drawn("outlet", *feeds, size=(30, 30), comment=comment, index=self.counts[1] + 1)

    def label(
        self,
        text: str,
        *,
        at: tuple[float, float] | None = None,
        shown: Rect | None = None,
        size: float = 12,
        **more: Any,
    ) -> Box:
        """Add a comment."""
        wide = shown[2] if shown else LETTER * len(text) * size / 12 + 14
        return self.drawn("comment", size=(wide, size + 8), at=at, shown=shown, text=text, fontsize=float(size), **more)

    def abstraction(self, name: str, shown: Rect, *feeds: tuple[Box, int] | Box, **more: Any) -> Box:
        """Add an abstraction of the package in a window of its own (a bpatcher)."""
        inlets, outlets = self.own[name]
        more = {"name": f"{name}.maxpat", "embed": 0, "enablehscroll": 0, "enablevscroll": 0, "border": 0} | more
        more |= {"offset": [0.0, 0.0], "viewvisibility": 1, "lockeddragscroll": 0, "bgmode": 0}
        return self._add(Box("bpatcher", "", inlets, outlets, shown[2], shown[3], None, shown, more), feeds)

    def cord(self, source: Box, outlet: int, target: Box, inlet: int = 0) -> None:
        """Lay a patch cord.

        Raises
        ------
        ValueError
            If there is no such outlet or inlet.
        """
        if not 0 <= outlet < source.outlets or not 0 <= inlet < target.inlets:
            raise ValueError(
                f"a cord from outlet {outlet} of {source.text or source.maxclass!r} (has {source.outlets}) to inlet "
                f"{inlet} of {target.text or target.maxclass!r} (has {target.inlets})"
            )
        self.cords.append((source, outlet, target, inlet))

    @property
    def counts(self) -> tuple[int, int]:
        """How many inlets and outlets it has as an abstraction."""
        kinds = [box.maxclass for box in self.boxes]
        return kinds.count("inlet"), kinds.count("outlet")

    def json(self) -> str:
        """Return the file's text."""
        self._place()
        return json.dumps({"patcher": self._patcher()}, indent="\t", ensure_ascii=False) + "\n"

    def _add(self, box: Box, feeds: tuple[tuple[Box, int] | Box, ...]) -> Box:
        self.boxes.append(box)
        for feed in feeds:
            source, outlet = feed if isinstance(feed, tuple) else (feed, 0)
            self.cord(source, outlet, box)
        return box

    def _deep(self) -> dict[int, int]:
        """How many boxes each box has above it, by the longest way down; cords that lead back up do not count."""
        fed: dict[int, list[Box]] = {id(box): [] for box in self.boxes}
        for source, _, target, _ in self.cords:
            fed[id(target)].append(source)
        deep: dict[int, int] = {}
        under_way: set[int] = set()

        def visit(box: Box) -> int:
            if id(box) not in deep:
                under_way.add(id(box))
                above = [visit(source) + 1 for source in fed[id(box)] if id(source) not in under_way]
                under_way.discard(id(box))
                deep[id(box)] = max(above, default=0)
            return deep[id(box)]

        for box in self.boxes:
            visit(box)
        return deep

    def _rows(self) -> dict[int, list[Box]]:
        deep = self._deep()
        last = max(deep.values()) + 1
        rows: dict[int, list[Box]] = {}
        for box in self.boxes:
            if box.place is None:
                rows.setdefault(last if box.maxclass == "outlet" else deep[id(box)], []).append(box)
        return dict(sorted(rows.items()))

    def _place(self) -> None:
        """Give every box without a place one: rows from the top, each box near what feeds it, none on another."""
        centre: dict[int, float] = {}
        top = max((b.place[1] + b.high + GAP for b in self.boxes if b.place), default=MARGIN)
        for row in self._rows().values():
            wanted = {}
            for index, box in enumerate(row):
                above = [centre[id(s)] + 18 * o for s, o, t, _ in self.cords if t is box and id(s) in centre]
                wanted[id(box)] = sum(above) / len(above) if above else MARGIN + 150.0 * index
            if row[0].maxclass not in ("inlet", "outlet"):
                row.sort(key=lambda box: wanted[id(box)])
            left, high = MARGIN, 0.0
            for box in row:
                left = max(left, wanted[id(box)])
                if left + box.wide > WIDEST and high:
                    top, left, high = top + high + GAP, MARGIN, 0.0
                box.place = (round(left), round(top))
                centre[id(box)] = left
                left += box.wide + GAP
                high = max(high, box.high)
            top += high + ROW - HIGH + 8

    def _patcher(self) -> dict[str, Any]:
        names = {id(box): f"obj-{index}" for index, box in enumerate(self.boxes, 1)}
        return {
            "fileversion": 1,
            "appversion": {"major": 8, "minor": 5, "revision": 5, "architecture": "x64", "modernui": 1},
            "classnamespace": "box",
            "rect": [100.0, 100.0, *map(float, self.size)],
            "bglocked": 0,
            "openinpresentation": int(self.presentation),
            "default_fontsize": 12.0,
            "default_fontface": 0,
            "default_fontname": "Arial",
            "gridonopen": 1,
            "gridsize": [15.0, 15.0],
            "gridsnaponopen": 1,
            "objectsnaponopen": 1,
            "statusbarvisible": 2,
            "toolbarvisible": 1,
            "boxanimatetime": 200,
            "enablehscroll": 1,
            "enablevscroll": 1,
            "description": "",
            "digest": "",
            "tags": "",
            "style": "",
            **({"editing_bgcolor": BACK, "locked_bgcolor": BACK} if self.presentation else {}),
            "boxes": [{"box": self._box(box, names[id(box)])} for box in self.boxes],
            "lines": [
                {"patchline": {"source": [names[id(s)], o], "destination": [names[id(t)], i]}}
                for s, o, t, i in self.cords
            ],
        }

    @staticmethod
    def _box(box: Box, name: str) -> dict[str, Any]:
        assert box.place is not None
        return {
            "id": name,
            "maxclass": box.maxclass,
            "numinlets": box.inlets,
            "numoutlets": box.outlets,
            **({"outlettype": [""] * box.outlets} if box.outlets else {}),
            "patching_rect": [*map(float, box.place), float(box.wide), float(box.high)],
            **({"presentation": 1, "presentation_rect": [*map(float, box.shown)]} if box.shown else {}),
            **({"text": box.text} if box.text else {}),
            **box.more,
        }
