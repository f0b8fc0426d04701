"""Packets that came faster than they are obeyed: what silences goes first, and of a fader only the newest counts.

Between two messages that are not values of faders the order is kept, so that the end is the same as if everything had
been obeyed in turn.

Conventions
-----------
Owned by the control process, one thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.routes.table import UNFAILING

MOST, MOST_BYTES = 8192, 8 << 20  # packets that wait
_MANY = 64  # from so many on, older values give way
_MOST_SILENCED = 64  # addresses in a turn: each looks through all that waits
_VOICE, _GATE = b"/gan/voice/", b"/gate\0"
_SILENCING = tuple(address.encode() + b"\0" for address in UNFAILING)
_EMPTY = (b"", b"\0", b"I", b"N")  # types of a message without arguments begin so

S = TypeVar("S")


class Inbox(Generic[S]):
    """Packets and their senders, in order.

    Parameters
    ----------
    is_continuous : callable
        Whether an address takes values of which only the newest counts.
    """

    def __init__(self, is_continuous: Callable[[str], bool]) -> None:
        self._is_continuous = is_continuous
        self._packets: OrderedDict[Hashable, tuple[bytes, S]] = OrderedDict()
        self._number = self._stretch = self._bytes = 0
        self._silenced: set[str] = set()  # what `silencing` gave in this turn
        self.lost = 0

    def __len__(self) -> int:
        return len(self._packets)

    def put(self, data: bytes, sender: S) -> None:
        """Add a packet; it is lost, and counted, where there is no room."""
        if len(self._packets) >= MOST or self._bytes + len(data) > MOST_BYTES:
            self.lost += 1
            return
        self._number += 1
        key: Hashable = self._number
        if len(self._packets) >= _MANY:
            if address := self._continuous(data):
                key = (self._stretch, address)
                self._drop(key)
            else:
                self._stretch = self._number
        self._packets[key] = (data, sender)
        self._bytes += len(data)

    def pop(self) -> tuple[bytes, S] | None:
        """Take the oldest; None where nothing waits."""
        if not self._packets:
            return None
        _, (data, sender) = self._packets.popitem(last=False)
        self._bytes -= len(data)
        return data, sender

    def turn(self) -> None:
        """Begin another turn: `silencing` gives each address once in a turn."""
        self._silenced.clear()

    def silencing(self, data: bytes) -> list[tuple[str, list[object]]]:
        """Give the messages of a packet that silence at once, and forget the older ones to the gates that they close.

        They are to be obeyed before all that waits, and again in their turn.
        """
        if _GATE not in data and not any(address in data for address in _SILENCING):
            return []
        try:
            batches = wire.parse(data, UNFAILING)
        except ValueError:
            return []
        found = [
            (address, values)
            for batch in batches
            if not batch.time
            for address, values in batch.messages
            if address not in self._silenced and self._silences(address, values)
        ]
        for address, _ in found:
            self._silenced.add(address)
            gate = _VOICE if address in UNFAILING else address.encode() + b"\0"
            for key in [key for key, (old, _) in self._packets.items() if old.startswith(gate) and _GATE in old]:
                self._drop(key)
        return found

    def _silences(self, address: str, values: list[object]) -> bool:
        if address in UNFAILING:
            return True
        gate = address.startswith(_VOICE.decode()) and address.endswith(_GATE[:-1].decode())
        closes = gate and len(values) == 1 and isinstance(values[0], int | float) and values[0] == 0
        return closes and len(self._silenced) < _MOST_SILENCED

    def _continuous(self, data: bytes) -> bytes:
        """Give the address of a message that is only one more value of a fader, or nothing."""
        end = data.find(b"\0")
        at = (end | 3) + 1
        if not data.startswith(b"/") or end < 0 or data[at : at + 1] != b"," or data[at + 1 : at + 2] in _EMPTY:
            return b""
        address = data[:end]
        return address if self._is_continuous(address.decode(errors="replace")) else b""

    def _drop(self, key: Hashable) -> None:
        packet = self._packets.pop(key, None)
        if packet is not None:
            self._bytes -= len(packet[0])
