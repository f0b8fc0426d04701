from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.works import MOST_SYNCS, Works


def test_a_sync_waits_for_what_was_started_before_it_and_no_more():
    done = []

    async def act():
        works, gates = Works(), [asyncio.Event() for _ in range(3)]

        async def work(number):
            await gates[number].wait()
            done.append(number)

        works.sync(lambda: done.append("at once"))
        works.start(work(0))
        works.start(work(1))
        works.sync(lambda: done.append("both"))
        works.start(work(2))
        gates[1].set()
        await asyncio.sleep(0)
        gates[0].set()
        while "both" not in done:
            await asyncio.sleep(0)
        assert done == ["at once", 1, 0, "both"]
        gates[2].set()
        assert await works.close(10) == 0

    asyncio.run(act())
    assert done[-1] == 2


def test_syncs_that_wait_are_bounded():
    async def act():
        works = Works()
        works.start(asyncio.Event().wait())
        for _ in range(MOST_SYNCS):
            works.sync(lambda: None)
        with pytest.raises(RefusedError, match="wait already"):
            works.sync(lambda: None)
        assert await works.close(0) == 1

    asyncio.run(act())
