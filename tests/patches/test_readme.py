from __future__ import annotations

import asyncio
import re
import shlex
import socket
from pathlib import Path

import pytest
from pythonosc.osc_message import OscMessage

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.routes import readme_table as table
from gesturegan_live.control.osc.server import OscServer
from tests.patches.stage import Stage

README = Path(__file__).parents[2] / "patches" / "README.md"


def test_the_message_table_is_that_of_the_routes(tmp_path):
    copy = tmp_path / "README.md"
    copy.write_text(README.read_text(encoding="utf-8"), encoding="utf-8")
    table.write_table(copy)
    assert copy.read_text(encoding="utf-8") == README.read_text(encoding="utf-8")
    assert table.markdown_table() in copy.read_text(encoding="utf-8")


def test_a_file_without_a_place_for_the_table_is_refused(tmp_path):
    (tmp_path / "README.md").write_text("nothing\n")
    with pytest.raises(ValueError, match="has no place for the table"):
        table.write_table(tmp_path / "README.md")


def _typed(word: str) -> object:
    return float(word) if re.fullmatch(r"-?[\d.]+", word) else word


def _recipe() -> list[tuple]:
    """Every message of the recipe for phones: lines of the script, then those that are sent as they stand."""
    recipe = README.read_text(encoding="utf-8").partition("## TouchOSC and phones\n")[2].partition("\n## ")[0]
    calls = [shlex.split(call.replace(",", " ") if "{" not in call else call.replace("', ", "' ")) for call in
             re.findall(r"sendOSC\((.*)\)", recipe)]  # fmt: skip
    lines = [shlex.split(re.split(r"  +", line)[0]) for line in re.findall(r"^(/gan/.*)$", recipe, re.MULTILINE)]
    return [(address, *map(_typed, values)) for address, *values in (*calls, *lines)]


def test_every_message_of_the_recipe_for_phones_is_obeyed(tmp_path):
    recipe = _recipe()
    assert [message[0] for message in recipe] == [
        "/notify", "/gan/subscribe", "/gan/input/learn", "/gan/input/hand/smooth", "/gan/link/add", "/gan/link/add",
    ]  # fmt: skip
    answers: list[tuple] = []

    async def session() -> None:
        server = await OscServer.open(Instrument(Stage(tmp_path)), port=0)
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hears,
        ):
            hears.bind(("127.0.0.1", 0))
            hears.setblocking(False)
            sent = [
                ("/notify", 1.0, 1.0, hears.getsockname()[1]),
                *recipe[1:3],
                ("/accxyz", 0.1, 0.2, 0.3),
                *recipe[3:],
            ]
            for address, *values in (*sent, ("/sync", 1)):
                phone.sendto(wire.encode(address, tuple(values)), ("127.0.0.1", server.port))
            while not answers or answers[-1][0] != "/synced":
                server.tick()
                packet = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(hears, 65536), 30)
                if not packet.startswith(b"#bundle"):  # values that are followed
                    message = OscMessage(packet)
                    answers.append((message.address, *message.params))
        await server.close()

    asyncio.run(session())
    told = {answer[0] for answer in answers}
    assert "/fail" not in told
    assert "/late" not in told
