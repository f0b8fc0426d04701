"""What an evening is set up with: settings, home, parameters, loudspeakers, whom to trust; and how such files are read.

Owned by the control process, read by all. Of the instrument it knows `processes` alone.
"""
