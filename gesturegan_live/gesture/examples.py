"""Examples of a mapping: what was at its inputs, and what was to come of it; and their file.

One JSON file in the home's ``maps``: ``{"format", "inputs", "outputs", "examples": [{"at", "is"}]}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gesturegan_live.gesture.regression import Numbers
from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError

MOST, MOST_NUMBERS = 500, 1 << 18  # examples; numbers in all of them
MOST_LISTED = 64  # inputs, and outputs
LARGEST = 8 << 20  # bytes of a file
FORMAT = 1


@dataclass
class Examples:
    """The examples of one mapping.

    Attributes
    ----------
    inputs : list of str
        Sources, as a link takes them.
    outputs : list of str
        Addresses or patterns.
    examples : list of (list of float, list of float)
        Values of all inputs, one after the other; of all outputs.
    """

    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    examples: list[tuple[list[float], list[float]]] = field(default_factory=list)

    def add(self, at: Sequence[float], to: Sequence[float]) -> None:
        """Add one; ValueError where it does not fit to the others, or there are too many."""
        if self.examples:
            for what, new, old in zip(("inputs", "outputs"), (at, to), self.examples[0], strict=True):
                if len(new) != len(old):
                    raise ValueError(
                        f"{len(new)} values of {what}, the other examples have {len(old)}: clear them first"
                    )
        if len(self.examples) >= MOST or (len(self.examples) + 1) * (len(at) + len(to)) > MOST_NUMBERS:
            raise ValueError(f"{len(self.examples)} examples: there is no room for more")
        self.examples.append((list(at), list(to)))

    def arrays(self) -> tuple[Numbers, Numbers]:
        """Give all of them, shapes (n, inputs) and (n, outputs)."""
        at, to = zip(*self.examples, strict=True) if self.examples else ((), ())
        return np.array(at, np.float64), np.array(to, np.float64)

    def content(self) -> dict[str, Any]:
        """Give what its file says."""
        told = [{"at": at, "is": to} for at, to in self.examples]
        return {"inputs": self.inputs, "outputs": self.outputs, "examples": told}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Examples:
        """Take them from what a file says; `DocumentError` where it is none."""
        found = cls(documents.listed(content, "inputs", str), documents.listed(content, "outputs", str))
        if max(len(found.inputs), len(found.outputs)) > MOST_LISTED:
            raise DocumentError(
                f"{len(found.inputs)} inputs, {len(found.outputs)} outputs: wanted {MOST_LISTED} at most"
            )
        for told in documents.listed(content, "examples", dict):
            found.add(documents.listed(told, "at", float), documents.listed(told, "is", float))
        return found
