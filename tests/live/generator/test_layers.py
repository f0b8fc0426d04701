"""The layers that a saved generator may hold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CHECK = """
import json, sys
import keras, numpy as np
from gesturegan_live.generator.layers import Grain
x = np.zeros((2, 6, 4, 3), np.float32)
image = keras.Input((6, 4, 3))
model = keras.Model(image, Grain(5)(image))
model.save(sys.argv[1])
loaded = keras.saving.load_model(sys.argv[1], safe_mode=True)
first, second = np.asarray(model(x)), np.asarray(loaded(x))
print(json.dumps({
    "shape": first.shape, "same": bool((first == second).all()), "alike": bool((first[0] == first[1]).all()),
    "deviation": float(first.std()), "weights": [list(v.shape) for v in loaded.trainable_variables],
}))
"""


def test_grain_is_saved_and_stays(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHECK, str(tmp_path / "grain.keras")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert told["shape"] == [2, 6, 4, 3]
    assert told["same"], "the noise that was drawn is what is loaded"
    assert told["alike"], "every image has the same grain"
    assert 0.02 < told["deviation"] < 0.3
    assert told["weights"] == [[5, 3]], "the noise is not taught, its mixture is"
