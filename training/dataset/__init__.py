"""From recordings to images on disk and from there to the trainer."""
