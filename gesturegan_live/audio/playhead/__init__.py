"""What both kinds of voice read a sound with: playheads, attacks, grains, and the rate of the device.

The audio callback's. Knows `interface`.
"""
