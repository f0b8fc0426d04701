"""From a run to a bundle that is played: export, axes and presets, and the points that sound like a recording.

Offline. Reads runs and datasets; the only room that writes bundles.
"""
