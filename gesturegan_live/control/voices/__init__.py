"""What the outside knows of each voice: its point, its place, its level, and values that are on their way."""
