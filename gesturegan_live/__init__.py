"""The instrument: a generator kept warm, moved by OSC, heard on the sound card."""

__version__ = "0.1.0"
