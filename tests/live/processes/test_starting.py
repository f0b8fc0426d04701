"""What is told of a start while it lasts."""

from __future__ import annotations

from gesturegan_live.processes.starting import Starting


def test_the_line_is_always_true_and_is_said_at_first_only_where_all_goes_fast() -> None:
    said: list[str] = []
    starting = Starting(said.append)
    assert starting.line == "starting …"
    for done in range(1, 42):
        starting.compiling(done, 41)
        assert starting.line == f"compiling sound kernels {done} of 41"
    assert said == ["compiling sound kernels 1 of 41"]
