"""Shapes in time: movements that are recognised while they are made.

Owned by the control process. Knows streams by the values that come from them.
"""
