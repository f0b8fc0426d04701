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

ROUGH = """
import json, sys
import keras, numpy as np
from gesturegan_live.generator.layers import Rough, Speckle
keras.utils.set_random_seed(1)
images, amount = keras.Input((16, 8, 32)), keras.Input((16, 8, 1))
model = keras.Model([images, amount], Rough(4)([images, amount]))
model.save(sys.argv[1])
loaded = keras.saving.load_model(sys.argv[1], safe_mode=True)
x, none, half = np.ones((2, 16, 8, 32), np.float32), *np.zeros((2, 2, 16, 8, 1), np.float32)
half[:, :8] = 2.0
smooth, rough = np.asarray(loaded([x, none])), np.asarray(loaded([x, half]))
noise = np.asarray(Speckle(4)((64, 32, 16))).reshape(64, 32, 4, 4).transpose(0, 2, 1, 3).reshape(256, 128)
follow = lambda a, b: float(np.mean(a * b))
print(json.dumps({
    "same": bool((np.asarray(model([x, half])) == rough).all()), "smooth": bool((smooth == 1).all()),
    "where": bool((rough[:, 8:] == 1).all()), "much": float(rough[:, :8].std()),
    "mean": float(noise.mean()), "deviation": float(noise.std()), "skew": float((noise**3).mean()),
    "along_time": follow(noise[1:], noise[:-1]), "far": follow(noise[8:], noise[:-8]),
    "along_frequency": follow(noise[:, 1:], noise[:, :-1]),
    "weights": [list(v.shape) for v in loaded.trainable_variables],
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


def test_images_are_roughened_where_and_as_much_as_asked(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROUGH, str(tmp_path / "rough.keras")], check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    assert told["same"]
    assert told["smooth"]
    assert told["where"]
    assert 1.6 < told["much"] < 2.4
    assert told["weights"] == [[16, 8, 32]], "the noise is taught"
    assert abs(told["mean"]) < 1e-3
    assert abs(told["deviation"] - 1) < 1e-3
    assert told["skew"] < -0.5, "deep holes, no peaks: logarithms"
    assert told["along_time"] > 0.3
    assert abs(told["far"]) < 0.05
    assert abs(told["along_frequency"]) < 0.05
