"""Write a Pd patch: objects, cords between their outlets and inlets, and where they stand.

Conventions
-----------
Objects without a place lie in rows, each below what feeds it, beneath the face that is seen from outside. What hangs on
one outlet is fed in the order in which the cords were laid: where order matters, ``t`` says it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LETTER, ROW, GAP, EDGE, WIDEST = 7, 30, 16, 20, 1300
LARGEST = 1380, 850  # of a window
INK, PALE, BACK, FRONT, WELL, ACCENT, COLD, RED = (
    "#e6eaf0",
    "#98a2b3",
    "#20242c",
    "#2a303b",
    "#14171c",
    "#f0a83c",
    "#6fc3df",
    "#e5533d",
)
KNOB = "#39414f"
SMALL, PLAIN, LARGE = 9, 11, 15


@dataclass(eq=False)
class Box:
    """One object of a patch."""

    line: str  # as in the file, without its place: `obj {} f 1`
    wide: float
    place: tuple[int, int] | None = None
    inside: Canvas | None = field(default=None, repr=False)


def escaped(text: str) -> str:
    """Write what a person would type as it stands in a file."""
    return re.sub(r"(?<!\\)([,;])", r" \\\1", re.sub(r"\$(?=\d)", r"\\$", text))


def symbol(text: str) -> str:
    """Write text as one symbol; a hyphen or nothing is ``empty``."""
    return re.sub(r"([ ,;])", r"\\\1", text.replace("$0", r"\$0")) or "empty"


class Canvas:
    """A patch in the making.

    Parameters
    ----------
    size : tuple of int, optional
        Width and height of its window; so that all of it is seen, up to `LARGEST`, where none is given.
    face : tuple of int, optional
        Width and height of what is seen of it from outside.
    drawn : bool
        Whether what is seen are scalars, and nothing else stands in it.
    """

    def __init__(
        self, *, size: tuple[int, int] | None = None, face: tuple[int, int] | None = None, drawn: bool = False
    ) -> None:
        self.given, self.face, self.drawn = size, face, drawn
        self.boxes: list[Box] = []
        self.cords: list[tuple[Box, int, Box, int]] = []

    def __call__(self, text: str, *feeds: tuple[Box, int] | Box, at: tuple[int, int] | None = None) -> Box:
        """Add an object; what feeds its left inlet, an outlet each, may be named at once."""
        return self._add(f"obj {{}} {escaped(text)}", LETTER * len(text) + 8, at, feeds)

    def message(self, text: str, *feeds: tuple[Box, int] | Box, at: tuple[int, int] | None = None) -> Box:
        """Add a message."""
        return self._add(f"msg {{}} {escaped(text)}", LETTER * len(text) + 16, at, feeds)

    def comment(self, text: str, at: tuple[int, int], letters: int = 60) -> Box:
        """Add a comment, so many letters wide; a semicolon would begin a line."""
        return self._add(f"text {{}} {escaped(text.replace(';', ','))}, f {letters}", LETTER * letters, at, ())

    def within(
        self, name: str, canvas: Canvas, *feeds: tuple[Box, int] | Box, at: tuple[int, int] | None = None
    ) -> Box:
        """Add a patch in the patch."""
        box = self._add(f"restore {{}} pd {escaped(name)}", LETTER * (len(name) + 3) + 8, at, feeds)
        box.inside = canvas
        return box

    def cord(self, source: Box, outlet: int, target: Box, inlet: int = 0) -> None:
        """Lay a patch cord."""
        self.cords.append((source, outlet, target, inlet))

    # What is seen and moved

    def ground(self, at: tuple[int, int], size: tuple[int, int], colour: str = BACK) -> Box:
        """Add a coloured ground."""
        return self._drawn(at, f"cnv 5 {size[0]} {size[1]} empty empty empty 8 12 0 12 {colour} {INK} 0")

    def label(
        self,
        text: str,
        at: tuple[int, int],
        *,
        name: str = "",
        size: int = PLAIN,
        colour: str = PALE,
        ground: str = BACK,
        wide: int = 40,
    ) -> Box:
        """Add a text that is seen from outside; a named one can be told another."""
        given, high = symbol(name), 16 if wide > 3 else 1
        return self._drawn(at, f"cnv 5 {wide} {high} empty {given} {symbol(text)} 0 8 0 {size} {ground} {colour} 0")

    def slider(
        self, name: str, at: tuple[int, int], wide: int, low: float, high: float, *, log: bool = False, shown: str = ""
    ) -> Box:
        """Add a slider from left to right; it sends to ``$0-out-name`` and is set by ``$0-set-name``."""
        names = self._names(name) if not shown else f"empty \\$0-{shown}"
        colour = COLD if shown else ACCENT
        return self._drawn(
            at,
            f"hsl {wide} 16 {low:g} {high:g} {int(log)} 0 {names} empty -2 -8 0 10 {KNOB} {colour} {INK} 0 1",
        )

    def number(self, name: str, at: tuple[int, int], low: float, high: float, letters: int = 5) -> Box:
        """Add a number that can be typed, with the names of the slider beside it."""
        return self._drawn(
            at, f"nbx {letters} 16 {low:g} {high:g} 0 0 {self._names(name)} empty 0 -8 0 11 {FRONT} {INK} {INK} 0 256"
        )

    def shown_number(self, name: str, at: tuple[int, int], letters: int = 5, ground: str = FRONT) -> Box:
        """Add a number that is only seen: set by ``$0-name``."""
        return self._drawn(
            at, f"nbx {letters} 16 -1e+37 1e+37 0 0 empty \\$0-{name} empty 0 -8 0 11 {ground} {INK} {INK} 0 256"
        )

    def switch(self, name: str, at: tuple[int, int], colour: str = ACCENT, text: str = "", ground: str = KNOB) -> Box:
        """Add a switch."""
        label = symbol(text or name)
        return self._drawn(at, f"tgl 18 0 {self._names(name)} {label} 24 9 0 11 {ground} {colour} {INK} 0 1")

    def button(self, name: str, at: tuple[int, int], *, text: str = "", size: int = 18, colour: str = KNOB) -> Box:
        """Add a button; it sends a bang to ``$0-out-name``."""
        label = symbol(text or name)
        return self._drawn(
            at, f"bng {size} 150 50 0 \\$0-out-{name} empty {label} {size + 6} {size // 2} 0 11 {colour} {ACCENT} {INK}"
        )

    def choice(
        self, name: str, at: tuple[int, int], count: int, *, size: int = 18, upright: bool = False, marked: bool = True
    ) -> Box:
        """Add a row, or a column, of which one is chosen, and marked unless it is shown otherwise."""
        kind, colour = "vradio" if upright else "hradio", ACCENT if marked else KNOB
        return self._drawn(at, f"{kind} {size} 1 0 {count} {self._names(name)} empty 0 -8 0 10 {KNOB} {colour} {INK} 0")

    def entry(self, name: str, at: tuple[int, int], letters: int) -> Box:
        """Add a word that can be typed."""
        self._drawn(
            (at[0] - 2, at[1] - 2), f"cnv 5 {letters * LETTER + 10} 20 empty empty empty 8 12 0 12 #c4ccd8 {INK} 0"
        )
        line = f"symbolatom {{}} {letters} 0 0 0 - \\$0-set-{name} \\$0-out-{name} 12"
        return self._add(line, 0, at, ())

    def meter(self, name: str, at: tuple[int, int], size: tuple[int, int]) -> Box:
        """Add a meter, set by ``$0-name`` in decibels."""
        return self._drawn(at, f"vu {size[0]} {size[1]} \\$0-{name} empty -1 -8 0 8 {WELL} {INK} 0 0")

    def text(self) -> str:
        """Return the file's text."""
        self._place()
        wide, high = self._size()
        return "\n".join(f"{line};" for line in self._lines(f"#N canvas 60 60 {wide} {high} 12")) + "\n"

    def _size(self) -> tuple[int, int]:
        if self.given is not None:
            return self.given
        places = [(*(box.place or (0, 0)), box.wide) for box in self.boxes]
        wide = max((x + w for x, _, w in places), default=0)
        high = max((y for _, y, _ in places), default=0)
        face = self.face or (0, 0)
        return min(LARGEST[0], round(max(wide, face[0])) + 60), min(LARGEST[1], max(high, face[1]) + 60)

    def _names(self, name: str) -> str:
        return f"\\$0-out-{name} \\$0-set-{name}"

    def _drawn(self, at: tuple[int, int], line: str) -> Box:
        return self._add(f"obj {{}} {line}", 0, at, ())

    def _add(self, line: str, wide: float, at: tuple[int, int] | None, feeds: tuple[tuple[Box, int] | Box, ...]) -> Box:
        box = Box(line, wide, at)
        self.boxes.append(box)
        for feed in feeds:
            source, outlet = feed if isinstance(feed, tuple) else (feed, 0)
            self.cord(source, outlet, box)
        return box

    def _lines(self, head: str) -> list[str]:
        lines = [head]
        for box in self.boxes:
            x, y = box.place or (0, 0)
            line = "#X " + box.line.replace("{}", f"{x} {y}", 1)
            if box.inside is not None:
                box.inside._place()
                wide, high = box.inside._size()
                name = box.line.partition(" pd ")[2]
                lines += box.inside._lines(f"#N canvas 120 120 {wide} {high} {name} 0")
            lines.append(line)
        number = {id(box): index for index, box in enumerate(self.boxes)}
        lines += [f"#X connect {number[id(s)]} {o} {number[id(t)]} {i}" for s, o, t, i in self.cords]
        if self.face is not None:
            wide, high = self.face
            lines.append(f"#X coords 0 {'0' if self.drawn else '-1'} {wide if self.drawn else 1} "
                         f"{high if self.drawn else 1} {wide} {high} 2 0 0")  # fmt: skip
        return lines

    def _deep(self) -> dict[int, int]:
        """How many objects each has above it, by the longest way down; cords that lead back up do not count."""
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

    def _place(self) -> None:
        """Give every object without a place one; inlets are the first row, outlets the last."""
        deep = self._deep()
        last = max(deep.values(), default=0) + 1
        rows: dict[int, list[Box]] = {}
        for box in self.boxes:
            if box.place is None:
                kind = box.line.split()[2]
                rows.setdefault(-1 if kind == "inlet" else last if kind == "outlet" else deep[id(box)], []).append(box)
        top = EDGE + (self.face[1] + EDGE if self.face and not self.drawn else 0)
        top = max([top, *(box.place[1] + 40 for box in self.boxes if box.place and not self.face)])
        for level, row in sorted(rows.items()):
            wanted = {}
            for index, box in enumerate(row):
                above = [s.place[0] + 14 * o for s, o, t, _ in self.cords if t is box and s.place is not None]
                wanted[id(box)] = sum(above) / len(above) if above else EDGE + 120.0 * index
            if level not in (-1, last):
                row.sort(key=lambda box: wanted[id(box)])
            left = EDGE
            for box in row:
                left = max(left, round(wanted[id(box)]))
                if left + box.wide > WIDEST and left > EDGE and level not in (-1, last):
                    top, left = top + ROW, EDGE
                box.place = (left, top)
                left += round(max(box.wide, 40)) + GAP
            top += ROW
