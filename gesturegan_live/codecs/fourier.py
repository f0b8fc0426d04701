"""A real FFT that runs inside compiled kernels: no GIL, no allocation, no call back into Python.

A Stockham FFT of radix 4 (with one radix-2 pass where the length is no power of 4) on half the length, with the real
and imaginary parts in separate arrays so that it vectorises; see C. Van Loan, "Computational Frameworks for the Fast
Fourier Transform", SIAM 1992, ch. 1 and 4.3.

Conventions
-----------
``n_fft`` is a power of two, 16 or more. Frames are float32 (n_fft,), spectra two float32 arrays of n_fft // 2 + 1 bins.
The inverse is scaled by 2 / n_fft, so that it undoes the forward transform. One `FourierPlan` serves any number of
callers that bring their own scratch.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import relaxed_kernel

Line = NDArray[np.float32]


class FourierPlan(NamedTuple):
    """Cosines and sines of one length: ``turn`` of the half-length passes, ``split`` of the real transform."""

    turn_cos: Line
    turn_sin: Line
    split_cos: Line
    split_sin: Line


@lru_cache(maxsize=16)
def fourier_plan(n_fft: int) -> FourierPlan:
    """Make the tables for `n_fft`, read only."""
    half = n_fft // 2
    turn = 2.0 * np.pi * np.arange(half) / half
    split = 2.0 * np.pi * np.arange(half // 2 + 1) / n_fft
    tables = [table.astype(np.float32) for table in (np.cos(turn), np.sin(turn), np.cos(split), np.sin(split))]
    for table in tables:
        table.setflags(write=False)
    return FourierPlan(*tables)


def fourier_work(n_fft: int) -> int:
    """Size of the float32 scratch that the transforms take."""
    return 2 * n_fft


@relaxed_kernel("contract", "nsz")
def real_forward(plan: FourierPlan, frame: Line, real: Line, imag: Line, work: Line) -> None:
    """Transform a frame (n_fft,) into real and imaginary parts (n_fft // 2 + 1,)."""
    half = len(frame) // 2
    a, b = work[:half], work[half : 2 * half]
    for k in range(half):
        a[k] = frame[2 * k]
        b[k] = frame[2 * k + 1]
    _transform(plan, work, half)
    real[0], imag[0] = a[0] + b[0], np.float32(0.0)
    real[half], imag[half] = a[0] - b[0], np.float32(0.0)
    point_five = np.float32(0.5)
    for k in range(1, half // 2 + 1):
        m = half - k
        even_real, even_imag = point_five * (a[k] + a[m]), point_five * (b[k] - b[m])
        odd_real, odd_imag = point_five * (b[k] + b[m]), point_five * (a[m] - a[k])
        cos, sin = plan.split_cos[k], plan.split_sin[k]
        turned_real, turned_imag = cos * odd_real + sin * odd_imag, cos * odd_imag - sin * odd_real
        real[k], imag[k] = even_real + turned_real, even_imag + turned_imag
        real[m], imag[m] = even_real - turned_real, turned_imag - even_imag


@relaxed_kernel("contract", "nsz")
def real_inverse(plan: FourierPlan, real: Line, imag: Line, frame: Line, work: Line) -> None:
    """Transform real and imaginary parts (n_fft // 2 + 1,) into a frame (n_fft,); DC and Nyquist are real."""
    half = len(frame) // 2
    a, b = work[:half], work[half : 2 * half]
    scale = np.float32(0.5) / np.float32(half)
    # conjugates in, conjugates out: the forward passes then run backwards
    a[0] = scale * (real[0] + real[half])
    b[0] = -scale * (real[0] - real[half])
    for k in range(1, half // 2 + 1):
        m = half - k
        even_real, even_imag = scale * (real[k] + real[m]), scale * (imag[k] - imag[m])
        turned_real, turned_imag = scale * (real[k] - real[m]), scale * (imag[k] + imag[m])
        cos, sin = plan.split_cos[k], plan.split_sin[k]
        odd_real, odd_imag = cos * turned_real - sin * turned_imag, cos * turned_imag + sin * turned_real
        a[k], b[k] = even_real - odd_imag, -(even_imag + odd_real)
        a[m], b[m] = even_real + odd_imag, even_imag - odd_real
    _transform(plan, work, half)
    for k in range(half):
        frame[2 * k] = a[k]
        frame[2 * k + 1] = -b[k]


@relaxed_kernel("contract", "nsz")
def _transform(plan: FourierPlan, work: Line, count: int) -> None:
    """Transform the `count` complex numbers that begin `work` (reals, then imaginaries) in place."""
    a, b = work[:count], work[count : 2 * count]
    c, d = work[2 * count : 3 * count], work[3 * count : 4 * count]
    _first_radix4(plan, a, b, c, d)
    length, stride, swapped = count // 4, 4, True
    while length >= 4:
        if swapped:
            _radix4(plan, c, d, a, b, length, stride)
        else:
            _radix4(plan, a, b, c, d, length, stride)
        swapped = not swapped
        length //= 4
        stride *= 4
    if length == 2:
        for q in range(stride):
            r0, i0 = (c[q], d[q]) if swapped else (a[q], b[q])
            r1, i1 = (c[q + stride], d[q + stride]) if swapped else (a[q + stride], b[q + stride])
            a[q], b[q] = r0 + r1, i0 + i1
            a[q + stride], b[q + stride] = r0 - r1, i0 - i1
    elif swapped:
        a[:] = c
        b[:] = d


@relaxed_kernel("contract", "nsz")
def _first_radix4(plan: FourierPlan, a: Line, b: Line, c: Line, d: Line) -> None:
    """`_radix4` of stride 1, along the loop that is the longer one there."""
    quarter = len(a) // 4
    a0, a1, a2, a3 = a[:quarter], a[quarter : 2 * quarter], a[2 * quarter : 3 * quarter], a[3 * quarter :]
    b0, b1, b2, b3 = b[:quarter], b[quarter : 2 * quarter], b[2 * quarter : 3 * quarter], b[3 * quarter :]
    for p in range(quarter):
        w1r, w1i = plan.turn_cos[p], -plan.turn_sin[p]
        w2r, w2i = plan.turn_cos[2 * p], -plan.turn_sin[2 * p]
        w3r, w3i = plan.turn_cos[3 * p], -plan.turn_sin[3 * p]
        sum_r, sum_i, dif_r, dif_i = a0[p] + a2[p], b0[p] + b2[p], a0[p] - a2[p], b0[p] - b2[p]
        odd_r, odd_i, cross_r, cross_i = a1[p] + a3[p], b1[p] + b3[p], b1[p] - b3[p], a3[p] - a1[p]
        c[4 * p], d[4 * p] = sum_r + odd_r, sum_i + odd_i
        x, y = dif_r + cross_r, dif_i + cross_i
        c[4 * p + 1], d[4 * p + 1] = x * w1r - y * w1i, x * w1i + y * w1r
        x, y = sum_r - odd_r, sum_i - odd_i
        c[4 * p + 2], d[4 * p + 2] = x * w2r - y * w2i, x * w2i + y * w2r
        x, y = dif_r - cross_r, dif_i - cross_i
        c[4 * p + 3], d[4 * p + 3] = x * w3r - y * w3i, x * w3i + y * w3r


@relaxed_kernel("contract", "nsz")
def _radix4(plan: FourierPlan, a: Line, b: Line, c: Line, d: Line, length: int, stride: int) -> None:
    """One pass from (a, b) to (c, d)."""
    quarter = length // 4
    step = stride * quarter
    for p in range(quarter):
        w1r, w1i = plan.turn_cos[p * stride], -plan.turn_sin[p * stride]
        w2r, w2i = plan.turn_cos[2 * p * stride], -plan.turn_sin[2 * p * stride]
        w3r, w3i = plan.turn_cos[3 * p * stride], -plan.turn_sin[3 * p * stride]
        start, out = stride * p, 4 * stride * p
        # slices, so that no index in the loop can be negative: what wraps around does not vectorise
        a0, a1 = a[start : start + stride], a[start + step : start + step + stride]
        a2, a3 = a[start + 2 * step : start + 2 * step + stride], a[start + 3 * step : start + 3 * step + stride]
        b0, b1 = b[start : start + stride], b[start + step : start + step + stride]
        b2, b3 = b[start + 2 * step : start + 2 * step + stride], b[start + 3 * step : start + 3 * step + stride]
        c0, c1 = c[out : out + stride], c[out + stride : out + 2 * stride]
        c2, c3 = c[out + 2 * stride : out + 3 * stride], c[out + 3 * stride : out + 4 * stride]
        d0, d1 = d[out : out + stride], d[out + stride : out + 2 * stride]
        d2, d3 = d[out + 2 * stride : out + 3 * stride], d[out + 3 * stride : out + 4 * stride]
        for q in range(stride):
            sum_r, sum_i, dif_r, dif_i = a0[q] + a2[q], b0[q] + b2[q], a0[q] - a2[q], b0[q] - b2[q]
            odd_r, odd_i, cross_r, cross_i = a1[q] + a3[q], b1[q] + b3[q], b1[q] - b3[q], a3[q] - a1[q]
            c0[q], d0[q] = sum_r + odd_r, sum_i + odd_i
            x, y = dif_r + cross_r, dif_i + cross_i
            c1[q], d1[q] = x * w1r - y * w1i, x * w1i + y * w1r
            x, y = sum_r - odd_r, sum_i - odd_i
            c2[q], d2[q] = x * w2r - y * w2i, x * w2i + y * w2r
            x, y = dif_r - cross_r, dif_i - cross_i
            c3[q], d3[q] = x * w3r - y * w3i, x * w3i + y * w3r
