"""The voice that makes sound from spectra, hop by hop, with phase that runs on.

The audio callback's. Knows `playhead` and `interface`.
"""
