"""Sound files as they are found: where they lie, how long they are in truth, and what they hold."""
