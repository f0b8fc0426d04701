"""Tones and noise: from samples to how loud and how tonal each band is, and from that to sinusoids and shaped noise."""
