"""The first sound, measured from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def test_the_first_sound_is_one_json_object() -> None:
    command = [sys.executable, "-m", "gesturegan_live", "bench", "start", "--json"]
    environment = os.environ | {"JACK_DEFAULT_SERVER": "none"}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    result = json.loads(said.stdout)
    assert 0.1 < result["first_sound_s"] < 120
    assert result["import_s"] > 0.0
    assert result["compile_s"] > 0.0
