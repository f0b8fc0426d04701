"""Inference engines behind one interface, and how a network of somebody else is read before one of them has it."""
