"""Spectra and their bands: transforms, filter banks, warped and mel axes, levels.

Shared by the spectral codecs and the voices. The ground floor of `codecs`.
"""
