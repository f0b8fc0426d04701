"""What stands behind the OSC addresses while it plays live: the sound's process, the models, and the stage of both.

The control process's; it wires `audio`, `generator`, `recording` and `takes`, and knows no packet.
"""
