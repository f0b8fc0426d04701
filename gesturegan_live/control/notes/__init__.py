"""Keys: which voice plays which, at what pitch, how hard.

The control process's; it plays voices as messages do, and knows neither sockets nor MIDI.
"""
