"""What examples teach: from a place among the inputs to what belongs to it.

Owned by the control process, but for what is learned: that is done by a process of its own (`teacher`).
"""
