"""Where `gesturegan` begins: the principal components of the images that it is taught, and codes drawn as theirs are.

Conventions
-----------
Components of spectra are found first, then those of how their weights go through the image (Halko, Martinsson and Tropp
2011 say why products of a sample do). What an image is of these is its *code*: the latent number of each, in its own
deviations. NumPy, in seconds; but for the couplings, which `codes` teaches. Whatever was in the networks is overwritten
where they are not taught by images, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.generator.drawing import quarters
from training.networks.continuing import Earlier, by_name, copy, judge
from training.networks.gesturegan import CODE, DRAFT, FINISH, FRAMES, GUESS, STYLE, GestureganConfig
from training.teaching import codes
from training.teaching.encoding import EncodedGan

RIDGE = 0.1  # of the guess of conditions, beside the deviation of codes
NEARLY = 0.001  # likewise of codes that are told from means
LOUDNESS = 0.2  # of the noise that speckle is taken of, RMS
EVENED = 0.5  # power of a component's deviation by which its code is judged: those that show little count, but less

Array = NDArray[np.float32]
Spectra = tuple[Array, Array, Array]  # mean, components, deviations


@dataclass(frozen=True, eq=False)
class Components:
    """What images are made of.

    Attributes
    ----------
    frame : ndarray, shape (W * C,)
        The mean spectrum.
    spectra : ndarray, shape (W * C, R)
        Orthonormal.
    depths : ndarray, shape (R,)
        Deviations of their weights.
    course : ndarray, shape (4 * K * R,)
        The mean of the weights, a row a frame.
    courses : ndarray, shape (4 * K * R, D)
        Orthonormal; zero where there are fewer images.
    deviations : ndarray, shape (D,)
        Of the images along each.
    """

    frame: Array
    spectra: Array
    depths: Array
    course: Array
    courses: Array
    deviations: Array

    @staticmethod
    def of(images: Array, components: int, dimension: int, spectra: Spectra | None = None) -> Components:
        """Find them in images (n, H, W, C), those of spectra unless they are given."""
        frames = _frames(images)
        frame, vectors, depths = _spectra(frames, components) if spectra is None else spectra
        rows = ((frames - frame) @ vectors).reshape(len(frames), -1)
        course = rows.mean(axis=0)
        rows -= course
        count = max(1, min(dimension, len(rows) - 1, rows.shape[1]))
        powers, places = _strongest(rows @ rows.T, count)
        lengths = np.sqrt(np.maximum(powers, 1e-9))
        courses = np.zeros((rows.shape[1], dimension), np.float32)
        courses[:, :count] = rows.T @ (places / lengths)
        deviations = np.full(dimension, 1e-6, np.float32)
        deviations[:count] = lengths / np.sqrt(len(rows))
        return Components(frame, vectors, depths, course, courses, deviations)

    def codes(self, images: Array) -> Array:
        """Tell what images are of them: (n, D)."""
        weights = np.asarray((_frames(images) - self.frame) @ self.spectra, np.float32)
        return np.asarray(
            (weights.reshape(len(weights), -1) - self.course) @ self.courses / self.deviations, np.float32
        )


def begin(
    config: GestureganConfig,
    gan: EncodedGan,
    images: Array,
    conditions: Array,
    codec: Codec,
    *,
    taught: bool = True,
    earlier: Earlier | None = None,
    names: Sequence[str] = (),
) -> None:
    """Let an untaught generator and its encoder begin from images that are taught.

    Parameters
    ----------
    images : ndarray, shape (n, H, W, C)
        Some thousand will do.
    conditions : ndarray, shape (n, c)
        Their own.
    taught : bool
        Whether the couplings learn to draw codes as those of the images; else they stay the identity.
    earlier : Earlier, optional
        A model whose spectra are taken over, and what it has learnt to mend of them; codes are those of the images.
    names : sequence of str
        Of the conditions, which that model is asked about by theirs.
    """
    assert gan.encoder is not None
    components = min(config.components, images.shape[2] * images.shape[3])
    spectra = None if earlier is None else _spectra_of(earlier.generator, images.shape)
    found = Components.of(images, components, config.latent_dim, spectra)
    _put_into_generator(found, gan.generator, images.shape)
    if earlier is not None:
        _mend_as(gan.generator, earlier, names)
        judge(gan.discriminator, earlier, names)
    coded = found.codes(images)
    _put_into_encoder(found, gan.encoder, images, coded)
    if conditions.shape[1]:
        _set(gan.encoder.get_layer(GUESS), *_regressed(coded, conditions, RIDGE))
    gan.noise.assign(pictures(codec, *gan.noise.shape[:2]))
    for channel, weight in enumerate(gan.generator.get_layer(FINISH).speckle):
        weight.assign(gan.noise[0, :, None, :, channel])
    own = [gan.generator.get_layer(f"coupling_{turn}") for turn in range(config.couplings)]
    couplings = [_twin(coupling, conditions.shape[1]) for coupling in own]
    if taught:
        sight = np.asarray((found.deviations / found.deviations[0]) ** EVENED, np.float32)
        codes.teach(couplings, coded, conditions, sight, config.code_steps, gan.seed)
    for network in (gan.generator, gan.encoder):
        for coupling in couplings:
            network.get_layer(coupling.name).set_weights(coupling.get_weights())
    gan.settle()


def pictures(codec: Codec, count: int, rows: int, seed: int = 0) -> Array:
    """Draw speckle (count, rows, W, C): what deviates from a band's mean in images of white noise.

    A codec whose images are waveforms has none, and a frequency is noise only where there is nothing else.
    """
    _, width, channels = codec.image_shape
    if codec.layout is None:
        return np.zeros((count, rows, width, channels), np.float32)
    draw = np.random.default_rng(seed)
    sounds = draw.standard_normal((count, codec.clip_samples), np.float32) * np.float32(LOUDNESS)
    images = np.concatenate([codec.encode(sound[None]) for sound in sounds])
    images -= images.mean(axis=(0, 1))
    if codec.layout.has_frequency or codec.layout.has_tonality:
        images[..., 2 if codec.layout.has_tonality else 1 :] = 0.0
    return _lengthened(images, rows)


def _spectra(frames: Array, components: int) -> Spectra:
    """Find the mean of frames (n, T, W * C), the strongest components, and their deviations."""
    frame = frames.mean(axis=(0, 1))
    flat = (frames - frame).reshape(-1, frames.shape[2])
    values, vectors = _strongest(flat.T @ flat / np.float32(len(flat)), components)
    return frame, vectors, np.sqrt(np.maximum(values, 1e-9))


def _spectra_of(generator: Any, shape: tuple[int, ...]) -> Spectra:
    """Tell those that a generator draws with."""
    layers = [generator.get_layer(f"{FRAMES}_{channel}").get_weights() for channel in range(shape[3])]
    kernel = np.stack([weights[0][0, 0] for weights in layers], axis=-1)  # (R, W, C)
    kernel = kernel.reshape(len(kernel), -1).T
    depths = np.linalg.norm(kernel, axis=0)
    return np.stack([weights[1] for weights in layers], axis=-1).ravel(), kernel / depths, depths


def _mend_as(generator: Any, earlier: Earlier, names: Sequence[str]) -> None:
    """Take over what mends a draft; its style is told the code that the model's own draft would be nearest with."""
    copy(generator, earlier.generator, lambda name: not name.startswith(("coupling_", DRAFT, STYLE, FRAMES, FINISH)))
    kernel, bias = (np.asarray(weight, np.float32) for weight in generator.get_layer(DRAFT).get_weights())
    theirs, middle = (np.asarray(weight, np.float32) for weight in earlier.generator.get_layer(DRAFT).get_weights())
    products = theirs @ theirs.T
    even = NEARLY * np.trace(products) / len(products) * np.eye(len(products), dtype=np.float32)
    back = np.linalg.solve(products + even, theirs).T  # from a draft to a code
    told, offset = earlier.generator.get_layer(STYLE).get_weights()
    by_code, by_condition = told[: len(theirs)], told[len(theirs) :]
    moved = offset + (bias - middle) @ back @ by_code
    if len(by_condition) and not names:
        moved = moved + by_condition.mean(axis=0)
    rows = [kernel @ back @ by_code, by_name(by_condition, earlier.conditions, names)]
    _set(generator.get_layer(STYLE), np.concatenate(rows), moved)


