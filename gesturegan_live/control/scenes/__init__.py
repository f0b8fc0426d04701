"""What is kept by name and brought back: presets, which are points, and scenes, which are all that is set."""
