"""The ear on the null device, and the instrument that thinks aloud for it."""

from __future__ import annotations

import subprocess

from gesturegan_live.bench.hearing.null_ear import ALOUD, NullEar
from gesturegan_live.bench.playing import play
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.config import Show
from tests.live.conftest import wait_until

BLOCK = 256


def test_an_instrument_to_which_nobody_listens_obeys_and_is_heard_later(tiny_bundle: Bundle) -> None:
    show = Show(bundle=str(tiny_bundle.path), backend="fake", device="null", block_size=BLOCK, walk=False)
    with play(show, program=ALOUD, stdout=subprocess.PIPE) as playing:
        playing.wait_until_ready()
        wait_until(lambda: sum(playing.loads()) * BLOCK > 44100, "a second of sound")  # a pipe holds a fifth of one
        assert playing.process.stdout is not None
        ear = NullEar(playing.process.stdout)
        ear.listen(0)
        assert ear.sample_rate == 44100
        assert ear.hear(ear.now(), BLOCK) is not None