def _put_into_generator(found: Components, generator: Any, shape: tuple[int, ...]) -> None:
    _, _, width, channels = shape
    count = len(found.depths)
    kernel = (found.courses * found.deviations).T.reshape(len(found.deviations), -1, count) / found.depths
    _set(
        generator.get_layer(DRAFT),
        kernel.reshape(len(kernel), -1),
        (found.course.reshape(-1, count) / found.depths).ravel(),
    )
    spectra = (found.spectra * found.depths).reshape(width, channels, count)
    for channel in range(channels):
        layer = generator.get_layer(f"{FRAMES}_{channel}")
        _set(layer, spectra[:, channel].T[None, None], found.frame.reshape(width, channels)[:, channel])


def _put_into_encoder(found: Components, encoder: Any, images: Array, coded: Array) -> None:
    """Let it tell codes from the means of every four frames, as nearly as they can be told from those."""
    kernel = np.repeat(found.spectra[None, None] / 4.0, 4, axis=0)  # (4, 1, W * C, R)
    _set(encoder.get_layer(FRAMES), kernel, -found.frame @ found.spectra)
    count, numbers = len(found.depths), len(found.deviations)
    courses = found.courses.reshape(-1, 4, count, numbers).sum(axis=1).reshape(-1, numbers) / found.deviations
    weights = (_frames(images) - found.frame) @ found.spectra
    rough = weights.reshape(len(images), -1, 4, count).mean(axis=2).reshape(len(images), -1) @ courses
    mended, offset = _regressed(rough, coded, NEARLY)
    _set(encoder.get_layer(CODE), courses @ mended, offset)


