"""The first sound, measured from outside."""

from __future__ import annotations

from tests.live.bench.conftest import measured


def test_the_first_sound_is_one_json_object() -> None:
    result = measured("start")
    assert 0.1 < result["first_sound_s"] < 120
    assert result["import_s"] > 0.0
    assert result["compile_s"] > 0.0
