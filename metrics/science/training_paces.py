"""Training paces of a VDOT: speeds that cost fractions of it (Daniels, "Daniels' Running Formula")."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.science.vdot import speed_at

INTENSITIES: dict[str, tuple[float, float]] = {
    "easy": (0.59, 0.74),
    "marathon": (0.75, 0.84),
    "threshold": (0.83, 0.88),
    "interval": (0.95, 1.00),
    "repetition": (1.05, 1.10),
}
"""Lower and upper fraction of VDOT. Daniels gives repetitions by seconds per 400 m instead; 105 to 110 % of
VDOT covers his table from VDOT 40 to 60."""


@dataclass(frozen=True, slots=True)
class TrainingPace:
    """A range of paces in s/km, `slow_s_per_km` at the lower fraction of VDOT."""

    name: str
    slow_s_per_km: float
    fast_s_per_km: float
    low_fraction: float
    high_fraction: float


def pace_at(vdot: float, fraction: float) -> float:
    """Seconds per kilometre at a fraction of VDOT."""
    return 1000 / speed_at(vdot * fraction)


def training_paces(vdot: float) -> tuple[TrainingPace, ...]:
    """The five ranges of Daniels, the easiest first."""
    return tuple(
        TrainingPace(name, pace_at(vdot, low), pace_at(vdot, high), low, high)
        for name, (low, high) in INTENSITIES.items()
    )
