"""Commands that measure, within this process: only the instrument is another one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gesturegan_live.__main__ import main
from gesturegan_live.bench import latency
from tests.conftest import command


def measured(*arguments: object, server: str = "none") -> Any:
    """What a command of ``gesturegan-live bench`` prints; few points are heard before the trials."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", server)
        patch.setattr(latency, "_CANDIDATES", 3)
        done = command(main, "bench", *arguments, "--json")
    assert done.status == 0, done.err
    return json.loads(done.out.splitlines()[-1])
