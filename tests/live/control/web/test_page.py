"""The page, as a browser asks for it: its files, and what it asks about."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gesturegan_live.control.web import live as lives
from gesturegan_live.control.web import terrain
from gesturegan_live.control.web.token import Token
from tests.live.control.conftest import ask


def test_a_browser_gets_the_page_and_others_the_tree(session):
    async def act(asked):
        response, body = await asked.get("/", Accept="text/html,*/*;q=0.8")
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert b"<title>GestureGAN</title>" in body
        for accept in ("*/*", "application/json", ""):
            response, body = await asked.get("/", Accept=accept)
            assert json.loads(body)["FULL_PATH"] == "/"
        assert response.headers["Vary"] == "Accept"
        assert json.loads((await asked.get("/?HOST_INFO", Accept="text/html"))[1])["NAME"] == "GestureGAN"

    session(act)


def test_all_that_the_page_names_is_there_and_nothing_of_it_is_elsewhere(session):
    async def act(asked):
        folder = Path(lives.__file__).with_name("page")
        named = {"/page/index.html"}
        for path in folder.rglob("*.*"):
            text = path.read_text(encoding="utf-8")
            named |= set(re.findall(r'(?:href|src)="(/page/[^"]+)"', text))
            imported = re.findall(r'from "(\.[^"]+)"', text)
            named |= {f"/page/{(path.parent / each).resolve().relative_to(folder).as_posix()}" for each in imported}
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), path
        assert len(named) > 10
        for path in named:
            response, _ = await asked.get(path)
            assert response.status == 200, path
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"

    session(act)


@pytest.mark.parametrize(
    "path",
    [
        "/page/",
        "/page/../live.py",
        "/page/%2e%2e/live.py",
        "/page/nothing.js",
        "/page/models/../secret/preview.png",
        "/page/models/mine/bundle.json",
        "/page/models/none/preview.png",
    ],
)
def test_nothing_else_is_read(session, path):
    async def act(asked):
        assert (await asked.get(path))[0].status == 404

    session(act)


def test_a_model_is_seen_and_heard_before_it_is_loaded(session, tmp_path):
    async def act(asked):
        (tmp_path / "my model").mkdir()
        (tmp_path / "my model" / "preview.png").write_bytes(b"a picture")
        response, body = await asked.get("/page/models/my%20model/preview.png")
        assert (response.headers["Content-Type"], body) == ("image/png", b"a picture")

    session(act)


def test_it_says_which_models_can_be_seen_and_heard(session, tmp_path):
    async def act(asked):
        (tmp_path / "metal").mkdir()
        (tmp_path / "metal" / "preview.flac").write_bytes(b"a sound")
        told = json.loads((await asked.get("/page/models.json"))[1])
        assert told == [{"name": "textures", "previews": []}, {"name": "metal", "previews": ["preview.flac"]}]

    session(act)


def test_it_says_what_the_instrument_is_and_where_sounds_lie_along_its_axes(session, instrument):
    async def act(asked):
        for address, values in (
            ("/gan/voice/2/z", [1.0, 2.0, 0.0, 0.0]),
            ("/gan/voice/2/axis/fine_grain", [0.5]),
            ("/gan/voice/2/gate", [1]),
            ("/gan/scene/store", ["day"]),
            ("/gan/scene/store", ["one", 2]),
        ):
            for work in instrument.handle(address, values, print):
                await work
        about = json.loads((await asked.get("/page/about.json"))[1])
        assert (about["model"], about["voices"], about["ring"]) == ("textures", 3, [90.0, -90.0])
        assert [axis["name"] for axis in about["axes"]] == ["brightness", "1", "fine_grain"]
        assert about["gram"] == [[1.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 9.0]]
        assert about["voice"]["mode"]["choices"][0] == "loop"
        assert (about["voice"]["gain"]["high"], about["out"]["gain"]["unit"]) == (4, "linear")
        marks = {mark["name"]: mark for mark in json.loads((await asked.get("/page/landmarks.json"))[1])}
        assert marks["stones"]["along"] == [1.0, 2.0, 1.5]  # [1, -1, 0.5, 0] on steps of 1, -2 and 3
        assert marks["day"]["along"] == marks["one"]["along"] == [1.0, -4.0, 4.5]  # of the voice that is open
        assert (marks["day"]["one"], marks["one"]["one"]) == (False, True)

    session(act)


def test_a_page_of_another_origin_neither_looks_nor_plays(session):
    async def act(asked):
        for path in ("/page/live", "/"):
            with pytest.raises(InvalidStatus, match="403"):
                async with connect(f"ws://127.0.0.1:{asked.query.port}{path}", origin="https://evil.example"):
                    pass
            rebound = await asked.get(path, Host="evil.example", Upgrade="websocket", Connection="Upgrade")
            assert rebound[0].status == 403
        for path in ("/", "/page/main.js", "/page/about.json"):
            assert (await asked.get(path, Accept="text/html", Origin="https://evil.example"))[0].status == 403
            assert (await asked.get(path, Accept="text/html", Host="evil.example"))[0].status == 403

    session(act)


def test_a_stranger_brings_the_token_or_sees_and_plays_nothing(session, tmp_path):
    token = Token(tmp_path)

    async def act(asked):
        for path in ("/", "/page/main.js", "/page/landmarks.json", "/page/models/textures/preview.png"):
            assert (await asked.get(path, Accept="text/html"))[0].status == 401
        for path in ("/page/live", "/"):
            with pytest.raises(InvalidStatus, match="401"):
                async with connect(f"ws://127.0.0.1:{asked.query.port}{path}"):
                    pass
        invited, _ = await asked.get(f"/?token={token.word}", Accept="text/html")
        assert (invited.status, invited.headers["Location"]) == (303, "/")
        kept = {"Cookie": invited.headers["Set-Cookie"].partition(";")[0]}
        assert (await asked.get("/", Accept="text/html", **kept))[0].status == 200
        async with asked.look(additional_headers=kept) as page:
            assert await asked.frame(page, "-")

    session(act, trust=lambda _: False, token=token)


def test_others_have_their_turn_between_two_landmarks(instrument, answers):
    for name in ("dusk", "day", "dawn"):
        ask(instrument, answers, "/gan/scene/store", name)
    turns, read = [0], []

    def reading(name, scenes=instrument.scenery.scenes.read):
        read.append(turns[0])
        return scenes(name)

    async def act():
        async def count():
            while True:
                turns[0] += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        await terrain.landmarks(instrument)
        counting.cancel()

    instrument.scenery.scenes.read = reading
    asyncio.run(act())
    assert len(set(read)) == 3
