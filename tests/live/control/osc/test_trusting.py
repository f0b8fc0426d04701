"""What those beyond this computer may do, as the server's real entry takes their packets."""

from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.control.osc.allowance import A_HOST
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.show.parameters import OUT_INDEX, OUT_VOICE
from tests.live.control.osc.timing.test_bundles import bundle

STRANGER = ("192.0.2.7", 5000)


@pytest.fixture
def hear(instrument):
    """Let a server hear packets from the stranger; gives what it sent, and what it showed."""

    def run(*packets: bytes, trust: tuple[str, ...] = ()):
        sent, shown = [], []

        class Transport(asyncio.DatagramTransport):
            def is_closing(self):
                return False

            def sendto(self, data, addr=None):
                assert addr == STRANGER
                sent.append(data)

            def close(self):
                pass

        async def act():
            server = await OscServer.open(instrument, port=0, show=shown.append, trust=trust)
            server._endpoints[0].close()
            server._endpoints[0].connection_made(Transport())
            for packet in packets:
                server.datagram_received(packet, STRANGER, server._endpoints[0])
            await asyncio.sleep(0.05)
            await server.close()

        asyncio.run(act())
        return sent, shown

    return run


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("/gan/preset/store", ["mine"]),
        ("/gan/preset/delete", ["mine"]),
        ("/gan/out/record", ["mine"]),
        ("/gan/out/record", [0]),
        ("/gan/take/record", ["mine"]),
        ("/gan/take/stop", []),
        ("/gan/model/load", ["metal"]),
        ("/gan/{out,take}/record", ["mine"]),
        ("/notify", [1]),
        ("/gan/subscribe", ["/gan/voice/1/gain"]),
        ("/dumpOSC", [1]),
        ("/clearSched", []),
        ("/gan/show/load", ["mine"]),
        ("/gan/show/save", ["mine"]),
        ("/gan/cue/go", []),
        ("/quit", []),
    ],
)
def test_a_stranger_may_not_write_delete_record_load_or_quit(hear, stage, address, values):
    stage.recording = "the concert"
    (answer,), (line,) = hear(wire.encode(address, values))
    assert answer.startswith(b"/fail")
    assert b"only for this computer" in answer
    assert line.startswith(f"192.0.2.7:5000: /fail {address} ")
    assert not stage.quitted
    assert stage.recording == "the concert"
    assert not stage.home.root.exists()
    assert stage.model.name == "textures"


def test_a_stranger_may_play_and_read_single_values(hear, stage):
    sent, _ = hear(
        wire.encode("/gan/voice/*/gate", [1]),
        wire.encode("/gan/voice/1/seed", [7]),
        wire.encode("/gan/preset/recall", ["stones"]),
        wire.encode("/gan/voice/1/gate", []),
        wire.encode("/gan/out/record", []),
        wire.encode("/gan/out/panic", []),
    )
    assert sent == [
        wire.encode("/done", ["/gan/preset/recall", "stones", 1]),
        wire.encode("/gan/voice/1/gate", [1]),
        wire.encode("/gan/out/record", [""]),
    ]
    assert (OUT_VOICE, OUT_INDEX["panic"], 1.0, 0) in stage.sent


def test_whom_the_show_trusts_may_do_all(hear, stage):
    assert hear(wire.encode("/quit", []), trust=("192.0.2.0/24",))[0] == [wire.encode("/done", ["/quit"])]
    assert stage.quitted


def test_a_question_from_afar_brings_one_answer_whatever_it_stands_for(hear):
    (answer,), _ = hear(wire.encode("/gan/voice/*/*", []))
    assert b"values at once: only for this computer" in answer


def test_a_flood_of_questions_from_afar_brings_no_more_than_an_allowance(hear):
    question = wire.encode("/gan/voice/1/gain", [])
    sent, _ = hear(*[question] * 3000, bundle(0, *[question] * 1000))
    assert sum(map(len, sent)) <= A_HOST * 1.5
    refused, _ = hear(*[wire.encode("/nothing/" + "x" * 200, [1])] * 3000)
    assert sum(map(len, refused)) <= A_HOST * 1.5


def test_bundles_from_afar_leave_room_for_those_of_this_computer(hear):
    distant = bundle(2e9, *[wire.encode("/gan/preset/recall", ["x" * 1000])] * 60)
    sent, _ = hear(*[distant] * 30)
    assert any(b"bundles of" in answer for answer in sent)


def test_every_route_that_is_not_open_to_all_is_one_that_writes_or_ends():
    guarded = {route.address for route in ROUTES if not (route.is_open or (route.readable and not route.writable))}
    assert guarded >= {"/gan/preset/store", "/gan/preset/delete", "/gan/out/record", "/gan/take/record", "/quit"}
    assert not any("{n}" in address for address in guarded)
