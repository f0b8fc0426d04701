"""What makes the Max package: `patches/max/make.py` runs it. Standard library, and the message table of the instrument.

Conventions
-----------
Coordinates and sizes are in pixels from the top left corner, as Max writes them. Inlets and outlets count from 0.
"""
