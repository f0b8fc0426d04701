"""Whom the instrument obeys in everything: programs on this computer, and the addresses that a show names.

Conventions
-----------
A host is a numeric address, as a socket gives it; names are never looked up. Standard library only.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

_MOST_KNOWN = 1024  # hosts remembered

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(text: str) -> Network:
    """Read an address (192.168.1.20) or a network (192.168.1.0/24); ValueError, in one line, for anything else."""
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError(f"trust {text!r}: wanted an address, as 192.168.1.20, 192.168.1.0/24 or fe80::1") from error


def is_loopback(host: str) -> bool:
    """Whether an address is this computer's to itself."""
    return _address(host).is_loopback


class Trust:
    """Whom to obey in everything.

    Parameters
    ----------
    named : iterable of str
        Addresses and networks beyond this computer.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._networks = [network(text) for text in named]
        self._known: dict[str, bool] = {}

    def __call__(self, host: str) -> bool:
        """Whether whoever sends from that address is trusted."""
        known = self._known.get(host)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            address = _address(host)
            known = self._known[host] = address.is_loopback or any(address in each for each in self._networks)
        return known


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(host)
    return getattr(address, "ipv4_mapped", None) or address  # what a socket for both families calls IPv4
