"""The same shards wherever they are made."""

from __future__ import annotations

import operator
import os
import signal
from functools import partial
from pathlib import Path

import distributed
import pytest

from gesturegan_live.codecs.codec import Codec
from training.corpus import folder
from training.dataset import pool, shards
from training.dataset.clips import CutConfig


@pytest.mark.long
def test_a_dask_cluster_makes_the_same_shards(
    recordings: Path, tmp_path: Path, codec: Codec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SOURCES_PER_SHARD", 1)
    corpus, config = folder.read(recordings), CutConfig(overlap=0.5)
    here, _ = shards.prepare(corpus, tmp_path / "here", codec, config, workers=1)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        there, work = shards.prepare(corpus, tmp_path / "there", codec, config, dask=cluster.scheduler_address)
    assert there == here
    assert work.clips == sum(shard["clips"] for shard in here["shards"])
    for shard in here["shards"]:
        assert (tmp_path / "there" / shard["file"]).read_bytes() == (tmp_path / "here" / shard["file"]).read_bytes()


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    with pytest.raises(ValueError, match="dask is 'nonsense://x', expected the address of a scheduler"):
        list(pool.on_dask(len, ["a"], "nonsense://x"))


# Other processes cannot import this file: what they are to do comes from the standard library.


def test_one_process_is_this_one_and_more_are_others() -> None:
    assert list(pool.on_cores(operator.call, [os.getpid] * 2, workers=1)) == [os.getpid()] * 2
    assert os.getpid() not in set(pool.on_cores(operator.call, [os.getpid] * 2, workers=2))


def test_a_killed_process_is_told_in_one_line() -> None:
    die = partial(signal.raise_signal, signal.SIGKILL)
    with pytest.raises(ValueError, match="a process was killed, .*; the same command goes on"):
        list(pool.on_cores(operator.call, [die, die], workers=2))
