"""What a sound is: a small network taught on labelled recordings, and the gesture in its envelope."""
