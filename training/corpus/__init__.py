"""Where sounds come from: each corpus is a list of sources."""
