"""Latent points to decoded sound: inference backends, and the process that keeps one warm."""
