"""A bundle's networks, ready to be searched, in whatever engine runs them here."""

from __future__ import annotations

import importlib.util

import numpy as np

from gesturegan_live.finding import ear
from gesturegan_live.finding.search import Array, Encode, Search, own_sounds
from gesturegan_live.generator.backends import backend
from gesturegan_live.models import sounds
from gesturegan_live.models.bundle import Bundle, BundleError

_BATCH = 16
NO_SOUNDS = "model {} brings no sounds of its own: some were made now, which took a moment; export it anew to keep them"


def searchable(bundle: Bundle, backend_name: str | None = None) -> tuple[Search, str]:
    """Load a bundle's networks.

    Parameters
    ----------
    backend_name : str, optional
        Inference backend; None chooses.

    Returns
    -------
    Search, and str
        One line about what the bundle lacks, else nothing.

    Raises
    ------
    BundleError
        One line: whatever an engine says of it.
    """
    chosen = backend.choose(backend_name, bundle.files)
    generator = backend.load(chosen, bundle, _BATCH)

    def make(z: Array, condition: Array) -> Array:
        step = generator.batch
        parts = [slice(first, first + step) for first in range(0, len(z), step)]
        return np.concatenate([generator(z[part], condition[part])[0] for part in parts])

    own, lacks = sounds.read(bundle), ""
    if own is None or own.version != ear.VERSION or own.heard.shape[1] != ear.NUMBERS:
        own, lacks = (
            own_sounds(make, bundle.codec, bundle.latent_dim, bundle.conditions),
            NO_SOUNDS.format(bundle.name),
        )
    return Search(make, bundle.codec, bundle.latent_dim, own, _encoder(bundle, chosen)), lacks


def _encoder(bundle: Bundle, chosen: str) -> Encode | None:
    """Load the encoder, where there is one and an engine for it; none belongs to a stand-in for the generator."""
    if chosen == "fake" or "encoder.xml" not in bundle.files or importlib.util.find_spec("openvino") is None:
        return None
    from gesturegan_live.generator.backends import openvino_backend

    try:
        return openvino_backend.load_encoder(bundle)
    except BundleError:
        raise
    except Exception as error:  # an engine has no closed list of what it raises about a model
        raise BundleError(f"{bundle.path}: encoder does not run ({backend.one_line(error)})") from error
