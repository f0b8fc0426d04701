"""What was played, as a file, and back: a take renders the samples of the performance.

`taking` belongs to the control process, `process` is the child that writes; `render` works offline.
"""
