"""The ear through JACK: every sample is dated by the frame in which it was given to the device."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from gesturegan_live.bench.hearing.ear import jack_ear

PERIOD = 128


def said_by(code: str) -> str:
    environment = os.environ | {"JACK_DEFAULT_SERVER": "none"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stderr.strip()


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
def test_a_step_is_heard_in_the_frame_in_which_it_was_played(jack_server: str, monkeypatch) -> None:
    import jack

    monkeypatch.setenv("JACK_DEFAULT_SERVER", jack_server)
    with jack_ear() as ear:
        player = jack.Client("GestureGAN", no_start_server=True)
        output = player.outports.register("out_0")
        level, begins = [1.0], {}

        def play(_: int) -> None:
            begins.setdefault(level[0], (player.last_frame_time - ear._base) % (1 << 32))
            output.get_array()[:] = level[0]

        player.set_process_callback(play)
        player.activate()
        player.connect(output, "system:playback_1")
        try:
            ear.listen(0)
            heard = None
            while heard is None:  # a busy machine loses a block now and then, and the ear says so
                time.sleep(0.1)
                level[0] += 1.0
                while level[0] not in begins:
                    time.sleep(0.01)
                start = begins[level[0]] - 5 * PERIOD
                heard = ear.hear(start, 10 * PERIOD)
            step = begins[level[0]] - start
            assert (heard[:step] == level[0] - 1).all()
            assert (heard[step:] == level[0]).all()
            assert ear.device_ms == pytest.approx(1000 * PERIOD / 44100, abs=0.001)
        finally:
            player.deactivate()
            player.close()


def test_what_is_missing_is_named() -> None:
    code = "from gesturegan_live.bench.hearing.ear import jack_ear\nwith jack_ear(): pass"
    assert said_by(code).endswith("NoEar: no JACK server runs")
    without = f"import sys; sys.modules['jack'] = None\n{code}"
    assert said_by(without).endswith("NoEar: JACK-Client is not installed (pip install 'gesturegan[bench]')")
