"""A run as a film: the same points of the latent space from its first preview to its last, to see and to hear.

Conventions
-----------
Made of the previews' own files, so that it costs no generation and survives whatever the run did not. ``growth.gif``
has a frame a preview, ``growth.flac`` the first `HEARD` sounds of each. Of many previews, `FRAMES` spread evenly, the
first and the last among them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import soundfile
from PIL import Image as Picture
from PIL import ImageDraw

from gesturegan_live.codecs.codec import Codec
from training.runs import disk
from training.runs.diary import preview

FRAMES = 60
HEARD = 2
WIDTH = 720  # pixels at most
FRAME_MS, LAST_MS = 150, 2000
_CAPTION = 14  # pixels

T = TypeVar("T")


def save(previews: Path, stem: Path, codec: Codec) -> None:
    """Write ``stem.gif`` and ``stem.flac`` of a folder of previews; of none, nothing."""
    pictures = spread(preview.steps(previews), FRAMES)
    if not pictures:
        return
    disk.replace(stem.with_suffix(".gif"), _film([_frame(path) for path in pictures]))
    parts = [_heard(path.with_suffix(".flac"), codec) for path in pictures]
    disk.replace(stem.with_suffix(".flac"), preview.flac(np.concatenate(parts), codec.sample_rate))


def spread(all_of_them: Sequence[T], most: int) -> list[T]:
    """Choose evenly, first and last included."""
    if len(all_of_them) <= most:
        return list(all_of_them)
    return [all_of_them[place] for place in np.linspace(0, len(all_of_them) - 1, most).round().astype(int)]


def _frame(path: Path) -> Picture.Image:
    """One preview with its step written below."""
    with Picture.open(path) as opened:
        picture = opened.convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Picture.Resampling.BOX)
    frame = Picture.new("RGB", (picture.width, picture.height + _CAPTION), (20, 19, 26))
    frame.paste(picture)
    label = f"step {int(path.stem.removeprefix('step-'))}"
    ImageDraw.Draw(frame).text((4, picture.height + 1), label, (236, 232, 242))
    return frame


def _film(frames: list[Picture.Image]) -> bytes:
    palette = frames[-1].quantize(255, Picture.Quantize.MAXCOVERAGE)  # one for all, or the colours flicker
    first, *others = [frame.quantize(255, palette=palette, dither=Picture.Dither.NONE) for frame in frames]
    times = [FRAME_MS] * len(others) + [LAST_MS]
    stream = io.BytesIO()
    first.save(stream, format="GIF", save_all=True, append_images=others, duration=times, loop=0, optimize=False)
    return stream.getvalue()


def _heard(path: Path, codec: Codec) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    samples, _ = soundfile.read(path, frames=HEARD * preview.each(codec), dtype="float32")
    return np.asarray(samples)
