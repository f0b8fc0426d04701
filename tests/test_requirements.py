"""What ``pyproject.toml`` asks for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("extra", ["tensorflow", "gpu"])
def test_no_keras_is_let_in_whose_safe_mode_runs_what_a_bundle_says(extra: str) -> None:
    wanted = {found.name: found for found in map(Requirement, PROJECT["optional-dependencies"][extra])}
    assert "3.13.1" not in wanted["keras"].specifier
    assert "3.13.2" in wanted["keras"].specifier
