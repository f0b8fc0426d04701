"""The ears of the measurements: what left the device, when it changed, and where it clicked."""
