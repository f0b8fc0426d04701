"""Sounds as points: what each is like, and how far apart two sets of them are."""
