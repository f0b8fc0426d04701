"""A small model of Max: enough of it to run the package's patches against the real instrument.

It reads the files that Max reads. What it says of an object is what Cycling '74's reference says, as far as the patches
rely on it; what an object is given that it would not take is an error here, where Max would print one. Time is the
model's own: `Max.wait` lets it pass. The JavaScript is run by Node.
"""

from __future__ import annotations

import heapq
import itertools
import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.patches.max_objects import BANG, Box, Message

NODE = """
const fs = require("fs"), vm = require("vm");
let said = [];
const world = { messnamed: (...m) => said.push(["to", ...m]), outlet: (n, m) => said.push(["out", n].concat(m)),
    arrayfromargs: (a) => Array.from(a), Math, String };
vm.createContext(world);
vm.runInContext(fs.readFileSync(process.argv[1], "utf8"), world);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const [name, ...values] = JSON.parse(line);
    said = [];
    world.messagename = name;
    (name in world && typeof world[name] === "function" ? world[name] : world.anything).apply(world, values);
    console.log(JSON.stringify(said));
});
"""


class Patch:
    """A patch that runs."""

    def __init__(self, model: Max, name: str, arguments: Message, box: Box | None = None) -> None:
        self.max, self.arguments, self.box = model, arguments, box
        patcher = model.read(name)
        boxes = [Box(self, item["box"]) for item in patcher["boxes"]]
        self.by_id = {box.spec["id"]: box for box in boxes}
        for line in patcher["lines"]:
            (source, outlet), (target, inlet) = line["patchline"]["source"], line["patchline"]["destination"]
            self.by_id[source].cords[outlet].append((self.by_id[target], inlet))
        across = sorted(boxes, key=lambda each: each.spec["patching_rect"][0])
        self.inlets = [each for each in across if each.name == "inlet"]
        self.outlets = [each for each in across if each.name == "outlet"]
        self.boxes = boxes

    def start(self) -> None:
        """What Max does once a patch is loaded, from the inside out or from the outside in."""
        for within in (True, False) if self.max.fills else (False, True):
            for box in self.boxes:
                if within and box.inner is not None:
                    box.inner.start()
                elif not within and box.name == "patcherargs":
                    box.take(0, BANG)

    def find(self, name: str, **marks: Any) -> Box:
        """The one box of that name and those marks, here or in an abstraction within."""
        found = [box for box in self.all() if box.name == name and marks.items() <= box.spec.items()]
        assert len(found) == 1, (name, marks, len(found))
        return found[0]

    def all(self) -> list[Box]:
        inner = itertools.chain.from_iterable(box.inner.all() for box in self.boxes if box.inner is not None)
        return [*self.boxes, *inner]


class Max:
    """Patches that are open beside each other, their named receives, and their time.

    Parameters
    ----------
    package : Path
    backwards : bool
        Whether what several cords carry out of one outlet goes to the last one first: Max's order follows where boxes
        stand, which nothing may depend on.
    fills : bool
        Whether [patcherargs] gives its own defaults for words that are missing; what is inside starts first, too.
    """

    def __init__(self, package: Path, *, backwards: bool = False, fills: bool = True) -> None:
        self.package, self.fills = package, fills
        self.order = reversed if backwards else iter
        self.own = {path.stem for path in (package / "patchers").glob("*.maxpat")}
        self.boxes: dict[str, list[Box]] = defaultdict(list)
        self.sent: list[tuple[int | None, Message]] = []
        self.now = 0.0
        self._due: list[tuple[float, int, Any]] = []
        self._numbers = itertools.count()
        self._scripts: dict[Box, subprocess.Popen[str]] = {}

    def open(self, name: str, *arguments: Any) -> Patch:
        """Open a patch of the package."""
        holder = Patch(self, name, list(arguments))
        holder.start()
        return holder

    def inside(self, name: str, arguments: Message, box: Box) -> Patch:
        """An abstraction in its box."""
        return Patch(self, name, arguments, box)

    def read(self, name: str) -> dict[str, Any]:
        """What stands in the file of a patch."""
        path = self.package / ("patchers" if name in self.own else "help") / f"{name}.maxpat"
        path = path if name in self.own else path.with_suffix(".maxhelp")
        return json.loads(path.read_text(encoding="utf-8"))["patcher"]

    def after(self, milliseconds: float, act: Any) -> None:
        """Do something later."""
        heapq.heappush(self._due, (self.now + milliseconds, next(self._numbers), act))

    def wait(self, milliseconds: float) -> None:
        """Let time pass."""
        end = self.now + milliseconds
        while self._due and self._due[0][0] <= end:
            self.now, _, act = heapq.heappop(self._due)
            act()
        self.now = end

    def tell(self, name: str, message: Message) -> None:
        """Send to every [receive] of a name."""
        for box in self.boxes["receive"]:
            if box.kept == name:
                box.out(0, *message)

    def arrive(self, port: int, message: Message) -> None:
        """What [udpreceive] says of a packet."""
        for box in self.boxes["udpreceive"]:
            if box.kept == port:
                box.out(0, *message)

    def script(self, box: Box, message: Message) -> list[Any]:
        """What the JavaScript of a box does with a message."""
        if box not in self._scripts:
            command = ["node", "-e", NODE, str(self.package / "javascript" / box.words[0])]
            self._scripts[box] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        process = self._scripts[box]
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def close(self) -> None:
        """End the scripts."""
        for process in self._scripts.values():
            process.stdin.close()
            process.wait()
            process.stdout.close()
