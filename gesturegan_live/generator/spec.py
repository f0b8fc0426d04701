"""What the control process and a generator process agree on; light, because both import it."""

from __future__ import annotations

from dataclasses import dataclass

from gesturegan_live.codecs.payload import payload_shape, strip_shape
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.mailbox import Mailbox


def board_fields(voices: int) -> tuple[tuple[str, int], ...]:
    """Say what a generator posts.

    ``updates``: points of each voice that have been turned into sound so far; ``level``: how loud its newest whole
    image is (`gesturegan_live.codecs.measures.loudest`), 0 where there is none.
    """
    return (("updates", voices), ("level", voices))


@dataclass(frozen=True)
class GeneratorSpec:
    """All that a generator process needs to know."""

    bundle: str
    backend: str | None
    voices: int
    channels: int
    points: str  # names of shared memory
    images: str
    strips: str
    board: str
    audio: str  # the audio process's board: where each voice plays


def point_size(bundle: Bundle) -> int:
    """Numbers in a point: the latent point, its condition, its growth."""
    return bundle.latent_dim + len(bundle.conditions) + 1


def point_mailbox(bundle: Bundle, voices: int, name: str | None = None) -> Mailbox:
    """Make (or attach) the mailbox of latent points: each followed by its condition and its growth (0 to 1)."""
    return Mailbox(voices, (point_size(bundle),), name)


def image_mailbox(bundle: Bundle, voices: int, name: str | None = None) -> Mailbox:
    """Make (or attach) the mailbox of whole images, each labelled with the point that made it."""
    return Mailbox(voices, payload_shape(bundle.codec), name, label=point_size(bundle))


def strip_mailbox(bundle: Bundle, voices: int, name: str | None = None) -> Mailbox:
    """Make (or attach) the mailbox of strips, each labelled with the point that made it."""
    return Mailbox(voices, strip_shape(bundle.codec), name, label=point_size(bundle))
