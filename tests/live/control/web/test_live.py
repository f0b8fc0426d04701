"""What plays, as pages that look are told: meters, pictures, what is said; and how often."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
import time

import numpy as np
import pytest

pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")

from websockets.asyncio.client import connect

from gesturegan_live.control.messages import wire
from gesturegan_live.control.web import live as lives

HEAD = struct.Struct("<BBHI8f")


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


def test_a_page_that_asks_too_often_is_read_no_more_often_than_it_may_ask(session):
    async def act(asked):
        async with asked.look() as page:
            began, frames = time.monotonic(), 0
            for _ in range(400):
                await page.send("-")
            while time.monotonic() < began + 0.3:
                asked.live._due = 0.0  # whatever others have had
                asked.live.tick()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(page.recv(), 0.001)
                    frames += 1
            assert 1 < frames <= 1 + lives.OFTEN * (time.monotonic() - began)

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


def test_pages_that_this_computer_draws_share_what_there_is_for_them(session, monkeypatch):
    monkeypatch.setattr(lives, "_LOADS", ())

    async def act(asked):
        clock = [asked.live._now()]
        asked.live._now = lambda: clock[0]
        async with asked.look() as one, asked.look() as other, asked.look() as elsewhere:
            sockets = [one, other, elsewhere]
            while len(asked.live._pages) < 3:
                await asyncio.sleep(0.001)
            by_port = {page.connection.remote_address[1]: page for page in asked.live._pages}
            pages = [by_port[socket.local_address[1]] for socket in sockets]
            pages[-1].is_here = False

            async def served(seconds):
                """Which of them a tick serves, so much later, if all ask."""
                for socket in sockets:
                    await socket.send("-")
                while not all(page.wants for page in pages):
                    await asyncio.sleep(0.001)
                clock[0] += seconds
                asked.live.tick()
                return [not page.wants for page in pages]

            assert await served(0.0) == [True, True, True]
            assert await served(0.034) == [False, False, True]  # a thirtieth of a second later; two share 28
            assert await served(0.04) == [True, True, True]

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
