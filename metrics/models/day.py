from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet

DAILY_VALUES = (
    "resting_hr_bpm",
    "hrv_rmssd_ms",
    "sleep_s",
    "sleep_score",
    "stress",
    "body_battery_high",
    "respiration_rpm",
    "weight_kg",
    "steps",
)
DAILY_DETAILS = (
    "hr_min_bpm",
    "hr_max_bpm",
    "hrv_high_ms",
    "deep_sleep_s",
    "light_sleep_s",
    "rem_sleep_s",
    "awake_s",
    "nap_s",
    "stress_max",
    "body_battery_low",
    "body_battery_charged",
    "body_battery_drained",
    "respiration_waking_rpm",
    "spo2_pct",
    "spo2_low_pct",
    "body_fat_pct",
    "distance_m",
    "floors",
    "moderate_min",
    "vigorous_min",
    "active_kcal",
    "resting_kcal",
)
"""What is shown of a day beside the values that anything is computed from."""
NIGHT_TIMES = ("sleep_start", "sleep_end")
"""When the night began and ended: instants beside the values, which are numbers."""


class DayQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def between(self, start: date, end: date) -> Self:
        return self.filter(date__gte=start, date__lt=end)


class Day(Named):
    """Daily values of one local day. Null is not measured; a day without a row was not synced.

    The night belongs to the day it ends on.
    """

    data_class = "heart"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    date = models.DateField()
    resting_hr_bpm = models.FloatField(null=True, blank=True)
    hrv_rmssd_ms = models.FloatField(null=True, blank=True)
    sleep_s = models.FloatField(null=True, blank=True)
    sleep_score = models.FloatField(null=True, blank=True)
    stress = models.FloatField(null=True, blank=True)
    body_battery_high = models.FloatField(null=True, blank=True)
    respiration_rpm = models.FloatField(null=True, blank=True)
    weight_kg = models.FloatField(null=True, blank=True)
    steps = models.PositiveIntegerField(null=True, blank=True)
    hr_min_bpm = models.FloatField(null=True, blank=True)
    hr_max_bpm = models.FloatField(null=True, blank=True)
    hrv_high_ms = models.FloatField(null=True, blank=True)
    deep_sleep_s = models.FloatField(null=True, blank=True)
    light_sleep_s = models.FloatField(null=True, blank=True)
    rem_sleep_s = models.FloatField(null=True, blank=True)
    awake_s = models.FloatField(null=True, blank=True)
    nap_s = models.FloatField(null=True, blank=True)
    stress_max = models.FloatField(null=True, blank=True)
    body_battery_low = models.FloatField(null=True, blank=True)
    body_battery_charged = models.FloatField(null=True, blank=True)
    body_battery_drained = models.FloatField(null=True, blank=True)
    respiration_waking_rpm = models.FloatField(null=True, blank=True)
    spo2_pct = models.FloatField(null=True, blank=True)
    spo2_low_pct = models.FloatField(null=True, blank=True)
    body_fat_pct = models.FloatField(null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)
    floors = models.FloatField(null=True, blank=True)
    moderate_min = models.FloatField(null=True, blank=True)
    vigorous_min = models.FloatField(null=True, blank=True)
    active_kcal = models.FloatField(null=True, blank=True)
    resting_kcal = models.FloatField(null=True, blank=True)
    sleep_start = models.DateTimeField(null=True, blank=True)
    sleep_end = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=32)
    ai_allowed = models.BooleanField(default=True)

    objects: ClassVar = DayQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="day_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "date"], name="day_once_per_athlete"),
        ]

    def __str__(self) -> str:
        return f"{self.date} of {self.athlete_id}"
