"""Which part of a run a step belongs to: stages that begin at known steps, and how far the newest has faded in.

Conventions
-----------
Stages and steps count from 0. A stage is a function of the step alone, so that a run taken up again is where it was.
No ML framework is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """The stages of a run.

    Attributes
    ----------
    begins : tuple of int
        Step at which each stage begins, ascending from 0.
    fade : int
        Steps over which a stage after the first fades in.
    reset : bool
        Whether the optimisers forget their moments where a stage begins.
    """

    begins: tuple[int, ...] = (0,)
    fade: int = 0
    reset: bool = False

    def __post_init__(self) -> None:
        if self.begins[:1] != (0,) or any(a >= b for a, b in zip(self.begins, self.begins[1:], strict=False)):
            raise ValueError(f"schedule: stages begin at {self.begins}, expected ascending steps from 0")
        if self.fade < 0:
            raise ValueError(f"schedule: fade is {self.fade}, expected 0 steps or more")

    @property
    def whole(self) -> int:
        """Step at which all is taught: the last stage has faded in."""
        return self.begins[-1] + (self.fade if len(self.begins) > 1 else 0)

    def stage(self, step: int) -> int:
        """Tell the stage of a step."""
        return sum(begin <= step for begin in self.begins) - 1


def even(stages: int, fade: int, steady: int, *, reset: bool = False) -> Schedule:
    """Begin with a steady stage; each further one fades in and is then steady, for so many steps."""
    begins = (0, *(steady + stage * (fade + steady) for stage in range(stages - 1)))
    return Schedule(begins, fade, reset)
