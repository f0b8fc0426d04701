"""A run: the loop, and all that it leaves on disk; resumed from its checkpoints, rescued, watched and shown.

Offline, one process a host. Teaches what ``networks`` has; knows neither the bundle that it becomes nor its page.
"""
