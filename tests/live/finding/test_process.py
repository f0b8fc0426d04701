"""The process that looks for sounds: found, refused, told what a model lacks; it goes on after what it cannot do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.finding.process import FINDER, found
from gesturegan_live.models.bundle import Bundle

pytestmark = pytest.mark.long


@pytest.fixture(scope="module", autouse=True)
def ends() -> Iterator[None]:
    yield
    FINDER.end()


def chord(bundle: Bundle, path: Path, *gains: float) -> Path:
    """Write what the tiny model makes of a point: a sine for each coordinate."""
    time = np.arange(3 * bundle.codec.clip_samples) / bundle.codec.sample_rate
    parts = [
        gain * 0.2 * np.sin(2 * np.pi * hertz * time) for gain, hertz in zip(gains, (220, 330, 554, 880), strict=True)
    ]
    soundfile.write(path, sum(parts), bundle.codec.sample_rate)
    return path


def test_a_sound_of_the_model_is_found_in_it_and_what_it_lacks_is_told(tiny_bundle: Bundle, tmp_path: Path) -> None:
    steps = list(found(tiny_bundle.path, chord(tiny_bundle, tmp_path / "a.wav", 0, 2.0, 0, 0), None))
    (first, lacks), (last, _) = steps[0], steps[-1]
    assert lacks == (
        "model tiny brings no sounds of its own: some were made now, which took a moment; export it anew to keep them"
    )
    assert last.near < first.near
    assert last.near < last.chance
    assert np.argmax(np.abs(last.z)) == 1
    assert last.z.dtype == last.condition.dtype == np.float32


def test_it_refuses_in_one_line_and_goes_on(tiny_bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_bytes(b"no sound")
    with pytest.raises(ValueError, match=r"^broken.wav: cannot be read"):
        next(found(tiny_bundle.path, tmp_path / "broken.wav", None))
    with pytest.raises(ValueError, match="no such bundle folder"):
        next(found(tmp_path / "nothing", tmp_path / "broken.wav", None))
    with pytest.raises(ValueError, match="^backend abacus: wanted one of|^backend 'abacus': wanted one of"):
        next(found(tiny_bundle.path, tmp_path / "broken.wav", None, "abacus"))
    point, _ = next(found(tiny_bundle.path, chord(tiny_bundle, tmp_path / "a.wav", 1.0, 0, 0, 0), 0.5))
    assert point.near > 0


def test_a_search_that_another_one_has_replaced_does_not_go_on(tiny_bundle: Bundle, tmp_path: Path) -> None:
    file = chord(tiny_bundle, tmp_path / "a.wav", 1.0, 1.0, 0, 0)
    first, second = found(tiny_bundle.path, file, None), found(tiny_bundle.path, file, 1.0)
    next(first)
    next(second)
    with pytest.raises(ValueError, match="another sound is looked for meanwhile"):
        next(first)
    assert len(list(second)) >= 1


def test_an_encoder_is_read_or_refused(make_bundle: Callable[..., Bundle], tmp_path: Path) -> None:
    from gesturegan_live.finding.model import searchable
    from gesturegan_live.models import bundle as bundles
    from gesturegan_live.models.bundle import BundleError

    made = make_bundle(folder=tmp_path)
    files = {name: made.path / name for name in ("generator.xml", "generator.bin")}
    files |= {"encoder.xml": files["generator.xml"], "encoder.bin": files["generator.bin"]}
    wrong = bundles.write(tmp_path / "wrong", name="wrong", codec=made.codec, latent_dim=4, files=files)
    with pytest.raises(BundleError, match=r"encoder"):
        searchable(wrong)
