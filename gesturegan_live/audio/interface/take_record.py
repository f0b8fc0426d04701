"""One record of a take, as the audio callback writes it: all that it was told, with the sample at which it obeyed.

Conventions
-----------
A ``RECORD``, then its ``size`` bytes; numbers are little-endian. The file of a take (`gesturegan_live.takes.file`) is
made of them.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

RECORD = np.dtype([("size", "<u4"), ("kind", "<u4"), ("clock", "<i8")])
# The state is for who plays the take to the sample; POINT and CONTROLS, for who plays it again live, say it in words.
IMAGE = np.dtype([("checksum", "<u8"), ("voice", "<i8"), ("first", "<i8")])  # the point follows: float32
WHOLE = -1  # for `first`: not a strip, which is of some rows only, but the whole image


class Kind(IntEnum):
    """What a record holds."""

    MODEL = 1  # JSON: a model that later records name by its number
    STATE = 2  # JSON: an engine, and how its state is laid out; begins the take, and goes on after a death
    PIECE = 3  # the next bytes of that state
    EVENTS = 4  # what the engine was handed: an array of EVENT
    IMAGE = 5  # IMAGE, and the point that made it: latent point, condition, growth
    SWITCH = 6  # int64: the number of the model that is switched to
    FADE = 7  # the output begins to fade out
    CLOCK = 8  # the performance went on at least until here
    POINT = 9  # IMAGE, and the point that made the image which a voice has in the state
    CONTROLS = 10  # what the voices are asked to do in the state, as `Controls.told` says it
