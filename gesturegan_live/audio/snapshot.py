"""All that an engine is at one sample: a copy of every array and number in it, to go on from.

Conventions
-----------
Arrays and numbers are found by walking over the objects of `gesturegan_live.audio` that the engine holds; an array
that lies in the memory of another is that other's. They stand in one piece of memory in the order of their names, each
at a multiple of 64 bytes, the numbers first as float64. ``gather`` and ``finish`` are for the audio callback: they
copy into memory that is there and touched already, and the images, which are nearly all of it, some at a time. Tuples
are not walked over: a part keeps in one what never changes, and what is scratch. The memory may have been filled from
a file, with anything: only what the parts' bounds allow (`gesturegan_live.audio.interface.bounds`) comes to be in an
engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import Engine
from gesturegan_live.audio.interface.bounds import changes

_PACKAGE = __name__.rpartition(".")[0] + "."


class Snapshot:
    """Room for the state of an engine.

    Parameters
    ----------
    engine : Engine
        It must hold one bank, not be in the middle of a switch; and no image may come while `gather` is at work.

    Attributes
    ----------
    layout : list of [name, dtype, shape]
        What the memory holds, as JSON takes it; engines of one kind have the same.
    octets : ndarray, uint8
        The memory.
    """

    def __init__(self, engine: Engine) -> None:
        if engine.bank is None or engine.fading is not None:
            raise ValueError("the state of an engine can be copied while it plays one bank, not none or two")
        self._bank = engine.bank
        held = {f"held.{number:04}": array for number, array in enumerate(engine.bank.held)}
        found = dict(sorted(_walk(engine, "", set())))
        arrays = {name: value for name, (_, _, value) in found.items() if isinstance(value, np.ndarray)}
        arrays = _owners(arrays, [_span(array) for array in held.values()])
        numbers = [name for name, (_, _, value) in found.items() if not isinstance(value, np.ndarray)]
        self._numbers = [found[name][:2] for name in numbers]
        values = np.zeros(len(numbers))
        named = {"numbers": values, **arrays, **held}
        self.layout: list[list[Any]] = [[name, str(array.dtype), list(array.shape)] for name, array in named.items()]
        self.layout.append(numbers)
        offsets = np.cumsum([0, *((array.nbytes + 63) // 64 * 64 for array in named.values())])
        self.octets = np.empty(int(offsets[-1]), np.uint8)
        self.octets[:] = 0  # touched: the callback must not wait for pages
        self._values = values
        copies = [
            self.octets[offset : offset + array.nbytes].view(array.dtype).reshape(array.shape)
            for array, offset in zip(named.values(), offsets[:-1], strict=True)
        ]
        self._held = copies[len(named) - len(held) :]
        self._pairs = list(zip(named.values(), copies[: len(named) - len(held)], strict=False))
        kept = dict(zip(named, copies, strict=True))
        kept |= {name: copies[0][index : index + 1].reshape(()) for index, name in enumerate(numbers)}
        self._fields = [(name, *found[name][:2], kept[name]) for name in (*numbers, *arrays)]
        self._gathered = 0  # of what the bank holds

    def gather(self, numbers: int) -> bool:
        """Copy about so many more numbers of the images; return whether that was all."""
        held = self._bank.held
        while numbers > 0 and self._gathered < len(held):
            np.copyto(self._held[self._gathered], held[self._gathered])
            numbers -= held[self._gathered].size
            self._gathered += 1
        return self._gathered == len(held)

    def finish(self) -> None:
        """Copy the rest of the state, which is that of this sample."""
        for index, (owner, field) in enumerate(self._numbers):
            self._values[index] = getattr(owner, field)
        for array, copy in self._pairs:
            np.copyto(copy, array)

    def restore(self) -> None:
        """Make the engine, which is as it was built, what the memory holds.

        Raises
        ------
        ValueError
            One line: no such engine can hold that. It is not to be played then.
        """
        changing = [
            (owner, field, copy)
            for name, owner, field, copy in self._fields
            if changes(name, field, copy, np.asarray(getattr(owner, field)), owner.bounds)
        ]
        for owner, field, copy in changing:
            value = getattr(owner, field)
            if isinstance(value, np.ndarray):
                np.copyto(value, copy)
            else:
                setattr(owner, field, type(value)(copy))
        self._bank.hold(self._held)  # last: it looks at what has been restored


def _walk(thing: object, prefix: str, seen: set[int]) -> Iterator[tuple[str, tuple[Any, str, Any]]]:
    """Every array and number of an object and of those that it holds, by a dotted name, with its owner and field."""
    seen.add(id(thing))
    for field, value in vars(thing).items():
        name = prefix + field
        if isinstance(value, np.ndarray | bool | int | float):
            yield name, (thing, field, value)
        elif type(value).__module__.startswith(_PACKAGE) and id(value) not in seen:
            yield from _walk(value, name + ".", seen)


def _owners(arrays: dict[str, NDArray[Any]], spans: list[tuple[int, int]]) -> dict[str, NDArray[Any]]:
    """Leave out the arrays that lie within others, or share memory with one of the spans."""
    kept = set()
    for name, array in sorted(arrays.items(), key=lambda item: -_span(item[1])[1] + _span(item[1])[0]):
        low, high = _span(array)
        if not any(start < high and low < end for start, end in spans):
            spans.append((low, high))
            kept.add(name)
    return {name: array for name, array in arrays.items() if name in kept}


def _span(array: NDArray[Any]) -> tuple[int, int]:
    low, high = np.lib.array_utils.byte_bounds(array)
    return low, high
