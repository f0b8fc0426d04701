"""Figures kept where the model is: in its bundle's provenance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle

WRITTEN = {"axes.npz", "presets.json"}  # which writing a bundle makes itself


def record(bundle: Bundle, figures: Mapping[str, Any]) -> Bundle:
    """Replace a bundle by one that also tells how it was judged; nothing else changes."""
    return bundles.write(
        bundle.path,
        name=bundle.name,
        codec=bundle.codec,
        latent_dim=bundle.latent_dim,
        conditions=bundle.conditions,
        provenance={**bundle.provenance, "metrics": dict(figures)},
        presets=bundle.presets,
        axes=bundle.axes() if "axes.npz" in bundle.files else None,
        couplings=bundle.couplings(),
        axis_names=bundle.axis_names,
        axis_effects=bundle.axis_effects,
        files={name: bundle.path / name for name in bundle.files - WRITTEN},
    )
