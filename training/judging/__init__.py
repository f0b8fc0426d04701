"""A model judged by recordings: sets of sounds, held out by file, every figure with its interval, floor and ceiling.

What single figures mean is in `metrics`; here they are put together, and told to people.
"""
