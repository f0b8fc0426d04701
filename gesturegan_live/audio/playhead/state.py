"""What a clip voice keeps from one block to the next: its playhead, its two heads, and what waits for their crossover.

Conventions
-----------
Positions are in samples of the clip. What the words mean stands in `gesturegan_live.audio.playhead.heads`, which alone
moves any of it. Owned by the audio callback.
"""

from __future__ import annotations

import numpy as np

SLOTS = 3  # heard, taken over from, waiting

VOICE = np.dtype(
    [
        ("playhead", "<f8"),
        ("pitch", "<f8"),  # smoothed
        ("head", "<f8"),
        ("old_head", "<f8"),
        ("fade", "<f8"),  # 0..1; 1: no crossover under way
        ("step", "<f8"),  # of the fade, each sample
        ("likeness", "<f8"),  # correlation of the two sounds in the crossover
        ("request", "<f8"),  # position to jump to, negative: none
        ("attack", "<f8"),  # position of an attack that the playhead has passed and the head not, negative: none
        ("slot", "<i8"),  # negative: no image yet
        ("old_slot", "<i8"),
        ("pending", "<i8"),  # slot that waits, negative: none
        ("style", "<i8"),  # how the head reads: LOOP, ONCE or SCRUB (bare)
        ("old_style", "<i8"),
        ("turned", "<i8"),  # whether the head reads backwards
        ("old_turned", "<i8"),
        ("mode", "<i8"),
        ("held", "<i8"),
        ("start", "<i8"),  # whether what is requested is the start of a `once`
        ("pong", "<i8"),  # whether it goes against its rate: back and forth
        ("leaps", "<i8"),  # whether what is requested is a place that is like the one it is at
        ("heard", "<i8"),  # bit by bit, which pieces of the clip it has been in since it had been in all
        ("until", "<f8"),  # samples of the clip until it leaves its way
        ("strike", "<i8"),  # whether the crossover under way is one, or goes to an attack
        ("starts", "<i8"),
        ("jumps", "<i8"),
        ("noise", "<u8"),
    ]
)
LOOPING = np.dtype([("period", "<f8"), ("likeness", "<f8")])  # of an image: its length as a loop, and its seam's sounds
