"""Going back to where a run was sound, to go on from there with other chance.

Conventions
-----------
The first failure goes back to the newest checkpoint; each further one, until the run is past the step of the first, to
the checkpoint before the one last gone back to, or again to the oldest, with half the learning rates that it failed at.
Checkpoints that are gone back over are removed.
"""

from __future__ import annotations

from typing import Any

from training.runs import checkpoint
from training.runs.run import Run
from training.teaching.distribute import Workers
from training.teaching.gan import Gan

TRIES = 5


class Rescue:
    """Keeps count of a run's failures. Tries are counted anew by each call of the trainer."""

    def __init__(self, run: Run, gan: Gan, workers: Workers) -> None:
        self._run = run
        self._gan = gan
        self._workers = workers
        self._failures = 0
        self._failed_at = 0
        self._back_at = 0  # the step last gone back to

    def passed(self, step: int) -> None:
        """Note that the run was found sound at a step."""
        if step > self._failed_at:
            self._failures = 0

    def back(self, wrong: str, step: int) -> str:
        """Put the networks back; return a line that says what happened.

        Raises
        ------
        ValueError
            Where the run has failed too often in the same place.
        """
        self._failures += 1
        self._failed_at = max(self._failed_at, step)
        found = checkpoint.steps(self._run.checkpoints)
        if self._failures > TRIES or not found:
            newest = f"step {checkpoint.step_of(found[-1])} is saved" if found else "nothing is saved"
            raise ValueError(f"{self._run.path}: {wrong} at step {step}; gave up after {TRIES} tries, {newest}")
        earlier = [path for path in found if self._failures == 1 or checkpoint.step_of(path) < self._back_at]
        chosen = earlier[-1] if earlier else found[0]
        attempt = int(self._gan.attempt.numpy()) + 1
        rates = [float(optimizer.learning_rate.numpy()) for optimizer in self._optimizers()]
        chosen, damaged = checkpoint.restore_newest(found[: found.index(chosen) + 1], self._gan.state())
        self._back_at = checkpoint.step_of(chosen)
        self._gan.attempt.assign(max(attempt, int(self._gan.attempt.numpy()) + 1))
        if self._failures > 1:  # half of what failed, whether or not the checkpoint was saved again with it
            for optimizer, rate in zip(self._optimizers(), rates, strict=True):
                optimizer.learning_rate.assign(0.5 * rate)
        self._workers.sum(0)  # all have read before the chief removes
        if self._workers.chief:
            for path in reversed(found[found.index(chosen) + 1 :]):  # killed meanwhile, the run is the nearer to it
                path.unlink()
        halved = f", rates x {0.5 ** (self._failures - 1):g}" if self._failures > 1 else ""
        passed = f", {len(damaged)} damaged passed over" if damaged else ""
        return f"{wrong}; back to step {checkpoint.step_of(chosen)}, try {self._failures} of {TRIES}{halved}{passed}"

    def _optimizers(self) -> list[Any]:
        parts = dict.fromkeys(name.partition("/")[0] for name in self._gan.state())
        return [getattr(self._gan, part) for part in parts if part.endswith("optimizer")]
