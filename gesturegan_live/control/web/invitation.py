"""Where browsers find the page: its addresses, and one as a QR code for a terminal.

Conventions
-----------
A line of the code's text is two of its rows, whose light squares are drawn: for dark terminals.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from gesturegan_live.control.web.token import PARAMETER
from gesturegan_live.show.trust import is_loopback

_HERE = "127.0.0.1"
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - what may be listened to
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
_QUIET = 2  # squares around it


def addresses(listened: Sequence[str]) -> list[str]:
    """Give the address by which this computer gets there, then those by which others do."""
    try:
        from gesturegan_live.control.web.announcing import reached
    except ImportError:
        others = [each for each in listened if not (is_loopback(each) or each in _EVERYWHERE)]
    else:
        others = reached(listened)
    here = any(is_loopback(each) or each in _EVERYWHERE for each in listened)
    return [_HERE if here else (others or listened)[0], *others]


def url(address: str, port: int, word: str = "") -> str:
    """Write what a browser is given: an address, a port, and the word of a token."""
    host = f"[{address}]" if ":" in address else address
    return f"http://{host}:{port}/" + f"?{PARAMETER}={quote(word)}" * bool(word)


def code(text: str) -> list[str]:
    """Draw a text as a QR code; nothing where segno is not installed."""
    try:
        import segno
    except ImportError:
        return []
    rows = [[not dark for dark in row] for row in segno.make_qr(text, error="l").matrix_iter(border=_QUIET)]
    rows += [[True] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_HALVES[upper, lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs]
