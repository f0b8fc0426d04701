"""Everything between an image and the samples that leave: banks, mixer, limiter, in one call a block.

Conventions
-----------
Everything is allocated when it is built; `process`, `image`, `events`, `switch` and the fades are for the audio
callback (or an offline loop) and allocate nothing that grows, take no lock, do no I/O. Samples do not depend on how
they are split into calls of `process`, given the same images and events at the same samples.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.bank import Bank
from gesturegan_live.audio.interface.bounds import COUNT, Bounds
from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.interface.events import EventQueue
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.audio.mix.dc_blocker import DcBlocker
from gesturegan_live.audio.mix.limiter import Limiter
from gesturegan_live.audio.mix.mixer import Mixer
from gesturegan_live.audio.mix.stems import Stems
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.show.parameters import VOICE_INDEX

SWITCH_SECONDS = 0.030


def make_bank(codec: Codec, voices: int, output_rate: int, max_block: int) -> Bank:
    """Build the voices of a model, ready to play (outside the callback): as `build_bank`, and warmed up."""
    bank = build_bank(codec, voices, output_rate, max_block)
    bank.warm_up()
    return bank


def build_bank(codec: Codec, voices: int, output_rate: int, max_block: int) -> Bank:
    """Build the voices of a model; of the kinds that there are, only the one that it takes is imported.

    Parameters
    ----------
    codec : Codec
        Codecs with a `layout` are played frame by frame, others as clips.
    voices : int
    output_rate : int
        Hz.
    max_block : int
        The most samples that `render` will be asked for at once.
    """
    layout = codec.layout
    if layout is None:
        from gesturegan_live.audio.clip import ClipBank

        return ClipBank(voices, codec.clip_samples, codec.sample_rate, output_rate)
    from gesturegan_live.audio.spectral.voice import SpectralBank

    return SpectralBank(voices, layout, output_rate, max_block)


class Engine:
    """The sound of all voices.

    Parameters
    ----------
    voices, channels : int
    sample_rate : int
        Of the output, Hz.
    max_block : int
        The most frames that one `process` may be asked for.
    ring : sequence of float
        Azimuth of each loudspeaker, degrees; empty for an even ring.

    Attributes
    ----------
    voices, sample_rate : int
    clock : int
        The output sample that comes next.
    bank, fading : Bank or None
        What is heard, and what is being faded out.
    guarded : int
        Samples that were no numbers, and values of images, each time that they were read.
    """

    def __init__(
        self, voices: int, channels: int, sample_rate: int, max_block: int, ring: Sequence[float] = ()
    ) -> None:
        if min(voices, channels, sample_rate, max_block) < 1:
            raise ValueError(
                "voices, channels, sample rate and block must be 1 or more, "
                f"not {voices}, {channels}, {sample_rate}, {max_block}"
            )
        self.voices, self.sample_rate = voices, sample_rate
        self.clock = 0
        self.bank: Bank | None = None
        self.fading: Bank | None = None
        self.guarded = 0
        self._next: Bank | None = None
        self._switch_length = max(1, round(SWITCH_SECONDS * sample_rate))
        self._switched = self._switch_length
        turns = [min(done / self._switch_length, 1.0) for done in range(1, self._switch_length + max_block + 1)]
        angles = [turn * math.pi / 2.0 for turn in turns]  # equal power
        self._gains = [np.array([wave(angle) for angle in angles], np.float32) for wave in (math.sin, math.cos)]
        self._max_block = max_block
        self._controls = Controls(voices, channels, ring, sample_rate)
        self._queue = EventQueue()
        self._dc_blocker = DcBlocker(voices, sample_rate)
        self._mixer = Mixer(voices, channels, sample_rate, max_block)
        self._limiter = Limiter(channels, sample_rate, max_block)
        self._stems = Stems(voices, self._limiter.delay, sample_rate, max_block)
        self._voices = np.zeros((voices, max_block), np.float32)
        self._old_voices = np.zeros((voices, max_block), np.float32)
        self._playheads = np.zeros(voices)

    @property
    def bounds(self) -> Bounds:
        """What may be in its state, without its parts'."""
        scratch = dict.fromkeys(("_voices", "_old_voices", "_playheads"))
        switched = (0, self._switch_length + self._max_block)
        return scratch | {"clock": COUNT, "guarded": COUNT, "_switched": switched}

    @property
    def switching(self) -> bool:
        """Whether a bank is still crossing over into the next, or is coming up as the first."""
        return self._switched < self._switch_length

    @property
    def faded(self) -> bool:
        """Whether the fade-out has ended and nothing but silence leaves."""
        return self._limiter.faded

    @property
    def delay(self) -> int:
        """Samples from the mixer to the output (the limiter's look-ahead)."""
        return self._limiter.delay

    @property
    def peaks(self) -> NDArray[np.float64]:
        """Peak of each channel, 1 full scale; falls by itself."""
        return self._limiter.peaks

    @property
    def room(self) -> int:
        """How many events it takes before the next block."""
        return self._queue.room

    def levels(self, out: NDArray[np.float64]) -> None:
        """Write the root mean square of each voice over the last 100 ms, 1 full scale."""
        np.sqrt(self._mixer.squares, out=out)

    def playheads(self, out: NDArray[np.float64]) -> None:
        """Write where each voice is, 0..1 of its clip."""
        if self.bank is not None:
            self.bank.playheads(out)

    def told(self) -> tuple[NDArray[Any], ...]:
        """Say what the voices are asked to do now (`Controls.told`), their gains to each loudspeaker, what waits."""
        return self._controls.told(self.clock), self._controls.matrix, self._queue.waiting

    def switch(self, bank: Bank) -> None:
        """Let another bank be heard from the next block on; playheads, gates and parameters go on.

        While an earlier switch still fades, the newest bank asked for waits for its end.
        """
        if self.switching:
            self._next = bank
        else:
            self._begin_switch(bank)

    def _begin_switch(self, bank: Bank) -> None:
        if self.bank is not None:
            self.bank.playheads(self._playheads)
        bank.adopt(self._playheads, self._controls.voices)
        self.bank, self.fading, self._switched = bank, self.bank, 0

    def image(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Hand a new image to the newest bank; leave it alone until the voice has been handed the next."""
        bank = self._next or self.bank
        if bank is None:
            raise ValueError(f"image for voice {voice}, but no bank to play it")
        bank.image(voice, payload)

    def strip(self, voice: int, payload: NDArray[np.float32]) -> None:
        """Hand rows of an image that is on its way to the newest bank; leave them alone as an image."""
        bank = self._next or self.bank
        if bank is None:
            raise TypeError(f"strip for voice {voice}, but no bank that plays rows")
        bank.strip(voice, payload)

    def events(self, events: NDArray[Any]) -> None:
        """Apply an array of `EVENT`, of `room` at most, or queue what is for later."""
        if len(events):
            self._apply_due()  # they came before
            self._controls.apply(self._queue.due, self._queue.put(events, self.clock), self.clock)

    def begin_faded(self) -> None:
        """Let the whole output rise from silence with the next sample: what is to sound may all open at once."""
        self._limiter.mute()
        self._stems.mute()

    def fade_out(self) -> None:
        """Fade the whole output out, for good."""
        self._limiter.fading = self._stems.fading = True

    def process(self, out: NDArray[np.float32], stems: NDArray[np.float32] | None = None) -> None:
        """Fill the next block.

        Parameters
        ----------
        out : ndarray, shape (frames, channels), float32
            Any number of frames; more than `max_block` are made in parts.
        stems : ndarray, shape (frames, voices), float32, optional
            Filled with each voice by itself: after its envelope and gain, as late as the output.
        """
        done, frames = 0, len(out)
        while done < frames:
            self._apply_due()
            self._controls.follow(self.clock)
            part = self._queue.before(self.clock, min(frames - done, self._max_block))
            part = self._controls.before(self.clock, part)
            self._segment(part)
            out[done : done + part] = self._limiter.out[:part]
            self._stems.add(self._mixer.levels, part, self._controls)
            if stems is not None:
                self._stems.give(stems[done : done + part])
            done += part
            self.clock += part

    def _apply_due(self) -> None:
        due = self._queue.take(self.clock)
        if due:
            self._controls.apply(self._queue.due, due, self.clock)

    def _segment(self, frames: int) -> None:
        """Make `frames` samples during which no event falls due."""
        controls, mixer = self._controls, self._mixer
        mixer.listen(controls)
        if self.bank is None:
            self._voices[:] = 0.0
        else:
            self.guarded += self.bank.render(self._voices, frames, controls.voices, mixer.heard)
        if self.switching:
            if self.fading is not None:
                self.guarded += self.fading.render(self._old_voices, frames, controls.voices, mixer.heard)
            self._cross_over(frames)
            self._switched += frames
            if self._switched >= self._switch_length:
                self.fading = None
                if self._next is not None:
                    self._begin_switch(self._next)
                    self._next = None
        self._dc_blocker.block(self._voices, frames, mixer.heard)
        wrong = mixer.mix(self._voices, frames, controls)
        if wrong:
            for voice in np.flatnonzero(mixer.wrong):
                for bank in (self.bank, self.fading):
                    if bank is not None:
                        bank.restart(int(voice))
        self.guarded += wrong + self._limiter.limit(mixer.bus, frames, controls)

    def _cross_over(self, frames: int) -> None:
        """Mix the old bank's voices into the new one's."""
        rise, fall = (gain[self._switched : self._switched + frames] for gain in self._gains)
        new, old = self._voices[:, :frames], self._old_voices[:, :frames]
        new *= rise
        if self.fading is not None:
            old *= fall
            new += old

    def warm_up(self) -> None:
        """Compile or load every kernel with real shapes, then return to silence at sample 0; leaves the bank alone."""
        bank, self.bank = self.bank, None
        events = np.zeros(len(self._voices), EVENT)
        events["voice"] = np.arange(len(events))
        events["parameter"] = VOICE_INDEX["pan"]
        events["sample"][-1] = 1  # one waits
        self._switched = 0
        self.events(events)
        self.process(np.zeros_like(self._limiter.out), np.zeros_like(self._voices.T))
        self.clock = 0
        self._switched = self._switch_length
        self._queue.clear()
        for part in (self._controls, self._dc_blocker, self._mixer, self._limiter, self._stems):
            part.reset()
        self.guarded = 0
        self.bank = bank
