"""Measurements: speed lives here, never in a test.

Every figure is measured from outside, on this machine, in this run; ``--json`` prints it for programs.
"""
