"""What control needs of what is behind it: the live server, or the offline renderer.

Conventions
-----------
Voices count from 0 here and from 1 in OSC. Samples are of the output, at its sample rate, counted from the start of
the stream. Owned by the control process; every method returns at once, except `Stage.load`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.finding.search import Found
from gesturegan_live.latent.axes import Codes
from gesturegan_live.latent.space import Vector
from gesturegan_live.models.axis_effects import AxisEffect
from gesturegan_live.show.home import Home


class ModelCodec(Protocol):
    """What control says about a model's codec."""

    @property
    def name(self) -> str:
        """Name in the registry of codecs."""

    @property
    def sample_rate(self) -> int:
        """Samples per second, Hz."""

    @property
    def clip_samples(self) -> int:
        """Samples in one clip."""


class Model(Protocol):
    """What control needs of a bundle."""

    @property
    def name(self) -> str:
        """Name of the model."""

    @property
    def path(self) -> Path:
        """Its folder."""

    @property
    def latent_dim(self) -> int:
        """Coordinates of a point."""

    @property
    def conditions(self) -> Sequence[str]:
        """Names of the classes; empty for unconditional models."""

    @property
    def presets(self) -> Mapping[str, Sequence[float]]:
        """Factory presets."""

    @property
    def preset_conditions(self) -> Mapping[str, Sequence[float]]:
        """Weights of the conditions that they are played with."""

    @property
    def codec(self) -> ModelCodec:
        """Its representation."""

    @property
    def axis_names(self) -> Sequence[str]:
        """What each axis gives more of; empty where nobody said."""

    @property
    def axis_effects(self) -> Sequence[AxisEffect]:
        """What each axis was measured to change; empty where nobody measured."""

    def axes(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Directions (A, latent_dim) and their standard deviations (A,)."""

    def couplings(self) -> Codes | None:
        """Tell from what to what else axes lead; None where it is from points to points."""


class Taken(Protocol):
    """A take, to be played again: what its voices were told, and when."""

    @property
    def name(self) -> str:
        """Name of the take."""

    @property
    def sample_rate(self) -> int:
        """Frames a second."""

    @property
    def frames(self) -> int:
        """How long it is."""

    @property
    def voices(self) -> Sequence[int]:
        """Those that are played in it."""

    @property
    def steps(self) -> NDArray[Any]:
        """What they were told, by frames: frame, voice, parameter or `POINT`, value or number of a point, seconds."""

    @property
    def points(self) -> Sequence[tuple[tuple[str, int, tuple[str, ...]], NDArray[np.float32]]]:
        """Latent point, condition and growth, with the name, latent dimension and conditions of their model."""


@dataclass(frozen=True)
class Status:
    """How the instrument is doing; loads, levels and rates are 0 while no sound is made.

    Attributes
    ----------
    load, load_peak : float
        Time a block takes over the time it lasts; recent mean and recent worst.
    loads : sequence of int
        Blocks counted by load (`gesturegan_live.audio.interface.loads`), since the start.
    late_blocks, xruns : int
        Blocks that took longer than they last (`gesturegan_live.audio.output.stopwatch`); dropouts that the device
        reports. Since the start.
    stolen_blocks : int
        Those late blocks at which a machine's host had taken the processor away.
    late : sequence of (float, float)
        The last of the other late blocks, in any order: unix time of its end, seconds that it took.
    peak : float
        Largest recent absolute sample of the output, linear.
    import_seconds, compile_seconds : float
        Processor time that the audio process took to start and import, and to compile its kernels or load them.
    rms, playheads : sequence of float, one a voice
        Recent level, linear; position in the clip, 0 to 1.
    sample_rate : float
        Of the device, Hz.
    updates_per_second : sequence of float, one a voice
        Points that the generator has lately turned into sound.
    generator_pid, audio_pid : int
        0 where there is no such process.
    generator_restarts, audio_restarts : int
        How often each had to be started again.
    recording : str
        Name of the running recording, or empty.
    take : str
        Name of the take that is being recorded, or empty.
    """

    load: float = 0.0
    load_peak: float = 0.0
    loads: Sequence[int] = ()
    late_blocks: int = 0
    stolen_blocks: int = 0
    late: Sequence[tuple[float, float]] = ()
    xruns: int = 0
    import_seconds: float = 0.0
    compile_seconds: float = 0.0
    peak: float = 0.0
    rms: Sequence[float] = ()
    playheads: Sequence[float] = ()
    sample_rate: float = 0.0
    updates_per_second: Sequence[float] = ()
    generator_pid: int = 0
    audio_pid: int = 0
    generator_restarts: int = 0
    audio_restarts: int = 0
    recording: str = ""
    take: str = ""


class Stage(Protocol):
    """What plays."""

    @property
    def voices(self) -> int:
        """Number of voices."""

    @property
    def ring(self) -> Sequence[float]:
        """Azimuth of each loudspeaker, degrees: as many as there are channels."""

    @property
    def model(self) -> Model:
        """The model that plays."""

    @property
    def home(self) -> Home:
        """Where presets and recordings are kept."""

    def parameter(self, voice: int, index: int, value: float, sample: int = 0, seconds: float = 0.0) -> bool:
        """Set a parameter (see `gesturegan_live.show.parameters`) at an output sample, or let it go there from then on.

        False: the queue is full.
        """

    def point(self, voice: int, z: Vector, condition: Vector, growth: float) -> None:
        """Set a voice's point in the space of `model`, and how far (0 to 1) its image has grown; the newest wins."""

    def sample_at(self, unix_time: float) -> int:
        """Output sample at which an event is heard at that time; 0 if unknown."""

    @property
    def lead(self) -> float:
        """Seconds ahead of its time at which an event is wanted."""

    @property
    def made(self) -> int | None:
        """Output sample that is made next; None while no sound is made."""

    @property
    def soon(self) -> int:
        """Samples after that one which an event may miss that is sent now."""

    @property
    def sample_rate(self) -> int:
        """Of the output, Hz; 0 while it is not known."""

    def levels(self) -> Sequence[float]:
        """Say how loud each voice's newest whole image is (`codecs.measures.loudest`); 0 where there is none."""

    def models(self) -> Sequence[str]:
        """Names that `load` takes."""

    async def load(self, name: str) -> None:
        """Load a model while the old one plays, and its points go on coming; then make it `model`.

        `model` changes after the last ``await``, so that no point of the old space meets the new model: the points
        of the new one follow as this returns, and the crossover begins with their images.

        Raises
        ------
        ValueError
            One line; the old model plays on.
        """

    def find(self, name: str, seconds: float | None) -> AsyncGenerator[Found, None]:
        """Look in `model` for the sound of a recording of that name, or the last one: what is nearest by now, in turn.

        Parameters
        ----------
        seconds : float or None
            How much of its end is listened to.

        Raises
        ------
        ValueError
            One line, then or later: there is none, or it cannot be read, or the model cannot be searched.
        """

    def record(self, name: str | None, voices: bool = False) -> Path | None:
        """Start a recording of that name, of every voice too if wanted, or end it (None); returns its path.

        Raises
        ------
        ValueError
            Where refused.
        """

    def take(self, name: str | None) -> Path | None:
        """Start a take of that name, or end it (None); returns its path. ValueError where refused."""

    def takes(self) -> Sequence[str]:
        """Names that `taken` takes; looks at the disk."""

    def taken(self, name: str) -> Taken:
        """Read a take, which may take a while: not to be called in the loop. ValueError where refused."""

    async def clip(self, name: str, z: Vector, condition: Vector, growth: float) -> tuple[Path, int, int]:
        """Write the clip of a point under a name; returns the file, its samples and its sample rate.

        ValueError: one line, why not.
        """

    def status(self) -> Status:
        """How it is doing."""

    def quit(self) -> None:
        """Fade out and end the program."""
