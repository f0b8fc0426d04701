"""How fast families are taught: real steps beside the plain loop; never how fast."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from training import cli
from training.runs import bench
from training.runs.bench import PLAIN, lines

pytestmark = pytest.mark.long


def test_a_family_is_measured_beside_the_plain_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "BATCH", 4)
    monkeypatch.setattr(bench, "TURNS", 2)
    done = CliRunner().invoke(cli.app, ["bench", "--model", "function1d", "--seconds", "0", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["rates"]
    assert [row["model"] for row in told] == [PLAIN, "function1d"]
    assert told[0]["to_plain"] == 1.0
    assert told[1]["image_shape"] == [16384, 1, 2]
    assert told[1]["images_per_s"] > 0
    assert told[1]["to_plain"] is None, "its images have another size"
    assert len(lines(told)) == 2


def test_unknown_names_are_refused() -> None:
    for option, value in (("--model", "rave"), ("--precision", "float16")):
        done = CliRunner().invoke(cli.app, ["bench", option, value])
        assert f"{option[2:]} is '{value}', expected one of" in str(done.exception)
