"""What the command lines of both programs have in common: what they may be given, and where they find themselves.

Conventions
-----------
Imported before anything that is heavy, and before any library that would write where nobody asked it to.
"""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from gesturegan_live.processes import cache
from gesturegan_live.show.paths import expanded


class CommandLine(typer.Typer):
    """Commands whose paths may begin with ``~``: no shell has seen ``--home=~/gan``, or a line of a service's file."""

    def command(self, *arguments: Any, **options: Any) -> Callable[[Any], Any]:
        """Register a function as a command."""
        register = super().command(*arguments, **options)

        def registered(function: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(function)
            def called(**values: Any) -> Any:
                return function(**{name: _expanded(value) for name, value in values.items()})

            register(called)
            return function

        return registered


def begin(program: str) -> None:
    """Make sure that a name that cannot be printed ends nothing, and that libraries keep to one folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cache.keep(lambda line: typer.echo(f"{program}: {line}", err=True))


def _expanded(value: Any) -> Any:
    if isinstance(value, Path):
        return expanded(value)
    return [_expanded(each) for each in value] if isinstance(value, list) else value