def _twin(coupling: Any, conditions: int) -> Any:
    """Make the same layer outside of a network, which may be spread over devices."""
    twin = type(coupling).from_config(coupling.get_config())
    size = coupling.told.shape[0]
    twin.build([(None, size), (None, conditions)] if conditions else (None, size))
    twin.set_weights(coupling.get_weights())
    return twin


def _set(layer: Any, kernel: Array, bias: Array) -> None:
    layer.set_weights([np.asarray(kernel), np.asarray(bias)])


def _regressed(told: Array, wanted: Array, ridge: float) -> tuple[Array, Array]:
    """Regress what is wanted (n, c) on what is told (n, D): a kernel (D, c) and a bias (c,)."""
    mean, middle = told.mean(axis=0), wanted.mean(axis=0)
    centred = told - mean
    products = centred.T @ centred + ridge * len(told) * np.eye(told.shape[1], dtype=np.float32)
    kernel = np.linalg.solve(products, centred.T @ (wanted - middle))
    return kernel, middle - mean @ kernel


def _frames(images: Array) -> Array:
    """Spectra of all frames, channels side by side, in quarters that are full: (n, 4 K, W * C)."""
    count, height, width, channels = images.shape
    return _lengthened(images, 4 * quarters(height)).reshape(count, -1, width * channels)


def _lengthened(images: Array, rows: int) -> Array:
    """Hold the last frame until there are so many."""
    missing = ((0, 0), (0, rows - images.shape[1]), (0, 0), (0, 0))
    return images if rows == images.shape[1] else np.pad(images, missing, mode="edge")


def _strongest(products: NDArray[np.floating[Any]], count: int) -> tuple[Array, Array]:
    """Eigenvalues (count,) and vectors (n, count) of a symmetric matrix, the largest first."""
    size = len(products)
    values, vectors = eigh(np.asarray(products, np.float64), subset_by_index=(size - count, size - 1))
    return values[::-1].astype(np.float32), vectors[:, ::-1].astype(np.float32)
