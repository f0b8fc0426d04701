"""Arrays inside a pickle, found without unpickling: no object is made, no name is looked up, nothing runs.

A pickle is a program for a small stack machine. This one knows the instructions that NumPy arrays in lists, tuples and
dictionaries are made of, and refuses the first other one. The bytes of an array are passed over: what comes back is
their place in the file, so that a pickle of many gigabytes takes the memory of its largest array while it is looked
through, and any process maps what it needs.

Conventions
-----------
Protocols 3 to 5, which Python 3 writes; arrays in C order of plain little-endian numbers.
"""

from __future__ import annotations

import math
import pickletools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

_RECONSTRUCT = ("numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct")
_FROM_BUFFER = ("numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer")
_ADMITTED = {*_RECONSTRUCT, *_FROM_BUFFER, "numpy ndarray", "numpy dtype"}
_LENGTH_BYTES = {"SHORT_BINBYTES": 1, "BINBYTES": 4, "BINBYTES8": 8, "BYTEARRAY8": 8}
_VALUES = {"BININT", "BININT1", "BININT2", "LONG1", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8", "BINFLOAT"}
_CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
_DIMENSIONS, _LARGEST = 8, 1 << 48  # more take long to multiply, and no file holds them
_NUMBERS = frozenset({"u1", "i1", "i2", "u2", "i4", "f2", "f4", "f8"})


@dataclass(frozen=True)
class Span:
    """Where an array lies in a file."""

    offset: int
    shape: tuple[int, ...]
    dtype: str

    def read(self, path: Path) -> np.ndarray[Any, np.dtype[Any]]:
        """Map the array, read only."""
        return np.memmap(path, self.dtype, mode="r", offset=self.offset, shape=self.shape)


@dataclass(frozen=True)
class _Global:
    name: str


@dataclass(frozen=True)
class _Bytes:
    offset: int
    length: int


class _Build:
    """What stands for an array or a dtype until its state is known."""

    def __init__(self, dtype: str = "") -> None:
        self.dtype = dtype
        self.span: Span | None = None


def arrays(path: Path) -> list[Span]:
    """Find the arrays of a pickled list, in order.

    Raises
    ------
    ValueError
        For a pickle that holds anything else than arrays, or is cut short.
    """
    try:
        with path.open("rb") as stream:
            value = _run(stream)
    except (ValueError, LookupError, TypeError, AttributeError, MemoryError, RecursionError, OverflowError) as error:
        raise ValueError(f"{path}: is refused: {error}, expected a pickled list of NumPy arrays") from error
    if not isinstance(value, list) or not all(isinstance(item, _Build) and item.span for item in value):
        raise ValueError(f"{path}: is refused: not a list, expected a pickled list of NumPy arrays")
    spans = [item.span for item in value]
    size = path.stat().st_size
    for span in spans:
        if span.offset + math.prod(span.shape) * np.dtype(span.dtype).itemsize > size:
            raise ValueError(f"{path}: is cut short")
    return spans


def _run(stream: BinaryIO) -> Any:  # noqa: PLR0912  one branch an instruction
    stack: list[Any] = []
    marks: list[int] = []  # where the arguments of a tuple or a list begin in the stack, each one looked up once
    memo: dict[int, Any] = {}
    for code, given, position in pickletools.genops(stream):
        name, argument = code.name, cast("Any", given)
        if name in {"PROTO", "FRAME"}:
            continue
        if name == "STOP":
            return stack.pop()
        if name in _LENGTH_BYTES:
            stack.append(_Bytes((position or 0) + 1 + _LENGTH_BYTES[name], len(argument)))
        elif name in _VALUES:
            stack.append(argument)
        elif name in _CONSTANTS:
            stack.append(_CONSTANTS[name])
        elif name in {"BINPUT", "LONG_BINPUT"}:
            memo[argument] = stack[-1]
        elif name == "MEMOIZE":
            memo[len(memo)] = stack[-1]
        elif name in {"BINGET", "LONG_BINGET"}:
            stack.append(memo[argument])
        elif name == "MARK":
            marks.append(len(stack))
        elif name == "EMPTY_LIST":
            stack.append([])
        elif name == "EMPTY_TUPLE":
            stack.append(())
        elif name == "TUPLE":
            stack.append(tuple(_to_mark(stack, marks)))
        elif name in _TUPLES:
            count = _TUPLES[name]
            stack[-count:] = [tuple(stack[-count:])]
        elif name in {"APPEND", "APPENDS"}:
            items = _to_mark(stack, marks) if name == "APPENDS" else [stack.pop()]
            if not isinstance(stack[-1], list):
                raise ValueError("something is appended to what is no list")
            stack[-1] += items
        elif name == "GLOBAL":
            stack.append(_admitted(argument))
        elif name == "STACK_GLOBAL":
            attribute = stack.pop()
            stack.append(_admitted(f"{stack.pop()} {attribute}"))
        elif name == "REDUCE":
            arguments = stack.pop()
            stack.append(_call(stack.pop(), arguments))
        elif name == "BUILD":
            state = stack.pop()
            _set_state(stack[-1], state)
        else:
            raise ValueError(f"instruction {name}")
    raise ValueError("it has no end")


def _to_mark(stack: list[Any], marks: list[int]) -> list[Any]:
    place = marks.pop()
    items = stack[place:]
    del stack[place:]
    return items


def _admitted(name: str) -> _Global:
    if name not in _ADMITTED:
        raise ValueError(f"it asks for {name.replace(' ', '.')!r}")
    return _Global(name)


def _call(function: Any, arguments: Any) -> _Build:
    name = function.name if isinstance(function, _Global) else ""
    if name == "numpy dtype":
        if not isinstance(arguments[0], str) or arguments[0] not in _NUMBERS:  # what is nested deep is not to be hashed
            raise ValueError(f"dtype {str(arguments[0])[:40]!r}")
        return _Build(arguments[0])
    if name in _RECONSTRUCT:
        return _Build()
    if name in _FROM_BUFFER:
        data, dtype, shape, order = arguments
        made = _Build()
        _fill(made, shape, dtype, order != "C", data)
        return made
    raise ValueError(f"a call of {name or 'an unnamed thing'!r}")


def _set_state(target: Any, state: Any) -> None:
    if not isinstance(target, _Build):
        raise TypeError("a state for what is no array")
    if target.dtype:
        if state[1] == ">" or state[3] is not None:
            raise ValueError("a dtype that is not plain and little-endian")
        return
    _, shape, dtype, fortran, data = state
    _fill(target, shape, dtype, fortran, data)


def _fill(target: _Build, shape: Any, dtype: Any, fortran: bool, data: Any) -> None:
    if not (isinstance(data, _Bytes) and isinstance(dtype, _Build) and dtype.dtype):
        raise ValueError("an array without plain numbers")
    whole = len(shape) <= _DIMENSIONS and all(isinstance(size, int) and 0 <= size < _LARGEST for size in shape)
    if not whole:
        raise ValueError(f"an array of {len(shape)} dimensions that are none")
    if fortran or math.prod(shape) * np.dtype(dtype.dtype).itemsize != data.length:
        raise ValueError(f"an array of shape {shape} and {data.length} bytes")
    target.span = Span(data.offset, tuple(shape), f"<{dtype.dtype}")
