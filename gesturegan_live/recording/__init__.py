"""Sound files: the output ring on its way to the disk, in a process of its own.

`recordings` belongs to the control process, `process` is the child. Knows `processes` alone.
"""
