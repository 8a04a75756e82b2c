"""Who the demo athlete is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

SOURCE = "demo"
"""The origin of every record."""


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
