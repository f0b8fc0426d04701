"""Where bundles are found: among those that ship, and in the home's ``models``.

Conventions
-----------
A *name* is the name of a bundle's folder. The home comes first, so that a performer's own model may replace one that
ships; what a person named at the keyboard (`played`) comes before both. Bundles are only looked for here;
`gesturegan_live.models.bundle` reads and verifies them.
"""

from __future__ import annotations

from pathlib import Path

from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle, BundleError
from gesturegan_live.show.home import Home, check_name
from gesturegan_live.show.names import in_any_form, one_form
from gesturegan_live.show.paths import expanded

SHIPPED = Path(__file__).parents[1] / "bundles"


def names(home: Home, *played: Path) -> list[str]:
    """Names of all bundles that can be loaded by name."""
    found = (path for root in (*_own(home), SHIPPED) if root.is_dir() for path in root.iterdir())
    return sorted({one_form(each.name) for each in (*played, *found) if (each / bundles.MANIFEST).is_file()})


def named(name: str, home: Home, *played: Path) -> Bundle:
    """Read the bundle of that name; `BundleError` with one line where there is none."""
    return bundles.read(folder(name, home, *played))


def folder(name: str, home: Home, *played: Path) -> Path:
    """Find the folder of that name; `BundleError` with one line where there is none."""
    name = one_form(name)
    known = [each for each in played if one_form(each.name) == name]
    check_name(name)
    for each in (*known, *(in_any_form(root / name) for root in _own(home)), SHIPPED / name):
        if each.is_dir():
            return each
    there = ", ".join(names(home, *played)) or "none"
    raise BundleError(f"model {name!r}: there is none of that name in {home.models}; there are {there}")


def _own(home: Home) -> list[Path]:
    """Folders of models that a performer has: of the show that is played, and of the home."""
    return [*([home.show / "models"] if home.show is not None else []), home.models]


def find(name_or_folder: str, home: Home) -> Bundle:
    """Read a bundle by its folder or by its name: for what a person at the keyboard names, never a message."""
    given = expanded(Path(name_or_folder))
    if given.is_dir() or len(given.parts) > 1:
        return bundles.read(given)
    return named(name_or_folder, home)
