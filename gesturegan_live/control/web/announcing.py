"""Where the instrument is, told to the network by multicast DNS (RFC 6762, 6763): once, and to whoever asks for such.

Conventions
-----------
Of the control process, on its asyncio loop; on the addresses that are listened to and on no other, and never on those
that only this computer reaches. It looks for nothing, and what goes wrong with it is nobody's worry: it is logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
from collections.abc import Iterable, Mapping, Sequence

import ifaddr
from zeroconf import ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

from gesturegan_live.show.trust import is_loopback

NAME = "GestureGAN"
OSC, QUERY = "_osc._udp.local.", "_oscjson._tcp.local."
_LEAVING = 2.0  # seconds for a farewell
logger = logging.getLogger(__name__)
logging.getLogger("zeroconf").setLevel(logging.CRITICAL)


class Announcement:
    """What is told.

    Parameters
    ----------
    addresses : sequence of str
        Where the instrument is reached (`reached`).
    ports : mapping of str to int
        Of each service, by its type.
    """

    def __init__(self, addresses: Sequence[str], ports: Mapping[str, int]) -> None:
        self._zeroconf: AsyncZeroconf | None = None
        self._telling = asyncio.get_running_loop().create_task(self._tell(addresses, ports))

    async def close(self) -> None:
        """Say farewell, and tell nothing more."""
        self._telling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._telling
        if self._zeroconf is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._zeroconf.async_close(), _LEAVING)

    async def _tell(self, addresses: Sequence[str], ports: Mapping[str, int]) -> None:
        letters = (each for each in socket.gethostname().partition(".")[0] if each.isalnum() or each == "-")
        host = f"gesturegan-{''.join(letters)}.local."  # not the computer's own name, which others tell of
        try:
            self._zeroconf = AsyncZeroconf(interfaces=list(addresses))
            for kind, port in ports.items():
                info = ServiceInfo(kind, f"{NAME}.{kind}", port, parsed_addresses=list(addresses), server=host)
                await (await self._zeroconf.async_register_service(info, allow_name_change=True))
        except Exception as error:  # a network without multicast, a cable that is pulled: zeroconf names no closed list
            logger.info("not announced: %s", error)


def reached(listened: Iterable[str]) -> list[str]:
    """Give the addresses by which other computers reach what listens there; none where none does.

    Those that only a cable's two ends know come last, and none that wants to be told which cable (IPv6's).
    """
    found: dict[str, None] = {}
    for address in listened:
        if is_loopback(address):
            continue
        if not ipaddress.ip_address(address).is_unspecified:
            found[address] = None
            continue
        for adapter in ifaddr.get_adapters():
            own = (
                ip.ip if isinstance(ip.ip, str) else ip.ip[0] for ip in adapter.ips if ip.is_IPv4 == ("." in address)
            )
            found.update(dict.fromkeys(each for each in own if not is_loopback(each)))
    of_a_cable = [each for each in found if ipaddress.ip_address(each).is_link_local]
    return [*(each for each in found if each not in of_a_cable), *(each for each in of_a_cable if ":" not in each)]
