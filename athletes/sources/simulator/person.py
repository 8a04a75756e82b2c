"""Who is simulated: the parameters that differ from athlete to athlete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from athletes.sources.simulator.chance import Use, drawn, generator
from athletes.sources.simulator.profile import Profile

LTHR_OF_MAX = {"running": 0.91, "cycling": 0.88}


@dataclass(frozen=True, slots=True)
class Person:
    """An invented athlete. Levels are those of a rested day; `cycle_days` is None without a menstrual cycle.

    `fitness_gain` (k1) and `fatigue_cost` (k2) are what one habitual load of fitness and fatigue does to the
    threshold, as fractions; `fitness_days` and `fatigue_days` are their time constants. W′ and D′ are in
    seconds at the threshold. Noise is a day's standard deviation.
    """

    sex: Literal["female", "male"]
    resting_hr_bpm: float
    ln_rmssd: float
    sleep_h: float
    respiration_rpm: float
    stress: float
    weight_kg: float
    hr_max_bpm: float
    ftp_w: float
    threshold_speed_mps: float
    weekly_load: float
    fitness_days: float
    fatigue_days: float
    fitness_gain: float
    fatigue_cost: float
    w_prime_s: float
    d_prime_s: float
    hr_rise_s: float
    hr_fall_s: float
    hr_drift_per_minute: float
    cycle_days: float | None
    noise_resting_hr_bpm: float
    noise_ln_rmssd: float
    noise_sleep_h: float
    noise_respiration_rpm: float
    noise_stress: float
    noise_weight_kg: float

    @property
    def lthr_running_bpm(self) -> float:
        return LTHR_OF_MAX["running"] * self.hr_max_bpm

    @property
    def lthr_cycling_bpm(self) -> float:
        return LTHR_OF_MAX["cycling"] * self.hr_max_bpm


_LEVELS = (
    "resting_hr_bpm",
    "ln_rmssd",
    "sleep_h",
    "respiration_rpm",
    "stress",
    "weight_kg",
    "hr_max_bpm",
    "ftp_w",
    "threshold_speed_mps",
    "weekly_load",
    "fitness_days",
    "fatigue_days",
    "fitness_gain",
    "w_prime_s",
    "d_prime_s",
    "hr_rise_s",
    "hr_fall_s",
    "hr_drift_per_minute",
)
_NOISES = ("resting_hr_bpm", "ln_rmssd", "sleep_h", "respiration_rpm", "stress", "weight_kg")


def draw_person(profile: Profile, seed: int) -> Person:
    """The person of a seed."""
    draws = generator(seed, Use.PERSON)
    ranges, noise = profile.person, profile.noise
    female = bool(draws.random() < ranges.female_share)
    cycles = bool(draws.random() < ranges.cycle_share) and female
    cycle_days = drawn(draws, ranges.cycle_days)
    levels = {name: drawn(draws, getattr(ranges, name)) for name in _LEVELS}
    scale = profile.noise_scale
    noises = {f"noise_{name}": scale * drawn(draws, getattr(noise, name)) for name in _NOISES}
    return Person(
        sex="female" if female else "male",
        cycle_days=cycle_days if cycles else None,
        fatigue_cost=levels["fitness_gain"] * drawn(draws, ranges.fatigue_ratio),
        **levels,
        **noises,
    )
