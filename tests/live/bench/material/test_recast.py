from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.bench.material.recast import recast
from gesturegan_live.generator.backends import backend
from gesturegan_live.models import library
from gesturegan_live.show.home import Home


def test_a_model_is_read_as_another_codec_with_its_strips(tmp_path) -> None:
    model = library.find("textures", Home(tmp_path))
    z = np.random.default_rng(1).standard_normal((1, model.latent_dim)).astype(np.float32)
    condition = np.eye(1, len(model.conditions), dtype=np.float32)
    (wanted, *_) = backend.load("openvino", model, 1)(z, condition)
    with recast(model, "sines-noise") as other:
        assert other.codec.image_shape == (*model.codec.image_shape[:2], 2)
        assert other.presets == model.presets
        generator = backend.load("openvino", other, 1)
    (image,) = generator(z, condition)
    np.testing.assert_allclose(image[..., 0], wanted[..., 0], atol=0.05)
    np.testing.assert_allclose(image[..., 1], 0.5 * wanted[..., 0] + 0.1, atol=0.05)
    apart = np.abs(generator.strip(z, condition, 40) - image[:, 40:72])
    assert np.mean(apart) < 0.002
    assert apart.max() < 0.1  # a sum in another order: half precision rounds it elsewhere where much cancels


@pytest.mark.parametrize(
    ("codec", "message"), [("mp3", "codec 'mp3' is unknown"), ("specgram", "specgram: images .*, those of textures")]
)
def test_codecs_that_do_not_fit_are_refused(codec: str, message: str, tmp_path) -> None:
    model = library.find("textures", Home(tmp_path))
    with pytest.raises(ValueError, match=message), recast(model, codec):
        pass
    with recast(model, None) as same:
        assert same is model
