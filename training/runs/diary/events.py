"""What TensorBoard shows: scalars, pictures and sounds, in the event files that it reads.

Conventions
-----------
Every call of a run begins a file and says from which step on the earlier ones are void. TensorBoard itself is needed
only to look: ``tensorboard --logdir RUN``.
"""

from __future__ import annotations

import io
import os
import socket
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from PIL import Image as Picture
from tensorflow.compat.v1 import Event, SessionLog, Summary

from training.dataset import records
from training.runs import disk

VERSION = "brain.Event:2"


class Events:
    """An event file.

    Parameters
    ----------
    step : int
        That the run goes on from.
    """

    def __init__(self, folder: Path, step: int) -> None:
        folder.mkdir(exist_ok=True)
        self._path = folder / f"events.out.tfevents.{time.time():.6f}.{socket.gethostname()}.{os.getpid()}"
        self._waiting = b""
        self._add(Event(wall_time=time.time(), file_version=VERSION))
        self._add(Event(wall_time=time.time(), step=step, session_log=SessionLog(status=SessionLog.START)))

    def scalars(self, step: int, figures: Mapping[str, float]) -> None:
        """Add figures, ``part/name`` each."""
        self._summary(step, [Summary.Value(tag=name, simple_value=value) for name, value in figures.items()])

    def picture(self, step: int, tag: str, png: bytes) -> None:
        """Add a picture."""
        with Picture.open(io.BytesIO(png)) as picture:
            width, height = picture.size
        image = Summary.Image(width=width, height=height, colorspace=3, encoded_image_string=png)
        self._summary(step, [Summary.Value(tag=tag, image=image)])

    def sound(self, step: int, tag: str, samples: NDArray[np.float32], sample_rate: int) -> None:
        """Add a sound."""
        stream = io.BytesIO()
        soundfile.write(stream, samples, sample_rate, format="WAV", subtype="PCM_16")
        audio = Summary.Audio(
            sample_rate=sample_rate,
            num_channels=1,
            length_frames=len(samples),
            encoded_audio_string=stream.getvalue(),
            content_type="audio/wav",
        )
        self._summary(step, [Summary.Value(tag=tag, audio=audio)])

    @property
    def waits(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Write what waits; where there is no room it is forgotten."""
        waiting, self._waiting = self._waiting, b""
        disk.append(self._path, waiting)

    def _summary(self, step: int, values: list[Summary.Value]) -> None:
        self._add(Event(wall_time=time.time(), step=step, summary=Summary(value=values)))

    def _add(self, event: Event) -> None:
        self._waiting += records.framed(event.SerializeToString())
