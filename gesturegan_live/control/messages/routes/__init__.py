"""The one table of messages: every address, its types, ranges and units, a file for each kind of them."""
