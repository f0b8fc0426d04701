"""A bundle that tells how it was judged is otherwise the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.models.couplings import Couplings
from training.judging.record import record


def test_figures_go_into_the_provenance_and_nothing_else_changes(tiny_bundle: Bundle, tmp_path: Path) -> None:
    told, rest = np.array([[1, 0, 1, 0]], np.float32), [(1, 4, 2), (1, 2), (1, 2, 8), (1, 8)]
    couplings = Couplings(told, *(np.ones(shape, np.float32) for shape in rest))
    files = {name: tiny_bundle.path / name for name in tiny_bundle.files - {"axes.npz", "presets.json"}}
    before = bundles.write(
        tmp_path / "bundle",
        name="judged",
        codec=tiny_bundle.codec,
        latent_dim=tiny_bundle.latent_dim,
        files=files,
        provenance={"corpus": "sines"},
        presets=tiny_bundle.presets,
        axes=tiny_bundle.axes(),
        axis_names=("pitch", "axis 1"),
        couplings=couplings,
    )
    figures = {"sounds": 8, "kernel": {"held_out": {"generated": 0.5}}, "pitch_accuracy": None}
    after = record(before, figures)
    assert after.provenance == {"corpus": "sines", "metrics": figures}
    np.testing.assert_array_equal(after.axes()[0], before.axes()[0])
    kept = after.couplings()
    assert kept is not None
    np.testing.assert_allclose(kept.second, couplings.heard().second, rtol=1e-6)
    for name in ("name", "codec", "latent_dim", "conditions", "presets", "files", "axis_names"):
        assert getattr(after, name) == getattr(before, name)
    assert record(after, {"sounds": 9}).provenance["metrics"] == {"sounds": 9}
