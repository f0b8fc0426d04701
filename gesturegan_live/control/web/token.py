"""What whoever comes from another computer by the web must know: a word that is in the page's address.

Conventions
-----------
One for each home, made when it is first wanted, in a file that only its owner reads: a browser that has it goes on
after a start anew. It comes with an address once (``?token=…``), then as a cookie, or as ``Authorization: Bearer …``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

PARAMETER = "token"
_FILE = "token"
_FORM = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LONGEST = 4096  # characters of a header


class Token:
    """The word.

    Parameters
    ----------
    folder : Path
        Where it is kept; where it cannot be, it is another one each time.

    Attributes
    ----------
    word : str
    name : str
        Of its cookie: a browser keeps one for all ports of a host, and there may be two instruments.
    """

    def __init__(self, folder: Path) -> None:
        self.word = _kept(folder / _FILE)
        self.name = f"gesturegan-{hashlib.sha256(self.word.encode()).hexdigest()[:8]}"

    def is_in(self, path: str, headers: dict[str, str]) -> bool:
        """Whether a request brings it.

        Parameters
        ----------
        path : str
            With its query.
        headers : dict of str to str
            ``Cookie`` and ``Authorization``, as far as there are any.
        """
        told = [*parse_qs(path.partition("?")[2][:_LONGEST]).get(PARAMETER, ())]
        told.append(headers.get("Authorization", "")[:_LONGEST].removeprefix("Bearer "))
        with contextlib.suppress(CookieError):
            if (cookie := SimpleCookie(headers.get("Cookie", "")[:_LONGEST]).get(self.name)) is not None:
                told.append(cookie.value)
        return any(secrets.compare_digest(each.encode(), self.word.encode()) for each in told)

    @property
    def cookie(self) -> str:
        """What a browser is told to bring from now on."""
        return f"{self.name}={self.word}; Path=/; HttpOnly; SameSite=Strict"


def _kept(file: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        word = file.read_text(encoding="utf-8")[:100].strip()
        if _FORM.fullmatch(word):
            return word
    word = secrets.token_urlsafe(18)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as kept:
            kept.write(word + "\n")
    return word
