"""Programs of other people, as they are, against the instrument itself: they send, read, follow and find out."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gesturegan_live.models.bundle import Bundle
from tests.live.conftest import PATIENCE, Playing

pytestmark = pytest.mark.long

VOICES = 4
JAVASCRIPT = """
const osc = require("osc"), [udp, web] = process.argv.slice(2).map(Number), heard = [];
const hear = (kind) => (message) => heard.push([kind, message.address, ...message.args]);
const here = "127.0.0.1";
const datagrams = new osc.UDPPort({localAddress: here, localPort: 0, remoteAddress: here, remotePort: udp});
const socket = new osc.WebSocketPort({url: `ws://127.0.0.1:${web}/`});
const said = (kind, address, value) => heard.some((each) =>
    each[0] === kind && each[1] === address && Math.abs(each[2] - value) < 1e-3);
datagrams.on("message", hear("udp"));
socket.on("message", hear("web"));
datagrams.on("ready", () => {
    datagrams.send({address: "/gan/voice/2/gain", args: [{type: "f", value: 0.25}]});
    datagrams.send({address: "/gan/voice/2/gain"});
    datagrams.send({address: "/gan/subscribe", args: [{type: "s", value: "/gan/voice/3/gain"}]});
    socket.open();
});
socket.on("ready", () => {
    socket.socket.send(JSON.stringify({COMMAND: "LISTEN", DATA: "/gan/voice/3/gain"}));
    socket.send({address: "/gan/voice/3/gain", args: [{type: "f", value: 0.125}]});
});
datagrams.open();
setInterval(() => {
    if (said("udp", "/gan/voice/2/gain", 0.25) && said("udp", "/gan/voice/3/gain", 0.125)
            && said("web", "/gan/voice/3/gain", 0.125)) process.exit(0);
}, 20);
setTimeout(() => { console.error(JSON.stringify(heard)); process.exit(1); }, 60000);
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def instrument(tiny_bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Playing, int]]:
    """An instrument that plays, and the port at which it answers OSCQuery."""
    pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")
    web, home = free_port(), tmp_path_factory.mktemp("home")
    options = ("--voices", VOICES, "--device", "null", "--no-walk", "--oscquery", web, "--home", home)
    playing = Playing(tiny_bundle.path, *options)
    try:
        playing.wait_for(r" on null, OSC on ")
        yield playing, web
    finally:
        playing.end()


def test_liblo_sends_reads_and_follows(instrument: tuple[Playing, int]) -> None:
    liblo = pytest.importorskip("pyliblo3")
    playing, _ = instrument
    heard: list[tuple[str, list[float]]] = []
    client, server = liblo.Server(), liblo.Address("127.0.0.1", playing.port)
    client.add_method(None, None, lambda path, values: heard.append((path, list(values))))

    def hears(path: str, value: float) -> bool:
        end = time.monotonic() + PATIENCE
        while (path, [value]) not in heard and time.monotonic() < end:
            client.recv(50)
        return (path, [value]) in heard

    client.send(server, "/gan/voice/1/gain", 0.5)
    client.send(server, "/gan/voice/1/gain")
    assert hears("/gan/voice/1/gain", 0.5)
    client.send(server, "/gan/subscribe", "/gan/voice/1/rate")
    assert hears("/gan/voice/1/rate", 1.0)
    bundle = liblo.Bundle(liblo.time() + 0.05, liblo.Message("/gan/voice/1/rate", 0.75))
    client.send(server, bundle)
    assert hears("/gan/voice/1/rate", 0.75)
    liblo.send(liblo.Address("127.0.0.1", playing.port, liblo.TCP), "/gan/voice/1/rate", 2.0)
    assert hears("/gan/voice/1/rate", 2.0)


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs Node.js")
def test_npm_osc_sends_reads_and_follows_by_datagrams_and_by_websocket(instrument: tuple[Playing, int], tmp_path: Path):
    playing, web = instrument
    package = {"name": "client", "private": True, "dependencies": {"osc": "^2.4.5"}}
    (tmp_path / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (tmp_path / "client.js").write_text(JAVASCRIPT, encoding="utf-8")
    fetch = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    if subprocess.run(fetch, cwd=tmp_path, check=False, capture_output=True, timeout=PATIENCE).returncode:
        pytest.skip("npm does not find the package osc")
    command = ["node", "client.js", str(playing.port), str(web)]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr


def test_python_oscquery_finds_out_what_there_is(instrument: tuple[Playing, int]) -> None:
    pytest.importorskip("pythonoscquery")
    zeroconf = pytest.importorskip("zeroconf")
    from pythonoscquery.osc_query_client import OSCQueryClient

    playing, web = instrument
    service = "_oscjson._tcp.local."
    info = zeroconf.ServiceInfo(service, f"GestureGAN.{service}", addresses=[socket.inet_aton("127.0.0.1")], port=web)
    client = OSCQueryClient(info)
    host = client.get_host_info()
    assert (host.osc_ip, host.osc_port) == ("127.0.0.1", playing.port)
    gain = client.query_node("/gan/voice/4/gain")
    assert gain.value == [float(playing.ask("/gan/voice/4/gain")[0])]
    assert gain.description
    assert client.query_node("/gan/nothing") is None  # of containers it takes those alone of which all can be read


def test_adm_oscs_own_stress_moves_every_voice_and_nothing_is_refused(instrument: tuple[Playing, int]) -> None:
    adm = pytest.importorskip("adm_osc")
    playing, _ = instrument
    client = adm.StressClient("127.0.0.1", playing.port, free_port())
    before = [playing.ask(f"/gan/voice/{voice}/azimuth") for voice in range(1, VOICES + 1)]
    refused = sum("/adm/" in line for line in playing.lines)
    client.stress_polar_position(VOICES, duration_in_second=0.5, interval_in_milliseconds=5.0)
    client.stress_cartesian_position(VOICES, duration_in_second=0.5, interval_in_milliseconds=5.0)
    after = [playing.ask(f"/gan/voice/{voice}/azimuth") for voice in range(1, VOICES + 1)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert sum("/adm/" in line for line in playing.lines) == refused
