"""A shape: a movement as it was recorded, a few times over; and its file.

One JSON file in the home's ``shapes``: ``{"format", "sources", "tolerance", "recordings": [[[value, …], …], …]}``.

Conventions
-----------
A recording is an ndarray of shape (frames, values), float64, `STEP` seconds between two frames, values of 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError

Numbers = NDArray[np.float64]

STEP = 0.02  # seconds
LONGEST, SHORTEST = 500, 10  # frames of a recording
MOST_RECORDINGS, MOST_SOURCES, WIDEST = 8, 16, 64  # of a shape; values of all its sources
LEAST_TOLERANCE, MOST_TOLERANCE = 0.01, 1.0
TOLERANCE = 0.07
FORMAT, LARGEST = 1, 8 << 20  # bytes of a file
REST = 15  # frames in which nothing is done, for it to be a rest
_PATIENCE = 10  # more rests, one frame after the other, than a shape has itself
_STILL = 0.04  # of the range, standard deviation: what moves less does not


@dataclass
class Shape:
    """One of them.

    Attributes
    ----------
    sources : list of str
        As a link takes them.
    tolerance : float
        How far a movement may be from it, root mean square of all values, and still be it.
    recordings : list of ndarray
        The newest last.
    """

    sources: list[str]
    tolerance: float = TOLERANCE
    recordings: list[Numbers] = field(default_factory=list)

    def add(self, frames: Numbers) -> None:
        """Add a recording, without the rest before it and after it; ValueError where it is none."""
        if len(self.recordings) >= MOST_RECORDINGS:
            raise ValueError(f"{len(self.recordings)} recordings: there is no room for more")
        if self.recordings and frames.shape[1] != self.recordings[0].shape[1]:
            width = self.recordings[0].shape[1]
            raise ValueError(f"{frames.shape[1]} values, the other recordings have {width}: clear them first")
        frames = trimmed(frames)
        if not SHORTEST <= len(frames) <= LONGEST:
            seconds = f"wanted {SHORTEST * STEP:g} to {LONGEST * STEP:g} s"
            raise ValueError(f"a movement of {len(frames) * STEP:g} s: {seconds}")
        self.recordings.append(frames)

    @property
    def patience(self) -> int:
        """Frames at which it may rest, one after the other: as many as a recording has, and some more."""
        return _PATIENCE + max((_longest_rest(each) for each in self.recordings), default=0)

    def rests(self, last: Sequence[Numbers]) -> bool:
        """Whether nothing moves in the last frames, `REST` of them; or there are too few to tell."""
        return len(last) < REST or bool(np.std(np.array(last), axis=0).max() < _STILL)

    def content(self) -> dict[str, Any]:
        """Give what its file says."""
        told = [np.round(each, 6).tolist() for each in self.recordings]
        return {"sources": self.sources, "tolerance": self.tolerance, "recordings": told}

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Shape:
        """Take it from what a file says; `DocumentError` where it is none."""
        found = cls(documents.listed(content, "sources", str), documents.field(content, "tolerance", float))
        recordings = documents.listed(content, "recordings", list)
        check(found.sources, found.tolerance)
        if len(recordings) > MOST_RECORDINGS:
            raise DocumentError(f"{len(recordings)} recordings, wanted {MOST_RECORDINGS} at most")
        for frames in recordings:
            found.recordings.append(_frames(frames, len(found.recordings[0][0]) if found.recordings else 0))
        return found


def check(sources: Sequence[str], tolerance: float) -> None:
    """Refuse what is none; ValueError in one line."""
    if not 0 < len(sources) <= MOST_SOURCES:
        raise ValueError(f"{len(sources)} sources: wanted 1 to {MOST_SOURCES}")
    if not LEAST_TOLERANCE <= tolerance <= MOST_TOLERANCE:
        raise ValueError(f"tolerance is {tolerance:g}: wanted {LEAST_TOLERANCE:g} to {MOST_TOLERANCE:g}")


def trimmed(frames: Numbers) -> Numbers:
    """Give what is between the last frame at which it still is where it began, and the first at which it has ended."""
    away = np.flatnonzero(np.abs(frames - frames[:5].mean(axis=0)).max(axis=1) > 2 * _STILL)
    left = np.flatnonzero(np.abs(frames - frames[-5:].mean(axis=0)).max(axis=1) > 2 * _STILL)
    return frames[max(away[0] - 1, 0) : left[-1] + 2] if len(away) and len(left) else frames[:0]


def _longest_rest(frames: Numbers) -> int:
    """Give the frames, one after the other, at which a recording rests between its beginning and its end, at most."""
    if len(frames) < REST:
        return 0
    windows = np.lib.stride_tricks.sliding_window_view(frames, REST, axis=0)
    moving = np.flatnonzero(windows.std(axis=2).max(axis=1) >= _STILL)
    return int(np.diff(moving).max(initial=1)) - 1


def _frames(told: list[Any], width: int) -> Numbers:
    """Take a recording from what a file says, as wide as the others, if there are."""
    if not SHORTEST <= len(told) <= LONGEST:
        raise DocumentError(f"a recording of {len(told)} frames, wanted {SHORTEST} to {LONGEST}")
    frames = [documents.listed({"frame": frame}, "frame", float) for frame in told]
    width = width or len(frames[0])
    if not 0 < width <= WIDEST or any(len(frame) != width for frame in frames):
        raise DocumentError(f"frames of {sorted({len(frame) for frame in frames})[:4]} values, wanted all of {width}")
    if not all(0 <= value <= 1 for frame in frames for value in frame):
        raise DocumentError("a value beyond 0 to 1")
    return np.array(frames, np.float64)
