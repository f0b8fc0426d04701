"""Where OSC is listened to."""

from __future__ import annotations

import asyncio
import socket

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc.endpoint import Endpoint, bind
from gesturegan_live.control.osc.server import OscServer


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="needs IPv6")


@needs_ipv6
def test_localhost_is_every_address_that_it_has_and_answers_leave_from_where_the_question_came_to(instrument):
    async def act():
        server = await OscServer.open(instrument, "localhost", 0)
        assert server.where == f"127.0.0.1:{server.port} and [::1]:{server.port}"
        assert not server.is_open
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            with socket.socket(family, socket.SOCK_DGRAM) as client:
                client.setblocking(False)
                client.connect((host, server.port))  # hears nothing but what comes from there
                client.send(wire.encode("/notify", [1]))
                client.send(wire.encode("/sync", [7]))
                loop = asyncio.get_running_loop()
                assert (await asyncio.wait_for(loop.sock_recv(client, 100), 10)).startswith(b"/done")
                assert (await asyncio.wait_for(loop.sock_recv(client, 100), 10)).startswith(b"/synced")
                server.broadcast("/notice", "hello")
                assert (await asyncio.wait_for(loop.sock_recv(client, 100), 10)).startswith(b"/notice")
        await server.close()

    asyncio.run(act())


@needs_ipv6
def test_a_port_that_is_taken_at_one_address_of_two_is_one_line(instrument):
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as other:
        other.bind(("::1", 0))
        port = other.getsockname()[1]
        with pytest.raises(ValueError, match=rf"^OSC cannot listen on UDP port {port} of localhost: "):
            bind("localhost", port)


def test_a_name_with_an_address_that_this_machine_lacks_is_listened_to_at_the_others(monkeypatch):
    addresses = [(socket.AF_INET, ("192.0.2.1", 0)), (socket.AF_INET, ("127.0.0.1", 0))]
    found = [(family, socket.SOCK_DGRAM, 17, "", address) for family, address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    (bound,) = bind("stage", 0)
    assert bound.getsockname()[0] == "127.0.0.1"
    bound.close()
    del found[1]
    with pytest.raises(ValueError, match="^OSC cannot listen on UDP port 0 of stage: "):
        bind("stage", 0)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a" * 300,
        "a\0b",
        "\ud800",
        "..",
        "-",
        "no such host",
        "224.0.0.1",
        "ff02::1",
        "192.0.2.1",
        "1",
        "[::1",
        "\n",
    ],
)
def test_an_odd_host_is_one_line(host):
    with pytest.raises(ValueError, match=r"^(listen .* is |OSC cannot listen on UDP port 0 of ).*") as caught:
        bind(host, 0)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_socket_for_all_addresses_knows_its_own_packets():
    (bound,) = bind("0.0.0.0", 0)
    endpoint = Endpoint(lambda *_: None, bound)
    port = bound.getsockname()[1]
    assert endpoint.is_own(("127.0.0.1", port))
    assert not endpoint.is_own(("127.0.0.1", port + 1))
    assert not endpoint.is_own(("192.0.2.1", port))
    bound.close()
