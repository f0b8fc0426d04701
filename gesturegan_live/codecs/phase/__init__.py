"""From magnitudes to phase: heap integration, frame by frame or over a clip, and Griffin-Lim.

Shared by decoding and by the voices. Knows `spectra`.
"""
