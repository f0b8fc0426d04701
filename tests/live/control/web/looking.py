"""A server of the page, a browser's requests to it, and what plays for who looks."""

from __future__ import annotations

import asyncio
import http.client

import numpy as np
from websockets.asyncio.client import connect

from gesturegan_live import codecs
from gesturegan_live.codecs.payload import payload_shape
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.web.live import Live
from gesturegan_live.control.web.oscquery import OscQuery
from gesturegan_live.control.web.page import Page
from gesturegan_live.show.trust import Trust

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


def run(instrument, stage, folder, act, trust=None, token=None):
    """Do something with a server whose models lie in a folder."""

    async def within():
        osc = await OscServer.open(instrument, port=0, show=lambda line: live.tell(line))  # noqa: PLW0108 - which is made later
        watched = Watched(stage)
        live = Live(instrument, watched, osc.batches)
        page = Page(instrument, live, lambda name: folder / name)
        query = await OscQuery.open(osc, instrument, "localhost", 0, trust or Trust(), token, page)
        try:
            await act(Session(osc, query, live, watched))
        finally:
            await query.close()
            await osc.close()

    asyncio.run(within())
