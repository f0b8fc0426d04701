"""What makes the sound of all voices of one model, and how one is made.

Conventions
-----------
A bank is built outside the callback and played in it. It owns the playheads of its voices and keeps their images; what
they are asked to do it reads from `controls`. Rendering never depends on how the samples are split into calls.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import Bounds


class Bank(Protocol):
    """The voices of one model."""

    @property
    def payload_shape(self) -> tuple[int, ...]:
        """What `image` takes."""

    @property
    def bounds(self) -> Bounds:
        """What may be in its state (`audio.bounds`)."""

    @property
    def held(self) -> list[NDArray[np.float32]]:
        """The large arrays that it plays from; which they are, and what they hold, changes only when an image comes."""

    def hold(self, held: list[NDArray[np.float32]]) -> None:
        """Go on from such arrays, of the same shapes, when all else is what it was (`audio.snapshot`).

        They are its own then. Both may be from a file: what is within bounds, but does not agree, is a ValueError.
        """

    def image(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Play another image; whoever hands it over leaves it alone until the voice has been handed the next.

        Raises
        ------
        ValueError
            If the payload has another shape, or there is no such voice.
        """

    def strip(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Play rows of an image that is on its way, on the same terms.

        Raises
        ------
        TypeError
            If it does not play rows.
        ValueError
            If the payload has another shape or rows that there are not, or there is no such voice.
        """

    def adopt(self, playheads: NDArray[np.float64], controls: NDArray[Any]) -> None:
        """Go on from the playheads (0..1) of the bank played so far, without acting on its past starts and jumps."""

    def render(self, out: NDArray[np.float32], frames: int, controls: NDArray[Any], heard: NDArray[np.int64]) -> int:
        """Make the next `frames` samples of every voice into `out` (voices, max_block).

        Returns how many values of images it met since the last call, each time, that are no numbers (they become
        silence).

        `heard` says of each voice whether it is ``SILENT`` (zeros will do), ``HEARD``, or ``OPENING`` from silence with
        the first of these samples.
        """

    def playheads(self, out: NDArray[np.float64]) -> None:
        """Write where each voice is, 0..1 of its clip."""

    def restart(self, voice: int) -> None:
        """Forget the running state of a voice whose samples went wrong."""

    def warm_up(self) -> None:
        """Compile or load every kernel; leaves the bank as it was built, without images."""
