"""Shapes that simulated channels are made of: slow wandering and lag."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Column


def wander(draws: np.random.Generator, seconds: int, every_s: float, spread: float) -> Column:
    """Noise of shape (seconds,) that turns about every `every_s` seconds; `spread` is the SD at the turns."""
    knots = int(seconds / every_s) + 2
    return np.interp(np.arange(seconds), np.arange(knots) * every_s, draws.normal(0.0, spread, knots))


def lag(values: Column, tau_s: float, before: float) -> Column:
    """First-order lag of a 1 Hz signal which stood at `before` until it begins."""
    taps = int(5 * tau_s)
    kernel = np.exp(-np.arange(taps) / tau_s)
    padded = np.concatenate([np.full(taps - 1, before), values])
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def smooth(values: Column, seconds: int) -> Column:
    """Centred moving mean over an odd number of seconds; the ends are held."""
    half = seconds // 2
    padded = np.concatenate([np.full(half, values[0]), values, np.full(half, values[-1])])
    sums = np.concatenate([[0.0], np.cumsum(padded)])
    means: Column = (sums[seconds:] - sums[:-seconds]) / seconds
    return means
