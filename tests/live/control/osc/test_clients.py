from __future__ import annotations

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc import clients
from gesturegan_live.control.osc.allowance import A_FRIEND, A_HOST
from tests.live.control.conftest import Client


def test_notify_sends_every_answer_to_another_port_of_the_same_host(play):
    async def act(server, client):
        ear = Client(server.port)
        client.send(wire.encode("/notify", [1, 7, ear.port]))
        assert await ear.answer() == ["/done", "/notify", 7, 64]
        client.send(wire.encode("/gan/voice/1/gain", [9.0]))
        assert (await ear.answer())[:2] == ["/fail", "/gan/voice/1/gain"]
        server.broadcast("/gan/process/audio/restarts", 1)
        assert await ear.answer() == ["/gan/process/audio/restarts", 1]
        client.send(wire.encode("/notify", [0]))
        assert await client.answer() == ["/done", "/notify", 7, 64]
        server.broadcast("/gan/process/audio/restarts", 2)
        assert await client.ask("/sync", 3) == ["/synced", 3]
        assert await client.ask("/notify", 0) == ["/fail", "/notify", "this client was not notified"]
        assert await ear.ask("/sync", 4) == ["/synced", 4]
        ear.socket.close()

    play(act)


def test_a_client_that_comes_back_takes_its_old_place(play):
    async def act(server, client):
        again = Client(server.port)
        assert await client.ask("/notify", 1) == ["/done", "/notify", 0, 64]
        assert await again.ask("/notify", 1, 0) == ["/done", "/notify", 0, 64]
        assert len(server.clients) == 1
        again.socket.close()

    play(act)


def test_the_number_of_notified_clients_is_bounded(play):
    async def act(server, client):
        for port in range(1, 200):
            server.clients.notify(clients.Client(("127.0.0.1", port), server._nowhere, trusted=True), None, None)
        assert len(server.clients) == 64
        assert await client.ask("/notify", 1) == ["/done", "/notify", 199 % 64, 64]

    play(act)


class Way:
    """Notes how many bytes go by it."""

    vouched = False

    def __init__(self) -> None:
        self.sent = 0

    def send(self, datagram, target):
        self.sent += len(datagram)

    def more(self, most):
        return ()

    def is_own(self, source):
        return False


@pytest.mark.parametrize(
    ("host", "trusted", "most"),
    [
        ("192.0.2.7", False, A_HOST),
        ("192.0.2.7", True, A_FRIEND),
        ("127.0.0.1", True, 8 << 20),
        ("::1", True, 8 << 20),
        ("keys", True, 8 << 20),
    ],
)
def test_nobody_beyond_this_computer_is_flooded_by_answers_asked_in_his_name(host, trusted, most):
    everybody, way = clients.Clients(lambda: 100.0), Way()
    for _ in range(8):
        everybody.send(clients.Client((host, 5000), way, trusted), "/gan/x", "x" * 60_000)
    for _ in range(10_000):
        everybody.send(clients.Client((host, 5000), way, trusted), "/gan/x", "x" * 60)
    whole = 8 * (60_000 + 16) + 10_000 * 76
    assert way.sent == pytest.approx(min(most, whole), rel=0.1)
