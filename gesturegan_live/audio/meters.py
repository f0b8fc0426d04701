"""What the engine shows of itself.

Conventions
-----------
One record of fixed layout, written after every block by the audio callback; whoever needs it elsewhere copies it whole.
Levels are linear, 1 full scale.
"""

from __future__ import annotations

import numpy as np


def meters_dtype(voices: int, channels: int) -> np.dtype[np.void]:
    """Layout of the meters of an engine.

    ``clock`` is the sample that comes next, ``guarded`` counts samples and image values that were no numbers,
    ``refused`` events that named no voice or parameter or found the queue full, ``peak`` falls by itself, ``rms`` and
    ``voice_rms`` are running means over 100 ms, ``playhead`` is 0..1 of the clip.
    """
    return np.dtype(
        [
            ("clock", "<i8"),
            ("guarded", "<i8"),
            ("refused", "<i8"),
            ("peak", "<f8", (channels,)),
            ("rms", "<f8", (channels,)),
            ("voice_rms", "<f8", (voices,)),
            ("playhead", "<f8", (voices,)),
        ]
    )
