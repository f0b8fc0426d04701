"""What a number of 0 to 1 is to an address: from one end of its range to the other, by its law."""

from __future__ import annotations

from collections.abc import Sequence

from gesturegan_live.control.messages.arguments import Argument, RefusedError, Value
from gesturegan_live.control.messages.routes.route import Route
from gesturegan_live.show.laws import between
from gesturegan_live.show.parameters import DECIBELS, OCTAVES, STRAIGHT


def moved(address: str, route: Route, count: int = 1) -> list[Argument]:
    """Give what so many numbers move of an address; RefusedError where they move nothing."""
    if not (route.writable and route.arguments):
        raise RefusedError(f"{address} takes no value")
    needed = [argument for argument in route.arguments if not argument.optional] or [route.arguments[0]]
    if count == 1 and (needed[0].many or len(needed) > 1):
        raise RefusedError(f"{address} takes more than one value")
    if not needed[0].many and len(needed) != count:
        raise RefusedError(f"{address} takes {len(needed)} values, wanted {count}")
    arguments = needed[:1] * count if needed[0].many else needed
    if any("s" in argument.osc_type and not argument.choices for argument in arguments):
        raise RefusedError(f"{address} takes a name")
    return arguments


def value(route: Route, argument: Argument, share: float, ends: Sequence[float] = ()) -> Value:
    """Give what a share, 0 to 1, is: between two ends, or those of the argument's range.

    A choice goes through the choices, what is a switch is on from half on; at either end it is that end to the bit.
    """
    if argument.choices:
        count = len(argument.choices)
        return argument.choices[min(int(share * count), count - 1)]
    low, high = ends or (argument.low, argument.high)
    if argument.osc_type == "f":
        law = route.law if route.law in (DECIBELS, OCTAVES) else STRAIGHT
        return low if share <= 0 else high if share >= 1 else float(between(law, low, high, share))
    if high - low == 1:
        return int(high if share >= 0.5 else low)
    return round(low + (high - low) * share)
