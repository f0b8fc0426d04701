"""The one way in which a page or a chart becomes HTML: a template of the folder beside this file.

Conventions
-----------
Every value is escaped, but for what is HTML already (`Markup`: a chart within a page). A name that a template knows and
nobody gave is an error.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(template: str, **values: object) -> bytes:
    """Fill in the template of a page: UTF-8, as pages say of themselves; a file may have a name that is none."""
    return render(template, **values).encode(errors="backslashreplace")


def render(template: str, **values: object) -> Markup:
    """Fill in the template of a part, which is not escaped again within a page."""
    return Markup(_TEMPLATES.get_template(template).render(values))  # noqa: S704  # what it is made of was escaped
