"""What the control process and a generator process agree on; light, because both import it.

Conventions
-----------
``images``: images published so far; ``milliseconds``: from taking the last point to publishing its image.
"""

from __future__ import annotations

from dataclasses import dataclass

from gesturegan_live.bundle import Bundle
from gesturegan_live.ipc import Mailbox

BOARD = (("images", 1), ("milliseconds", 1))


@dataclass(frozen=True)
class GeneratorSpec:
    """All that a generator process needs to know."""

    bundle: str
    backend: str | None
    voices: int
    points: str  # names of shared memory
    images: str
    board: str


def point_mailbox(bundle: Bundle, voices: int, name: str | None = None) -> Mailbox:
    """Make (or attach) the mailbox of latent points, each followed by its condition."""
    return Mailbox(voices, (bundle.latent_dim + len(bundle.conditions),), name)
