"""The outside: what is played by message, over OSC or from a score."""
