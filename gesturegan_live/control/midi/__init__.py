"""MIDI in, as messages: keys, pedals and wheels, MPE, controllers that learn an address, programs that are scenes.

The control process's. What comes in by a port is read as the messages that anybody could send; a thread waits for it.
"""
