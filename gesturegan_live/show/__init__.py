"""What an evening is set up with, and how files that others may have written are read. The ground floor."""
