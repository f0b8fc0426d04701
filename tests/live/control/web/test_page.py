"""The page, as a browser asks for it: its files, what it asks about, and what plays."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import struct
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from gesturegan_live import codecs
from gesturegan_live.codecs.payload import payload_shape
from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.web import live as lives
from gesturegan_live.control.web import terrain
from gesturegan_live.control.web.live import Live
from gesturegan_live.control.web.oscquery import OscQuery
from gesturegan_live.control.web.page import Page
from gesturegan_live.control.web.token import Token
from gesturegan_live.show.trust import Trust
from tests.live.control.conftest import ask

HEAD = struct.Struct("<BBHI8f")
CODEC = codecs.CODECS["log-spectrogram"]()


class Watched:
    """What the fake stage cannot tell: images, and the device."""

    delay = 0.005

    def __init__(self, stage):
        self.status = stage.status
        self.newest = [1] * stage.voices

    def look(self, voice, since, read):
        if self.newest[voice] <= since:
            return None
        return self.newest[voice], read(CODEC, np.zeros(payload_shape(CODEC), np.float32))


class Session:
    """A server, and a browser's requests."""

    def __init__(self, osc, query, live, watched):
        self.osc, self.query, self.live, self.watched = osc, query, live, watched

    async def get(self, path, **headers):
        def ask():
            connection = http.client.HTTPConnection("127.0.0.1", self.query.port, timeout=10)
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                return response, response.read()
            finally:
                connection.close()

        return await asyncio.to_thread(ask)

    def look(self, **options):
        return connect(f"ws://127.0.0.1:{self.query.port}/page/live", **options)

    async def frame(self, page, wants, *, until=bytes):
        """Ask for a frame, let time pass, and give the next message of that type."""
        await page.send(wants)
        while True:
            self.live.tick()
            try:
                message = await asyncio.wait_for(page.recv(), 0.02)
            except TimeoutError:
                continue
            if isinstance(message, until):
                return message


@pytest.fixture
def session(instrument, stage, tmp_path):
    def run(act, trust=None, token=None):
        async def within():
            osc = await OscServer.open(instrument, port=0, show=lambda line: live.tell(line))  # noqa: PLW0108 - which is made later
            watched = Watched(stage)
            live = Live(instrument, watched, osc.batches)
            page = Page(instrument, live, lambda name: tmp_path / name)
            query = await OscQuery.open(osc, instrument, "localhost", 0, trust or Trust(), token, page)
            try:
                await act(Session(osc, query, live, watched))
            finally:
                await query.close()
                await osc.close()

        asyncio.run(within())

    return run


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


def test_a_frame_tells_meters_and_what_was_asked_for(session, instrument):
    async def act(asked):
        instrument.handle("/gan/voice/1/z", [1.0, 0.0, 0.0, 0.0], print)
        async with asked.look() as page:
            frame = await asked.frame(page, "-")
            stands, voices, axes, models, load, worst, delay, peak, *_ = HEAD.unpack_from(frame)
            assert (stands, voices, axes, load, worst, peak) == (0, 3, 3, 0.25, 0.5, 0.75)
            assert delay == pytest.approx(0.005)
            rows = np.frombuffer(frame, "<f4", offset=HEAD.size).reshape(3, 3)
            assert rows[0].tolist() == [0.0, 0.5, 0.75]
            assert rows[1] == pytest.approx([0.1, 0.2, 0.3])
            frame = await asked.frame(page, "w")
            assert frame[0] == 1
            where = np.frombuffer(frame, "<f4", offset=HEAD.size + rows.nbytes).reshape(2, 3, 3)
            assert where[0, 0].tolist() == [1.0, 0.0, 0.0]
            (work,) = instrument.handle("/gan/model/load", ["metal"], print)
            await work
            assert HEAD.unpack_from(await asked.frame(page, "-"))[3] == models + 1

    session(act)


def test_pictures_come_as_they_change_to_each_page_by_itself(session):
    async def act(asked):
        size = 6 + 128 * 64
        async with asked.look() as one, asked.look() as other:
            bare = len(await asked.frame(one, "-"))
            assert len(await asked.frame(one, "p")) == bare + 3 * size
            assert len(await asked.frame(one, "p")) == bare
            asked.watched.newest[1] = 2
            frame = await asked.frame(one, "p")
            assert len(frame) == bare + size
            assert frame[bare] == 1  # the voice
            assert len(await asked.frame(other, "p")) == bare + 3 * size

    session(act)


def test_frames_have_their_time_and_come_only_when_they_are_asked_for(session):
    async def act(asked):
        clock = [asked.live._now()]
        asked.live._now = lambda: clock[0]
        async with asked.look() as page:

            async def served(wants=""):
                """What comes of a tick, asked for or not."""
                if wants:
                    await page.send(wants)
                    while not any(each.wants for each in asked.live._pages):
                        await asyncio.sleep(0.001)
                asked.live.tick()
                try:
                    return await asyncio.wait_for(page.recv(), 0.05)
                except TimeoutError:
                    return None

            assert await served() is None
            assert await served("-")
            clock[0] += 0.05
            assert await served("-") is None  # a fifteenth of a second, at the load of this stage, has not passed
            clock[0] += 0.05
            assert await served()
            clock[0] += 1.0
            assert await served() is None

    session(act)


@pytest.mark.parametrize(("load", "rate"), [(0.0, 30.0), (0.49, 30.0), (0.5, 15.0), (0.74, 15.0), (0.9, 5.0)])
def test_where_blocks_take_long_there_are_fewer_frames(load, rate):
    assert lives._rate(load, lives._LOADS) == rate


@pytest.mark.parametrize(("gap", "rate"), [(0.008, 15.0), (0.013, 15.0), (0.03, 5.0)])
def test_where_the_loop_must_wait_there_are_fewer_frames(session, gap, rate):
    async def act(asked):
        clock = [asked.live._now()]
        asked.live._now = lambda: clock[0]
        for _ in range(200):
            clock[0] += gap
            asked.live.tick()
        async with asked.look() as page:
            await page.send("-")
            while not any(each.wants for each in asked.live._pages):
                await asyncio.sleep(0.001)
            asked.live.tick()
            assert asked.live._due - clock[0] == pytest.approx(1 / rate)  # blocks take half of their time here

    session(act)


def test_refusals_and_messages_are_told(session):
    async def act(asked):
        async with asked.look() as page, connect(f"ws://127.0.0.1:{asked.query.port}/") as player:
            await asked.frame(page, "m")
            await player.send(wire.encode("/gan/voice/1/gain", [0.5]))
            await player.send(wire.encode("/gan/voice/1/gain", [9.0]))
            said = {}
            while not ("lines" in said and "heard" in said):
                said |= json.loads(await asked.frame(page, "m", until=str))
            assert "gain is 9.0: wanted 0 to 4" in said["lines"][0]
            assert [each[1:] for each in said["heard"]] == [["refused: /gan/voice/1/gain 9.0", True]]

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
