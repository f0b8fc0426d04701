"""What a message is and what it reaches: the wire format, the table of routes, addresses, patterns, arguments.

The control process's. Knows neither sockets nor voices.
"""
