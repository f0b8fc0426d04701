"""Where in a model a sound lies: what sounds are like to an ear, a model's own sounds, and the search among them.

Pure NumPy but for `process`, a child of the control process that runs the networks. Knows codecs, models and the
generator; ``training`` searches by the same.
"""
