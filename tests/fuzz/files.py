"""Damaged files at random through what reads them: bundles, networks, shows, scores, presets, mappings, shapes, takes.

    python -m tests.fuzz.files --rounds 10000
    python -m tests.fuzz.files --rounds 10000 --of bundles takes

Whatever is in a file, it is read, or refused by one ValueError of one line; nothing in it is executed, no process
started, no name looked up on a network, nothing written elsewhere; and nothing is warned of.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.fuzz import documents, gestures, models
from tests.fuzz.mutation import Rounds
from tests.fuzz.watch import Watch

KINDS: dict[str, Callable[[Path, random.Random], Rounds]] = {
    "bundles": models.in_bundles,
    "shows": documents.in_shows,
    "show-folders": documents.in_show_folders,
    "packed-shows": documents.in_packed_shows,
    "scores": documents.in_scores,
    "presets": documents.in_presets,
    "scenes": documents.in_scenes,
    "tunings": documents.in_tunings,
    "controllers": documents.in_controllers,
    "maps": gestures.in_maps,
    "shapes": gestures.in_shapes,
    "recordings": models.in_recordings,
    "takes": models.in_takes,
    "takes-again": models.in_takes_again,
}


def run(kind: str, rounds: int, seed: int, say: Callable[[str], object] = print) -> Counter[str]:
    """Read so many damaged files; AssertionError where one of them breaks a promise."""
    counts: Counter[str] = Counter()
    slowest, told = 0.0, ""
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        folder = Path(name)
        watch = Watch(folder)
        warnings.simplefilter("error")
        for number, read in enumerate(itertools.islice(KINDS[kind](folder, random.Random(seed)), rounds)):
            began = time.thread_time()
            try:
                with watch():
                    read()
            except ValueError as error:
                counts["refused"] += 1
                line = str(error)
            except Exception as error:
                raise AssertionError(f"{kind} {number} of seed {seed}: {type(error).__name__}: {error}") from error
            else:
                counts["read"] += 1
                line = "read"
            assert line.isprintable(), f"{kind} {number} of seed {seed}: {line[:2000]!r}"
            assert len(line) < 1000, f"{kind} {number} of seed {seed}: {line[:2000]!r}"
            assert not watch.seen, f"{kind} {number} of seed {seed}: {watch.seen}"
            took = time.thread_time() - began
            if took > slowest:
                slowest, told = took, f"round {number}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{kind}: {dict(counts)}, slowest {1000 * slowest:.0f} ms of processor time ({told}), {peak:.0f} MiB at most")
    return counts


def main() -> None:
    """Parse, and fuzz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of", nargs="+", choices=KINDS, default=list(KINDS))
    given = parser.parse_args()
    for kind in given.of:
        run(kind, given.rounds, given.seed)


if __name__ == "__main__":
    main()
