"""Settings as they were written, by this version of the program or another.

Conventions
-----------
A key that is not there stands for its field's default, which is what the program did before there was the key; new
fields therefore have such defaults. A key that is not known, or one that is missed, is named in one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from gesturegan_live.show.documents import field, shown


def keys(kind: type[Any], told: object) -> dict[str, Any]:
    """Check that what was written has the keys of a dataclass, numbers and texts where it has them, and give it.

    Raises
    ------
    ValueError
        One line that names what is wrong.
    """
    if not isinstance(told, dict):
        raise ValueError(f"a {type(told).__name__} where the settings of {kind.__name__} were expected")  # noqa: TRY004
    known, hints = {one.name: one for one in fields(kind)}, get_type_hints(kind)
    for key in told:
        if key not in known:
            raise ValueError(f"key {shown(key)} is unknown, expected {', '.join(known)}")
        if hints[key] in (bool, int, float, str):
            field(told, key, hints[key])
    for name, one in known.items():
        if name not in told and one.default is MISSING and one.default_factory is MISSING:
            raise ValueError(f"key {name!r} is missing")
    return told


def leaves(settings: dict[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    """Give every setting with its path, such as ``recipe.loss``."""
    for name, value in settings.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{place}{name}.")
        else:
            yield place + name, value
