"""OSC over the network: sockets, clients, bundles that wait for their time, floods and strangers.

The control process's loop. Hands messages to `Instrument`, which knows nothing of packets.
"""
