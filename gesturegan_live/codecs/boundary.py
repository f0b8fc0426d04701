"""What every codec checks where data comes in, and how its parameters come and go as JSON.

Conventions
-----------
A codec is a frozen dataclass whose fields are its parameters (int, float, bool or str). What is wrong raises
ValueError (TypeError for what is no array) with one line that names the codec, the value and what was wanted.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, ClassVar, Self, get_type_hints

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gesturegan_live.codecs.codec import FrameLayout, Frames, Image
from gesturegan_live.show.documents import shown

SAMPLE_RATES = (1000, 384000)  # Hz; what a sound card or an archive can hold


class Boundary(ABC):
    """The checks and the JSON form that all codecs share; codecs heard as clips have no frames."""

    name: ClassVar[str]
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @classmethod
    def preset(cls, preset: str) -> Self:
        """Make the codec of a named preset."""
        if preset not in cls.PRESETS:
            raise ValueError(f"{cls.name}: no preset {preset!r}; wanted one of {', '.join(cls.PRESETS)}")
        return cls(**cls.PRESETS[preset])

    @property
    @abstractmethod
    def image_shape(self) -> tuple[int, int, int]:
        """(H, W, C)."""

    @property
    @abstractmethod
    def clip_samples(self) -> int:
        """Samples in one clip."""

    @property
    def layout(self) -> FrameLayout | None:
        """None: the images are heard as clips."""
        return None

    def frames(self, image: Image) -> Frames:  # noqa: ARG002
        """Refuse: only spectral codecs have frames."""
        raise ValueError(f"{self.name}: has no frames; wanted a codec whose layout is not None")

    def to_json(self) -> dict[str, Any]:
        """``{"name": ..., every parameter}``: what `codecs.from_json` takes."""
        assert is_dataclass(self)
        return {"name": self.name, **asdict(self)}

    def _require(self, held: bool, field: str, wanted: str) -> None:
        if not held:
            raise ValueError(f"{self.name}: {field} is {shown(getattr(self, field))}; wanted {wanted}")

    def _require_within(self, field: str, low: float, high: float, unit: str = "") -> None:
        wanted = f"{low} to {high} {unit}".rstrip()
        self._require(low <= getattr(self, field) <= high, field, wanted)

    def _require_power_of_two(self, field: str, low: int, high: int) -> None:
        value = getattr(self, field)
        held = low <= value <= high and value & (value - 1) == 0
        self._require(held, field, f"a power of two from {low} to {high}")

    def _checked_samples(self, samples: ArrayLike) -> NDArray[np.float32]:
        array = self._checked(samples, "samples")
        if array.ndim != 2 or array.shape[1] != self.clip_samples:
            raise ValueError(f"{self.name}: samples have shape {array.shape}; wanted (B, {self.clip_samples})")
        return array

    def _checked_image(self, image: ArrayLike) -> NDArray[np.float32]:
        array = self._checked(image, "image")
        if array.ndim != 4 or array.shape[1:] != self.image_shape:
            wanted = ", ".join(str(side) for side in self.image_shape)
            raise ValueError(f"{self.name}: image has shape {array.shape}; wanted (B, {wanted})")
        return np.clip(array, -1.0, 1.0)

    def _checked(self, given: ArrayLike, noun: str) -> NDArray[np.float32]:
        array = np.asarray(given)
        if array.dtype.kind not in "fiu":
            raise TypeError(f"{self.name}: {noun} of dtype {array.dtype}; wanted float32")
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite, and is refused below
            array = array.astype(np.float32, copy=False)
        finite = np.isfinite(array)
        if not finite.all():
            first = np.unravel_index(int(np.argmin(finite)), array.shape)
            place = ", ".join(str(int(index)) for index in first)
            raise ValueError(f"{self.name}: {noun} hold {array[first]} at ({place}); wanted finite numbers")
        return array


def checked_parameters(codec: type[Boundary], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Check names and types of the parameters of a codec as they come from JSON; its constructor checks the ranges."""
    assert is_dataclass(codec)
    hints = get_type_hints(codec)
    types = {field.name: hints[field.name] for field in fields(codec)}
    checked: dict[str, Any] = {}
    for key, value in parameters.items():
        if key not in types:
            raise ValueError(f"{codec.name}: no parameter {shown(key)}; wanted one of {', '.join(types)}")
        wanted = types[key]
        held = type(value) is wanted or (wanted is float and type(value) is int)
        if not held or (isinstance(value, float) and not math.isfinite(value)):
            raise ValueError(f"{codec.name}: {key} is {shown(value)}; wanted {wanted.__name__}")
        checked[key] = wanted(value)
    return checked
