from __future__ import annotations

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc import clients
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
