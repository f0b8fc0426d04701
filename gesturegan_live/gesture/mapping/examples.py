"""Examples of a mapping: what was at its inputs, and what was to come of it, or not; and their file.

One JSON file in the home's ``maps``: ``{"format", "inputs", "outputs", "examples": [{"at", "is", "rating"}]}``; the
rating is left out where it is 0. Where it is a choice of names there are ``names`` and ``seconds`` too, and what each
example is is the number of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError
from gesturegan_live.show.gestures import FARTHEST
from gesturegan_live.show.parameters import LONGEST_RAMP

Numbers = NDArray[np.float64]

MOST, MOST_NUMBERS = 500, 1 << 18  # examples; numbers in all of them
MOST_LISTED = MOST_NAMES = 64  # inputs, and outputs; names
LARGEST = 8 << 20  # bytes of a file
FORMAT = 1
LIKED, PLAIN, DISLIKED = 1, 0, -1


@dataclass(frozen=True)
class Example:
    """One of them.

    Attributes
    ----------
    at, to : ndarray, float64
        Values of all inputs, one after the other; of all outputs.
    rating : int
        `PLAIN`; `LIKED`; or `DISLIKED`: this is what is not to come of it.
    """

    at: Numbers
    to: Numbers
    rating: int = PLAIN


@dataclass
class Examples:
    """The examples of one mapping.

    Attributes
    ----------
    inputs : list of str
        Sources, as a link takes them.
    outputs : list of str
        Addresses or patterns.
    examples : list of Example
        The newest last.
    names : list of str
        What is chosen from, where it is a choice: each example is the number of one.
    seconds : float
        In which what is chosen is reached.
    """

    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, at: Sequence[float], to: Sequence[float], rating: int = PLAIN) -> None:
        """Add one; ValueError where it does not fit to the others, or there are too many."""
        if self.examples:
            first = self.examples[0]
            for what, new, old in (("inputs", at, first.at), ("outputs", to, first.to)):
                if len(new) != len(old):
                    raise ValueError(
                        f"{len(new)} values of {what}, the other examples have {len(old)}: clear them first"
                    )
        if len(self.examples) >= MOST or (len(self.examples) + 1) * (len(at) + len(to)) > MOST_NUMBERS:
            raise ValueError(f"{len(self.examples)} examples: there is no room for more")
        self.examples.append(Example(np.array(at, np.float64), np.array(to, np.float64), rating))

    def number(self, name: str) -> int:
        """Give the number of a name that is chosen; ValueError where there are too many."""
        if name not in self.names:
            if len(self.names) >= MOST_NAMES:
                raise ValueError(f"{len(self.names)} names: wanted {MOST_NAMES} at most")
            self.names.append(name)
        return self.names.index(name)

    def arrays(self) -> tuple[Numbers, Numbers, Numbers]:
        """Give all of them, shapes (n, inputs), (n, outputs) and (n,): their ratings."""
        if not self.examples:
            return np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0)
        at, to = (np.stack([getattr(each, what) for each in self.examples]) for what in ("at", "to"))
        return at, to, np.array([each.rating for each in self.examples], np.float64)

    def content(self) -> dict[str, Any]:
        """Give what its file says."""
        told = [
            {"at": each.at.tolist(), "is": each.to.tolist(), **({"rating": each.rating} if each.rating else {})}
            for each in self.examples
        ]
        chosen = {"names": self.names, "seconds": self.seconds} if self.names else {}
        return {"inputs": self.inputs, "outputs": self.outputs, **chosen, "examples": told}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Examples:
        """Take them from what a file says; `DocumentError` where it is none."""
        found = cls(documents.listed(content, "inputs", str), documents.listed(content, "outputs", str))
        if max(len(found.inputs), len(found.outputs)) > MOST_LISTED:
            raise DocumentError(
                f"{len(found.inputs)} inputs, {len(found.outputs)} outputs: wanted {MOST_LISTED} at most"
            )
        if "names" in content:
            found.names, found.seconds = (
                documents.listed(content, "names", str),
                documents.field(content, "seconds", float),
            )
            if len(found.names) > MOST_NAMES or not 0 <= found.seconds <= LONGEST_RAMP:
                raise DocumentError(
                    f"{len(found.names)} names, {found.seconds:g} s: wanted {MOST_NAMES} and {LONGEST_RAMP:g} s at most"
                )
        for told in documents.listed(content, "examples", dict):
            rating = documents.field(told, "rating", int) if "rating" in told else PLAIN
            if rating not in (LIKED, PLAIN, DISLIKED):
                raise DocumentError(f"rating is {documents.shown(rating)}, wanted {DISLIKED}, {PLAIN} or {LIKED}")
            to = documents.listed(told, "is", float)
            if found.names and (len(to) != 1 or to[0] not in range(len(found.names))):
                raise DocumentError(f"is is {documents.shown(to)}, wanted the number of a name")
            at = documents.listed(told, "at", float)
            if not all(0 <= value <= 1 for value in at) or not all(abs(value) <= FARTHEST for value in to):
                raise DocumentError(f"an example beyond 0 to 1, or going beyond {FARTHEST:g}")
            found.add(at, to, rating)
        return found
