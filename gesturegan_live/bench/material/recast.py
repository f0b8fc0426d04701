"""A model whose images are read as another codec's, so that two codecs can be measured with one network.

Conventions
-----------
Of codecs with as many rows and bands the first channel is the model's image; a second, tonality, follows it faintly, so
that some is tone and some noise; a third is 0. What it sounds like means nothing; what it costs does.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gesturegan_live.codecs import CODECS
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle

_SCALES, _SHIFTS = (1.0, 0.5, 0.0), (0.0, 0.1, 0.0)  # of the channels


@contextlib.contextmanager
def recast(model: Bundle, codec_name: str | None) -> Iterator[Bundle]:
    """Write the model again for a codec, for as long as it is needed; None leaves it as it is.

    Raises
    ------
    ValueError
        One line: there is no such codec, or its images are of another size.
    """
    if codec_name is None or codec_name == model.codec.name:
        yield model
        return
    if codec_name not in CODECS:
        raise ValueError(f"codec {codec_name!r} is unknown; wanted one of {', '.join(CODECS)}")
    codec = CODECS[codec_name]()
    if codec.image_shape[:2] != model.codec.image_shape[:2] or model.codec.image_shape[2] != 1:
        raise ValueError(
            f"{codec_name}: images are {codec.image_shape}, those of {model.name} {model.codec.image_shape}"
        )
    channels = codec.image_shape[2]
    network = ov.Core().read_model(model.path / "generator.xml")
    for smaller in network.get_results()[1:]:
        network.remove_result(smaller)
    result = network.get_results()[0]
    scales, shifts = (np.array(line[:channels], np.float32).reshape(1, 1, 1, -1) for line in (_SCALES, _SHIFTS))
    image = ops.add(ops.multiply(result.input_value(0), scales), shifts)
    network.add_results([ops.result(image)])
    network.remove_result(result)
    with tempfile.TemporaryDirectory(prefix="gesturegan-bench-") as folder:
        ov.save_model(network, Path(folder) / "generator.xml", compress_to_fp16=False)
        yield bundles.write(
            Path(folder) / model.name,
            name=model.name,
            codec=codec,
            latent_dim=model.latent_dim,
            conditions=model.conditions,
            files={file: Path(folder) / file for file in ("generator.xml", "generator.bin")},
            presets=model.presets,
        )
