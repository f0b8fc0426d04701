"""What sensors send, and what it means: streams, filters, features, phrases, mappings.

Owned by the control process. Knows neither addresses of the instrument nor sockets: numbers and seconds come in.
"""
