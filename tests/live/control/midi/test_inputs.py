"""Ports that are played, plugged in and out, before a real server."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest

from gesturegan_live.control.midi.inputs import Inputs
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.show.parameters import VOICE_INDEX

GATE, PITCH = VOICE_INDEX["gate"], VOICE_INDEX["pitch"]


async def until(condition):
    while not condition():
        await asyncio.sleep(0.001)


@pytest.fixture
def run(instrument, cables):
    """Run a coroutine function (inputs, lines) with the ports that are wanted."""

    def run(act, wanted="all"):
        async def session():
            lines = []
            server = await OscServer.open(instrument, port=0, show=lines.append, say=lines.append)
            instrument.say = lines.append
            inputs = Inputs(cables, wanted, instrument.midi, server.obey, lines.append)
            try:
                await asyncio.wait_for(act(inputs, lines), 60)
            finally:
                await inputs.close()
                await server.close()
            assert not cables.virtual.open
            assert "midi" not in {thread.name for thread in threading.enumerate()}

        asyncio.run(session())

    return run


def gates(stage):
    return [event[:3] for event in stage.sent if event[1] == GATE]


def test_a_keyboard_plays(run, stage, cables):
    async def act(_, lines):
        assert lines == ["MIDI: GestureGAN", "MIDI: Launchkey Mini", "MIDI: Faders"]
        keyboard = cables.there["Launchkey Mini"]
        for key in (60, 64):
            keyboard.send(0x90, key, 100)
        keyboard.send(0xE0, 0, 0)
        keyboard.send(0x80, 60, 0)
        await until(lambda: len(gates(stage)) == 3)
        assert gates(stage) == [(0, GATE, 1.0), (1, GATE, 1.0), (0, GATE, 0.0)]
        assert [event[2] for event in stage.sent if event[1] == PITCH] == [0.0, 4.0, -2.0, 2.0]
        cables.virtual.send(0x90, 67, 100)  # another program
        await until(lambda: len(gates(stage)) == 4)
        assert gates(stage)[-1] == (2, GATE, 1.0)

    run(act)


def test_ports_by_a_part_of_their_names(run, stage, cables):
    async def act(_, lines):
        assert lines == ["MIDI: GestureGAN", "MIDI: Launchkey Mini"]
        cables.there["Faders"].send(0x90, 60, 100)
        cables.there["Launchkey Mini"].send(0x90, 62, 100)
        await until(lambda: gates(stage))
        await asyncio.sleep(0.02)
        assert len(gates(stage)) == 1

    run(act, "launch")


def test_a_keyboard_that_is_pulled_out_lets_its_keys_go_and_comes_back(run, stage, cables):
    async def act(inputs, lines):
        keyboard = cables.there["Launchkey Mini"]
        keyboard.send(0x90, 60, 100)
        await until(lambda: gates(stage))
        del cables.there["Launchkey Mini"]
        inputs.watch(1e9)
        assert gates(stage) == [(0, GATE, 1.0), (0, GATE, 0.0)]
        assert lines[-1] == "MIDI: Launchkey Mini is gone"
        keyboard.open = True
        cables.there["Launchkey Mini"] = keyboard
        inputs.watch(1e9 + 1)  # not yet
        assert lines[-1] == "MIDI: Launchkey Mini is gone"
        inputs.watch(1e9 + 3)
        assert lines[-1] == "MIDI: Launchkey Mini"
        keyboard.send(0x90, 60, 100)
        await until(lambda: len(gates(stage)) == 3)

    run(act)


def test_a_port_that_is_not_there_is_waited_for(run, cables):
    async def act(inputs, lines):
        there = "Launchkey Mini, Faders"
        line = f"MIDI: there is no input 'organ' yet (there are: {there}); what comes is taken up"
        assert lines == ["MIDI: GestureGAN", line]
        cables.there["My Organ"] = cables.there["Faders"]
        inputs.watch(1e9)
        assert lines[-1] == "MIDI: My Organ"

    run(act, "organ")


def test_a_port_that_cannot_be_opened_is_told_once(run, cables):
    async def act(inputs, lines):
        cables.open = lambda name: (_ for _ in ()).throw(ValueError(f"MIDI: {name} is busy"))
        cables.there["Busy"] = cables.there["Faders"]
        for now in (1e9, 2e9):
            inputs.watch(now)
        assert lines.count("MIDI: Busy is busy") == 1

    run(act)


def test_what_was_learned_is_saved(run, stage, cables, instrument, answers):
    file = stage.home.root / "midi.json"

    async def act(inputs, lines):
        instrument.handle("/gan/midi/learn", ["/gan/out/gain", 0, 1], answers)
        faders = cables.there["Faders"]
        faders.send(0xB0, 7, 127)
        faders.send(0xB0, 7, 0)
        await until(lambda: instrument.midi.changed)
        inputs.watch(1e9)
        await until(file.exists)
        instrument.handle("/gan/midi/learn", ["/gan/morph"], answers)
        faders.send(0xB0, 8, 127)
        await until(lambda: instrument.midi.changed)

    run(act)
    assert [each["controller"] for each in json.loads(file.read_text())["controllers"]] == [7, 8]


def test_what_a_controller_moves_and_cannot_is_told_with_the_name_of_its_port(run, cables, instrument, answers):
    async def act(_, lines):
        instrument.handle("/gan/midi/learn", ["/gan/morph"], answers)
        cables.there["Faders"].send(0xB0, 7, 127)
        await until(lambda: lines[-1].startswith("Faders:"))
        assert lines[-1].startswith("Faders: /fail /gan/morph the fader has no ends")

    run(act)
