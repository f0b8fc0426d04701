"""What a step of teaching is: kinds of GAN and their losses, augmentation, schedule, recipe; on many devices or one.

Offline, within a run. Knows datasets and conditions, and no family of networks, no file of a run.
"""
