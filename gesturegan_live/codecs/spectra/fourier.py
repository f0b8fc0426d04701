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

from gesturegan_live.kernel import inlined, relaxed_part

Line = NDArray[np.float32]

# Unsigned, so that no index can count from the end: what may wrap around does not vectorise, and is slow to compile.
_Whole = np.uint64
ONE, TWO, THREE, FOUR = _Whole(1), _Whole(2), _Whole(3), _Whole(4)


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


@relaxed_part("contract", "nsz")
def real_forward(plan: FourierPlan, frame: Line, real: Line, imag: Line, work: Line) -> None:
    """Transform a frame (n_fft,) into real and imaginary parts (n_fft // 2 + 1,)."""
    half = _Whole(len(frame)) // TWO
    for k in range(half):
        work[k] = frame[TWO * k]
        work[half + k] = frame[TWO * k + ONE]
    _transform(plan, work, half)
    real[0], imag[0] = work[0] + work[half], np.float32(0.0)
    real[half], imag[half] = work[0] - work[half], np.float32(0.0)
    point_five = np.float32(0.5)
    for k in range(ONE, half // TWO + ONE):
        m = half - k
        a, b, a_mirror, b_mirror = work[k], work[half + k], work[m], work[half + m]
        even_real, even_imag = point_five * (a + a_mirror), point_five * (b - b_mirror)
        odd_real, odd_imag = point_five * (b + b_mirror), point_five * (a_mirror - a)
        cos, sin = plan.split_cos[k], plan.split_sin[k]
        turned_real, turned_imag = cos * odd_real + sin * odd_imag, cos * odd_imag - sin * odd_real
        real[k], imag[k] = even_real + turned_real, even_imag + turned_imag
        real[m], imag[m] = even_real - turned_real, turned_imag - even_imag


@relaxed_part("contract", "nsz")
def real_inverse(plan: FourierPlan, real: Line, imag: Line, frame: Line, work: Line) -> None:
    """Transform real and imaginary parts (n_fft // 2 + 1,) into a frame (n_fft,); DC and Nyquist are real."""
    half = _Whole(len(frame)) // TWO
    scale = np.float32(0.5) / np.float32(half)
    # conjugates in, conjugates out: the forward passes then run backwards
    work[0] = scale * (real[0] + real[half])
    work[half] = -scale * (real[0] - real[half])
    for k in range(ONE, half // TWO + ONE):
        m = half - k
        even_real, even_imag = scale * (real[k] + real[m]), scale * (imag[k] - imag[m])
        turned_real, turned_imag = scale * (real[k] - real[m]), scale * (imag[k] + imag[m])
        cos, sin = plan.split_cos[k], plan.split_sin[k]
        odd_real, odd_imag = cos * turned_real - sin * turned_imag, cos * turned_imag + sin * turned_real
        work[k], work[half + k] = even_real - odd_imag, -(even_imag + odd_real)
        work[m], work[half + m] = even_real + odd_imag, even_imag - odd_real
    _transform(plan, work, half)
    for k in range(half):
        frame[TWO * k] = work[k]
        frame[TWO * k + ONE] = -work[half + k]


@inlined
def _transform(plan: FourierPlan, work: Line, count: np.uint64) -> None:
    """Transform the `count` complex numbers that begin `work` (reals, then imaginaries) in place."""
    here, there, stride = TWO * count, TWO * _Whole(0), FOUR
    _first_radix4(plan.turn_cos, plan.turn_sin, work, count)
    while FOUR * stride <= count:
        _radix4(plan.turn_cos, plan.turn_sin, work, here, there, count, stride)
        here, there = there, here
        stride *= FOUR
    if stride < count:
        for q in range(stride):
            r0, i0 = work[here + q], work[here + q + count]
            r1, i1 = work[here + q + stride], work[here + q + stride + count]
            work[q], work[q + count] = r0 + r1, i0 + i1
            work[q + stride], work[q + stride + count] = r0 - r1, i0 - i1
    elif here > there:
        for q in range(here):
            work[q] = work[q + here]


@inlined
def _first_radix4(turn_cos: Line, turn_sin: Line, work: Line, count: np.uint64) -> None:
    """`_radix4` of stride 1, from the first half of `work` to the second, along the longer loop."""
    quarter = count // FOUR
    for p in range(quarter):
        w1r, w1i = turn_cos[p], -turn_sin[p]
        w2r, w2i = turn_cos[TWO * p], -turn_sin[TWO * p]
        w3r, w3i = turn_cos[THREE * p], -turn_sin[THREE * p]
        a0, b0 = work[p], work[p + count]
        a1, b1 = work[p + quarter], work[p + quarter + count]
        a2, b2 = work[p + TWO * quarter], work[p + TWO * quarter + count]
        a3, b3 = work[p + THREE * quarter], work[p + THREE * quarter + count]
        sum_r, sum_i, dif_r, dif_i = a0 + a2, b0 + b2, a0 - a2, b0 - b2
        odd_r, odd_i, cross_r, cross_i = a1 + a3, b1 + b3, b1 - b3, a3 - a1
        out = TWO * count + FOUR * p
        work[out], work[out + count] = sum_r + odd_r, sum_i + odd_i
        x, y = dif_r + cross_r, dif_i + cross_i
        work[out + ONE], work[out + ONE + count] = x * w1r - y * w1i, x * w1i + y * w1r
        x, y = sum_r - odd_r, sum_i - odd_i
        work[out + TWO], work[out + TWO + count] = x * w2r - y * w2i, x * w2i + y * w2r
        x, y = dif_r - cross_r, dif_i - cross_i
        work[out + THREE], work[out + THREE + count] = x * w3r - y * w3i, x * w3i + y * w3r


@inlined
def _radix4(
    turn_cos: Line, turn_sin: Line, work: Line, here: np.uint64, there: np.uint64, count: np.uint64, stride: np.uint64
) -> None:
    """One pass from the numbers that begin at `here` to those at `there`."""
    quarter = count // FOUR
    for p in range(_Whole(0), quarter, stride):
        w1r, w1i = turn_cos[p], -turn_sin[p]
        w2r, w2i = turn_cos[TWO * p], -turn_sin[TWO * p]
        w3r, w3i = turn_cos[THREE * p], -turn_sin[THREE * p]
        for q in range(stride):
            at = here + p + q
            a0, b0 = work[at], work[at + count]
            a1, b1 = work[at + quarter], work[at + quarter + count]
            a2, b2 = work[at + TWO * quarter], work[at + TWO * quarter + count]
            a3, b3 = work[at + THREE * quarter], work[at + THREE * quarter + count]
            sum_r, sum_i, dif_r, dif_i = a0 + a2, b0 + b2, a0 - a2, b0 - b2
            odd_r, odd_i, cross_r, cross_i = a1 + a3, b1 + b3, b1 - b3, a3 - a1
            out = there + FOUR * p + q
            work[out], work[out + count] = sum_r + odd_r, sum_i + odd_i
            x, y = dif_r + cross_r, dif_i + cross_i
            work[out + stride], work[out + stride + count] = x * w1r - y * w1i, x * w1i + y * w1r
            x, y = sum_r - odd_r, sum_i - odd_i
            work[out + TWO * stride], work[out + TWO * stride + count] = x * w2r - y * w2i, x * w2i + y * w2r
            x, y = dif_r - cross_r, dif_i - cross_i
            work[out + THREE * stride], work[out + THREE * stride + count] = x * w3r - y * w3i, x * w3i + y * w3r
