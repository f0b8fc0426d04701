"""What programs that speak HTTP find here: the addresses of the instrument, and their values as they change.

Of the control process, on its asyncio loop; imported only where it is asked for.
"""
