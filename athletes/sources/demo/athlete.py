"""Who the demo athlete is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from athletes.sources.simulator.person import Person

SOURCE = "demo"
"""The origin of every record."""

DEVICE = "Demo watch"


@dataclass(frozen=True, slots=True)
class DemoAthlete:
    """An invented person; the thresholds, which change with time, are in `thresholds`."""

    name: str
    birth_year: int
    sex: Literal["female", "male"]
    hr_max_bpm: int
    hr_rest_bpm: int
    weight_kg: float
    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


ROBIN = DemoAthlete(
    name="Robin Sample",
    birth_year=1988,
    sex="female",
    hr_max_bpm=188,
    hr_rest_bpm=48,
    weight_kg=61.0,
    time_zone="Europe/Berlin",
)

BODY = Person(
    sex="female",
    resting_hr_bpm=50.0,
    ln_rmssd=4.16,
    sleep_h=7.4,
    respiration_rpm=14.0,
    stress=30.0,
    weight_kg=ROBIN.weight_kg,
    hr_max_bpm=ROBIN.hr_max_bpm,
    ftp_w=200.0,
    threshold_speed_mps=1000.0 / 284.0,
    weekly_load=405.0,
    fitness_days=42.0,
    fatigue_days=8.0,
    fitness_gain=0.03,
    fatigue_cost=0.045,
    w_prime_s=74.0,
    d_prime_s=40.0,
    hr_rise_s=32.0,
    hr_fall_s=60.0,
    hr_drift_per_minute=0.0005,
    cycle_days=28.5,
    noise_resting_hr_bpm=1.2,
    noise_ln_rmssd=0.07,
    noise_sleep_h=0.55,
    noise_respiration_rpm=0.28,
    noise_stress=4.0,
    noise_weight_kg=0.3,
)
"""Robin as the simulator sees her: what the watch and the profile do not know."""
