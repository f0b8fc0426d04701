"""Decoded sound to sound card: events, voices, mixer, limiter, device."""
