"""Sounds within a page."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
import soundfile

from training.pages import media


def decoded(uri: str) -> bytes:
    return base64.b64decode(uri.partition("base64,")[2])


@pytest.mark.parametrize("length", [0, 1000, media.PIECE, 2_200_000])
def test_sounds_of_any_length_are_encoded_whole(length: int) -> None:
    sound = 0.5 * np.sin(2 * np.pi * 440 / 16000 * np.arange(length)).astype(np.float32)
    heard, rate = soundfile.read(io.BytesIO(decoded(media.ogg(sound, 16000))), dtype="float32")
    assert (rate, len(heard)) == (16000, length)
    np.testing.assert_allclose(heard[media.PIECE // 2 :], sound[media.PIECE // 2 :], atol=0.05)
