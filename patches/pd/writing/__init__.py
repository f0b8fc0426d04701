"""What makes the Pd abstractions: `patches/pd/make.py` runs it. Standard library, and the instrument's message table.

Conventions
-----------
Coordinates and sizes are in pixels from the top left corner. Inlets and outlets count from 0, and stand from left to
right in the order in which they are made. ``$0`` is another number in each copy of an abstraction: what is named with
it, no other copy hears.
"""
