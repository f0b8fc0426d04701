from __future__ import annotations

import asyncio

from gesturegan_live.control.osc.complaints import MOST, Complaints


def test_a_few_lines_then_how_many_more(monkeypatch):
    monkeypatch.setattr("gesturegan_live.control.osc.complaints.WINDOW", 0.01)
    lines = []

    async def act():
        complain = Complaints(lines.append)
        for number in range(60):
            complain("10.0.0.1:5:", "/fail", number)
        assert lines == [f"10.0.0.1:5: /fail {number}" for number in range(MOST)]
        while len(lines) == MOST:
            await asyncio.sleep(0.001)
        assert lines[MOST:] == ["… and 57 more refused"]
        complain("again")
        assert lines[-1] == "again"

    asyncio.run(act())


def test_a_terminal_is_told_nothing_that_it_would_obey():
    lines = []

    async def act():
        Complaints(lines.append)("10.0.0.1:5:", "/fail", "/gan/\x1b]0;mine\x07\n\u2028x", "no such address")

    asyncio.run(act())
    assert lines == ["10.0.0.1:5: /fail /gan/?]0;mine? x no such address"]
