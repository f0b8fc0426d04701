"""Make `sines_noise.npz`: what a slow reading of the definition of `sines-noise` finds in a short sound.

Everything in double precision, windows multiplied out, one bin after the other: nothing is shared with the codec but
its grid of bands. Run it from the top level: ``python -m tests.golden.make_sines_noise``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gesturegan_live.codecs.spectra.bands import warped_bins

RATE, N_FFT, HOP, FRAMES, BANDS = 44100, 1024, 256, 24, 64
SIGMA, POINTING, TAIL, TONE, MOST = 0.5, 0.3, 0.05, 1.0, 1.5
CENTRES = warped_bins(BANDS, N_FFT).astype(np.float64)
FILE = Path(__file__).with_name("sines_noise.npz")


def sound() -> np.ndarray:
    """Two partials, one of them gliding, noise, and a click."""
    time = np.arange(FRAMES * HOP) / RATE
    noise = np.random.default_rng(3).standard_normal(len(time))
    samples = (
        0.3 * np.sin(2 * np.pi * 440 * time) + 0.1 * np.sin(2 * np.pi * (3000 + 4000 * time) * time) + 0.003 * noise
    )
    samples[4000] += 0.5
    return samples.astype(np.float32)


def _look(samples: np.ndarray, frames: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Power of each bin, and where it lies: bins, frames."""
    padded = np.concatenate([np.zeros((size - HOP) // 2), samples.astype(np.float64), np.zeros(size)])
    pieces = np.stack([padded[t * HOP : t * HOP + size] for t in range(frames)])
    n = np.arange(size)
    hann, slope = 0.5 - 0.5 * np.cos(2 * np.pi * n / size), np.pi / size * np.sin(2 * np.pi * n / size)
    plain, derived, timed = (np.fft.rfft(pieces * w) for w in (hann, slope, hann * (n - size / 2)))
    square = np.abs(plain) ** 2 + 1e-30
    away = -(derived * plain.conj()).imag / square * size / (2 * np.pi)
    away[np.abs(away) > 3] = 0
    power = np.abs(plain) ** 2 * 32 / (3 * size**2)
    power[:, [0, -1]] = away[:, [0, -1]] = 0
    return power, away, (timed * plain.conj()).real / square / HOP


def _scatter(power: np.ndarray, away: np.ndarray) -> np.ndarray:
    frames, bins = power.shape
    energy, spread = np.zeros((2, frames, bins))
    for k in range(2, bins - 2):
        weight = power[:, k - 2 : k + 3] * np.array([1, 2, 3, 2, 1]) / 3
        place = away[:, k - 2 : k + 3] + np.arange(-2, 3)
        energy[:, k] = weight.sum(1)
        mean = (weight * place).sum(1) / (energy[:, k] + 1e-30)
        spread[:, k] = (weight * (place - mean[:, None]) ** 2).sum(1)
    middle = CENTRES * 2 * (bins - 1) / N_FFT
    reach = np.maximum(np.gradient(middle), 1) + 1
    bank = np.clip(1 - np.abs(np.arange(bins)[:, None] - middle) / reach, 0, None)
    return _smoothed(spread @ bank) / (_smoothed(energy @ bank) + 1e-30)


def _smoothed(plane: np.ndarray) -> np.ndarray:
    padded = np.pad(plane, ((2, 2), (0, 0)), mode="edge")
    return sum(w * padded[i : i + len(plane)] for i, w in enumerate((1 / 12, 1 / 4, 1 / 3, 1 / 4, 1 / 12)))


def _gathered(look: tuple[np.ndarray, np.ndarray, np.ndarray], tonality: np.ndarray) -> np.ndarray:
    power, away, late = look
    frames, bins = power.shape
    found = np.zeros((frames, BANDS, 4))
    all_bands = np.arange(BANDS)
    for t in range(frames):
        for k in range(1, bins - 1):
            if power[t, k] < 1e-13:
                continue
            place = np.interp((k + away[t, k]) * N_FFT / (2 * (bins - 1)), CENTRES, all_bands)
            tone = np.interp(place, all_bands, tonality[t])
            low = min(int(place), BANDS - 2)
            near = np.arange(low - 2, low + 4)
            share = np.exp(-0.5 * ((place - near) / SIGMA) ** 2)
            share /= share.sum()
            counts = np.exp(-0.5 * ((place - near) / POINTING) ** 2) + TAIL * share
            time = np.clip(t + late[t, k], 0, frames - 1)
            row = min(int(time), frames - 2)
            for frame, part in ((row, 1 - time + row), (row + 1, time - row)):
                for band, a, b in zip(near, share, counts, strict=True):
                    if 0 <= band < BANDS:
                        e = power[t, k] * part
                        found[frame, band] += e * a, e * a * tone, e * b, e * b * (place - band)
    return found


def _near(power: np.ndarray, energy: np.ndarray) -> np.ndarray:
    """How much of the energy of each band the shortest window sees around it."""
    share = np.ones_like(energy)
    for band in range(BANDS):
        low, high = max(band - 4, 0), min(band + 4, BANDS - 1)
        first, last = int(CENTRES[low] / 2 - 2), int(np.ceil(CENTRES[high] / 2 + 2))
        seen = power[:, max(first, 0) : last + 1].sum(1)
        seen = np.max([np.roll(np.pad(seen, 1, mode="edge"), late)[1:-1] for late in (-1, 0, 1)], axis=0)
        most = 4 * MOST if CENTRES[band] / 2 < 4 else MOST
        share[:, band] = np.minimum(most * seen / (energy[:, low : high + 1].sum(1) + 1e-20), 1)
    return share


def pixels(samples: np.ndarray) -> np.ndarray:
    """Encode to three channels."""
    noise = np.random.default_rng(7).standard_normal(400 * HOP).astype(np.float32)
    sizes = 2 * N_FFT, N_FFT, N_FFT // 2
    looks = [_look(samples, FRAMES, size) for size in sizes]
    usual = [np.median(_scatter(*_look(noise, 400, size)[:2])[20:-20], axis=0) + 1e-9 for size in sizes]
    scatter = np.min([_scatter(*look[:2]) / u for look, u in zip(looks, usual, strict=True)], axis=0)
    ratio = np.maximum(TONE / (scatter + 1e-9) - 1, 1e-3)
    long, short = (_gathered(look, ratio / (1 + ratio)) for look in looks[:2])
    hertz = np.maximum(CENTRES * RATE / N_FFT, 1)
    late = np.clip(np.log2(hertz / 1414) / np.log2(2828 / 1414), 0, 1)[:, None]
    held = (1 - late) * long + late * short
    held *= _near(looks[2][0], held[..., 0])[..., None]
    energy = np.maximum(held[..., 0], 1e-20)
    tonality, away = held[..., 1] / energy, held[..., 3] / np.maximum(held[..., 2], 1e-20)
    level = np.clip(2 * np.log1p(np.sqrt(held[..., 0]) * 1e4) / np.log1p(1e4) - 1, -1, 1)
    seen = np.clip((level + 0.95) / 0.15, 0, 1)
    tonal = np.clip(10 * np.log10(np.maximum(tonality / np.maximum(1 - tonality, 1e-6), 1e-6)) / 24, -1, 1)
    log = 2 * np.log(np.maximum(np.expm1((level + 1) / 2 * np.log1p(1e4)), 1e-3) * 1e-4)
    padded = np.pad(log, ((0, 0), (1, 1)), mode="edge")
    slope = np.clip((padded[:, 2:] - padded[:, :-2]) * SIGMA**2 / 2, -1.25, 1.25)
    correction = np.clip((away - slope) / 1.25, -1, 1) * np.clip(2 * (tonal + 1), 0, 1) * seen
    return np.stack([level, (tonal + 1) * seen - 1, correction], axis=-1)


if __name__ == "__main__":
    samples = sound()
    np.savez_compressed(FILE, samples=samples, image=pixels(samples).astype(np.float32))
