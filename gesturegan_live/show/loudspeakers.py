"""Where the loudspeakers stand, and how loud a voice that has a place is on each of them.

Conventions
-----------
Azimuths are degrees as in the EBU's Audio Definition Model (ITU-R BS.2076) and ADM-OSC: 0 in front, positive to the
left, -90 to the right. Distance is 1 on the ring and 0 in its middle. A *row* holds the gain of one voice to each
loudspeaker, and its squares sum to 1. The control process calls these functions and the audio process does: one place
for one law. The standard library only.

References
----------
V. Pulkki, "Virtual sound source positioning using vector base amplitude panning", J. Audio Eng. Soc. 45(6), 1997.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

WIDEST_PAIR = 120.0  # degrees; at 180 the vector base is singular, and well before it favours the middle


def even_ring(channels: int) -> tuple[float, ...]:
    """Give the azimuths of an even ring: clockwise from the front left, the front between the first two.

    Two loudspeakers are the two sides, eight stand at 22.5, -22.5, -67.5 … 67.5.
    """
    if channels == 1:
        return (0.0,)
    azimuths = ((180.0 - 360.0 * channel) / channels for channel in range(channels))
    return tuple(azimuth if azimuth > -180.0 else azimuth + 360.0 for azimuth in azimuths)


def check_ring(ring: Sequence[object], channels: int) -> None:
    """Refuse (ValueError) what is not one azimuth for each channel, no two alike."""
    if len(ring) != channels:
        raise ValueError(f"ring of {len(ring)} azimuths: wanted one for each of {channels} channels")
    for azimuth in ring:
        if isinstance(azimuth, bool) or not isinstance(azimuth, int | float) or not -360.0 <= azimuth <= 360.0:
            raise ValueError(f"ring azimuth {azimuth!r}: wanted degrees from -360 to 360")
    turned = [float(azimuth) % 360.0 for azimuth in ring if isinstance(azimuth, int | float)]
    for channel, azimuth in enumerate(turned):
        if azimuth in turned[:channel]:
            raise ValueError(f"ring azimuth {ring[channel]}: two loudspeakers cannot stand in one place")


def in_order(ring: Sequence[float]) -> tuple[list[float], list[int]]:
    """Sort a ring for `ring_row`: azimuths from 0 to 360, and the channel of each."""
    order = sorted((azimuth % 360.0, channel) for channel, azimuth in enumerate(ring))
    return [azimuth for azimuth, _ in order], [channel for _, channel in order]


def pan_row(pan: float, row: list[float]) -> None:
    """Fill the gains of a voice that stands between the first loudspeaker (-1) and the last (1): equal power."""
    channels = len(row)
    for channel in range(channels):
        row[channel] = 0.0
    if channels == 1:
        row[0] = 1.0
        return
    place = (pan + 1.0) / 2.0 * (channels - 1)
    left = min(int(place), channels - 2)
    angle = (place - left) * math.pi / 2.0
    row[left] = math.cos(angle)
    row[left + 1] = math.sin(angle)


def ring_row(azimuth: float, distance: float, azimuths: list[float], channels: list[int], row: list[float]) -> None:
    """Fill the gains of a voice on the ring (distance 1) or within it.

    On the ring the two loudspeakers beside it sound: by vector base amplitude panning, or by equal power where they
    stand too far apart for that. The nearer to the middle, the more the others join in; in it all are equal.
    """
    count = len(row)
    for channel in range(count):
        row[channel] = 0.0
    if count == 1:
        row[0] = 1.0
        return
    azimuth %= 360.0
    last = 0
    while last < count and azimuths[last] <= azimuth:
        last += 1
    first, second = (last - 1) % count, last % count
    span = (azimuths[second] - azimuths[first]) % 360.0
    way = (azimuth - azimuths[first]) % 360.0
    if span > WIDEST_PAIR:
        angle = way / span * math.pi / 2.0
        one, other = math.cos(angle), math.sin(angle)
    else:
        one, other = math.sin(math.radians(span - way)), math.sin(math.radians(way))
    norm = math.hypot(one, other)
    row[channels[first]], row[channels[second]] = one / norm, other / norm
    if distance < 1.0:
        energy = 0.0
        for channel in range(count):
            row[channel] = distance * row[channel] + (1.0 - distance) / math.sqrt(count)
            energy += row[channel] * row[channel]
        for channel in range(count):
            row[channel] /= math.sqrt(energy)
