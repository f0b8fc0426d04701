"""Codecs: every representation of a sound as an image in [-1, 1], by name.

Conventions
-----------
Shared by the generator, the audio process and ``training``; NumPy only, and numba once something is encoded or decoded
that needs it. See `codecs.codec` for the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gesturegan_live.codecs.boundary import checked_parameters
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.log_spectrogram import LogSpectrogram
from gesturegan_live.codecs.mel_colour import MelColour
from gesturegan_live.codecs.mel_if import MelIf
from gesturegan_live.codecs.packed import PackedRgb
from gesturegan_live.codecs.points import Points
from gesturegan_live.codecs.sines_noise import SinesNoise
from gesturegan_live.codecs.slices import Slices
from gesturegan_live.codecs.specgram import Specgram
from gesturegan_live.codecs.stft import Stft
from gesturegan_live.codecs.waveform import WaveformGray, WaveformRgb
from gesturegan_live.show.documents import shown

_ALL: tuple[type[Codec], ...] = (
    Points,
    Slices,
    WaveformGray,
    WaveformRgb,
    PackedRgb,
    MelColour,
    Stft,
    LogSpectrogram,
    Specgram,
    MelIf,
    SinesNoise,
)
CODECS: dict[str, type[Codec]] = {codec.name: codec for codec in _ALL}


def from_json(description: Mapping[str, Any]) -> Codec:
    """Make the codec that `Codec.to_json` described; parameters left out have their defaults.

    Raises
    ------
    ValueError
        For an unknown codec, an unknown parameter, or a parameter of the wrong type or out of range.
    """
    name = description.get("name") if isinstance(description, Mapping) else None
    if not isinstance(name, str) or name not in CODECS:
        raise ValueError(f"codec {shown(name)} is unknown; wanted one of {', '.join(CODECS)}")
    codec = CODECS[name]
    parameters = {key: value for key, value in description.items() if key != "name"}
    return codec(**checked_parameters(codec, parameters))  # type: ignore[arg-type]
