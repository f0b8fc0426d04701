"""What an axis of a latent space was measured to do, as a bundle tells it.

Conventions
-----------
Amounts are for one standard deviation along the axis, on average over fresh points. The standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gesturegan_live.show import documents
from gesturegan_live.show.names import one_form


@dataclass(frozen=True)
class AxisEffect:
    """What one axis does.

    Attributes
    ----------
    changes : str
        What it changes: a quality, or the sound as a whole; empty where nobody measured.
    amount : float
        By how much.
    unit : str
        Of that amount.
    rank : float
        Spearman's correlation of the amount along the axis with what it changes: median over points.
    sign : float
        Share of points at which more is more.
    beside : mapping of str to float
        What it does to other axes' qualities, as a part of what these axes do themselves.
    """

    changes: str = ""
    amount: float = 0.0
    unit: str = ""
    rank: float = 0.0
    sign: float = 0.0
    beside: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Write it as an object."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: object) -> AxisEffect:
        """Read it; DocumentError, in one line, where something is not what was wanted."""
        given = documents.an_object(told)
        changes, unit = (one_form(documents.field(given, name, str)) for name in ("changes", "unit"))
        if not (changes.isprintable() and unit.isprintable()):
            raise documents.DocumentError(f"what an axis changes is {documents.shown(changes)}: wanted printable text")
        amount, rank, sign = (documents.field(given, name, float) for name in ("amount", "rank", "sign"))
        beside = documents.field(given, "beside", dict)
        return cls(changes, amount, unit, rank, sign, {name: documents.field(beside, name, float) for name in beside})
