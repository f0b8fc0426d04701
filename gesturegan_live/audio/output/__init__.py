"""Sound cards, the clock where there is none, and how long a block took.

The audio process's. Knows nothing of voices.
"""
