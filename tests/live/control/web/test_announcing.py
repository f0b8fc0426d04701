"""Multicast DNS, as another program asks: zeroconf's own browser, on this computer's own addresses."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("zeroconf", reason="needs zeroconf: pip install '.[web]'")

from zeroconf import ServiceStateChange
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from gesturegan_live.control.web import announcing
from gesturegan_live.control.web.announcing import OSC, QUERY, Announcement, reached

PATIENCE = 20.0  # seconds


class Browser:
    """Another program that looks for services."""

    def __init__(self) -> None:
        self.there: set[tuple[str, str]] = set()
        self.zeroconf = AsyncZeroconf(interfaces=["127.0.0.1"])
        self._browsers = [
            AsyncServiceBrowser(self.zeroconf.zeroconf, kind, handlers=[self._seen]) for kind in (OSC, QUERY)
        ]

    def _seen(self, zeroconf, service_type, name, state_change) -> None:
        change = self.there.discard if state_change is ServiceStateChange.Removed else self.there.add
        change((service_type, name))

    async def until(self, condition) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition(self.there):
                await asyncio.sleep(0.02)

    async def info(self, kind: str, name: str) -> AsyncServiceInfo:
        found = AsyncServiceInfo(kind, name)
        assert await found.async_request(self.zeroconf.zeroconf, 5000)
        return found

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.async_cancel()
        await self.zeroconf.async_close()


def test_it_is_found_with_its_ports_and_says_farewell() -> None:
    async def act() -> None:
        browser = Browser()
        announcement = Announcement(["127.0.0.1"], {OSC: 7801, QUERY: 7802})
        await browser.until(lambda there: {kind for kind, _ in there} == {OSC, QUERY})
        for kind, name in sorted(browser.there):
            info = await browser.info(kind, name)
            assert info.port == {OSC: 7801, QUERY: 7802}[kind]
            assert info.parsed_addresses() == ["127.0.0.1"]
        await announcement.close()
        await browser.until(lambda there: not there)
        await browser.close()

    asyncio.run(act())


def test_a_second_one_has_another_name() -> None:
    async def act() -> None:
        browser = Browser()
        one = Announcement(["127.0.0.1"], {OSC: 7801})
        await browser.until(lambda there: len(there) == 1)
        other = Announcement(["127.0.0.1"], {OSC: 7803})
        await browser.until(lambda there: len(there) == 2)
        assert {(await browser.info(*each)).port for each in browser.there} == {7801, 7803}
        await other.close()
        await one.close()
        await browser.close()

    asyncio.run(act())


def test_where_nothing_can_be_told_nothing_is(monkeypatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError("Network is unreachable")

    async def act() -> None:
        monkeypatch.setattr(announcing, "AsyncZeroconf", refuse)
        announcement = Announcement(["10.1.2.3"], {OSC: 7801})
        await asyncio.sleep(0.05)
        await announcement.close()

    asyncio.run(act())


def test_only_addresses_that_others_reach_are_told() -> None:
    assert reached(["127.0.0.1", "::1"]) == []
    assert reached(["10.1.2.3", "127.0.0.1", "fd00::7", "fe80::1"]) == ["10.1.2.3", "fd00::7"]
    assert reached(["169.254.7.7", "10.1.2.3"]) == ["10.1.2.3", "169.254.7.7"]  # a cable between two computers
    everywhere = reached(["0.0.0.0"])
    assert "127.0.0.1" not in everywhere
    assert all(":" not in each for each in everywhere)
    assert all("." not in each for each in reached(["::"]))
