"""What TensorBoard reads, read back as it does."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
import tensorflow as tf
from PIL import Image as Picture
from tensorflow.compat.v1 import Event, SessionLog

from training.runs.diary.events import Events


def test_scalars_pictures_and_sounds_come_back(tmp_path: Path) -> None:
    events = Events(tmp_path / "events", 40)
    events.scalars(50, {"step/d_loss": 1.25, "step/g_loss": 0.5})
    png = io.BytesIO()
    Picture.new("RGB", (6, 4)).save(png, "PNG")
    events.picture(50, "preview", png.getvalue())
    events.sound(50, "preview", np.linspace(-0.5, 0.5, 800, dtype=np.float32), 16000)
    events.flush()
    events.scalars(60, {"step/d_loss": 1.0})
    events.flush()

    (file,) = (tmp_path / "events").iterdir()
    read = [Event.FromString(data.numpy()) for data in tf.data.TFRecordDataset(str(file))]  # checks lengths and sums
    assert read[0].file_version == "brain.Event:2"
    assert (read[1].step, read[1].session_log.status) == (40, SessionLog.START)
    assert [(value.tag, value.simple_value) for value in read[2].summary.value] == [
        ("step/d_loss", 1.25),
        ("step/g_loss", 0.5),
    ]
    (image,), (audio,) = read[3].summary.value, read[4].summary.value
    assert (image.image.width, image.image.height) == (6, 4)
    assert image.image.encoded_image_string == png.getvalue()
    samples, rate = soundfile.read(io.BytesIO(audio.audio.encoded_audio_string))
    assert (rate, len(samples), audio.audio.content_type) == (16000, 800, "audio/wav")
    assert samples[-1] == pytest.approx(0.5, abs=1e-4)
    assert [event.step for event in read] == [0, 40, 50, 50, 50, 60]
