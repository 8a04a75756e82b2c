"""W′ balance: how much work above critical power is left, second by second.

Values below zero are kept: they say that CP or W′ is set too low, or that a new best was ridden.
"""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column, Mask


def w_balance(power_w: Column, *, cp_w: float, w_prime_j: float, running: Mask | None = None) -> Column:
    """What is left of W′ in J at the end of each second; shape (n,), starting full.

    Differential form (Froncioni & Clarke; Skiba et al. 2015): below CP W grows by (CP − P)·(W′ − W)/W′ a
    second, above it falls by P − CP. NaN counts as 0 W: a pause is rest. With `running` an unknown second in
    which the timer runs changes nothing.
    """
    above = _above(power_w, cp_w, running)
    left, balance = w_prime_j, []
    for excess in above.tolist():
        left -= excess * (w_prime_j - left) / w_prime_j if excess < 0 else excess
        balance.append(left)
    return np.array(balance, dtype=np.float64)


def w_balance_integral(power_w: Column, *, cp_w: float, w_prime_j: float) -> Column:
    """What is left of W′ in J at the end of each second, by the integral form (Skiba et al. 2012).

    Spent work E fades by e^(−1/τ) a second and grows by what is above CP; τ = `recovery_s`.
    NaN counts as 0 W.
    """
    above = np.maximum(_above(power_w, cp_w, None), 0.0)
    fade = float(np.exp(-1 / recovery_s(power_w, cp_w)))
    spent, balance = 0.0, []
    for excess in above.tolist():
        spent = spent * fade + excess
        balance.append(w_prime_j - spent)
    return np.array(balance, dtype=np.float64)


def recovery_s(power_w: Column, cp_w: float) -> float:
    """τ = 546·e^(−.01·D) + 316 s, D = CP less the mean of all seconds below it (Skiba et al. 2012)."""
    watts = np.nan_to_num(power_w)
    below = watts[watts < cp_w]
    recovery_w = cp_w - float(np.mean(below)) if below.size else 0.0
    return 546 * float(np.exp(-0.01 * recovery_w)) + 316


def _above(power_w: Column, cp_w: float, running: Mask | None) -> Column:
    unknown = np.isnan(power_w)
    above = np.where(unknown, -cp_w, power_w - cp_w)
    return above if running is None else np.where(unknown & running, 0.0, above)
