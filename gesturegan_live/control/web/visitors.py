"""Which requests of a browser are answered: any page that it shows may ask for anything of this computer.

A page of another origin says so (``Origin``), by RFC 6454; and a name that somebody else has made stand for this
computer (DNS rebinding) is one of the internet's (``Host``).

Conventions
-----------
Nothing is looked up. Standard library only.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from gesturegan_live.control.messages.arguments import shown


def check(host: str, origin: str | None, source: str) -> None:
    """Refuse what a page asks for that is neither this computer's nor the instrument's own.

    Parameters
    ----------
    host : str
        Whom the request is for: ``Host``.
    origin : str or None
        Whose page asks: ``Origin``; None where none does.
    source : str
        Address that asks. Where it is this computer's to itself no name of ``.local`` will do: whoever is on the
        network may let one stand for it.

    Raises
    ------
    ValueError
        One line: the header, and what was wanted.
    """
    name = _name(f"//{host}")
    if not (is_here(name) or _is_address(name) or (name.endswith(".local") and not is_here(source))):
        raise ValueError(f"Host is {shown(host)}: wanted an address in numbers, localhost or a name of .local")
    if origin is None:
        return
    if not (is_here(_name(origin)) or origin in (f"http://{host}", f"https://{host}")):
        raise ValueError(f"Origin is {shown(origin)}: wanted a page of this computer's")


def _name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_here(name: str) -> bool:
    """Whether a host's name or address is this computer's own."""
    return name == "localhost" or (_is_address(name) and ipaddress.ip_address(name).is_loopback)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
