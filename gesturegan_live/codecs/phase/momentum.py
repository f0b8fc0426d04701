"""How far a step of fast Griffin-Lim goes on beyond the last one; 0 is plain Griffin-Lim."""

from __future__ import annotations

MOMENTUM = 0.99  # best over a hundred steps
SHORT_MOMENTUM = 0.9  # and over a few
