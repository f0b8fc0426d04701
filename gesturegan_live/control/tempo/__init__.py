"""The tempo: which beat it is, and what follows from it."""
