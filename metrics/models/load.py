from __future__ import annotations

from django.db import models

from athletes.models import Athlete
from config.core.models import Named


class LoadSeries(Named):
    """Daily load, fitness and fatigue of one athlete from the first day on, one row (ADR 0005).

    `data` holds three float64 arrays of equal length, encoded by `metrics.science.codec`, one value a day
    from `start_date`. `dirty_from` is the first day with newer input; null means up to date.
    `measured_at` is when the activities were last measured against all thresholds.
    """

    data_class = "load"

    athlete = models.OneToOneField(Athlete, models.CASCADE, related_name="+")
    start_date = models.DateField(null=True, blank=True)
    days = models.PositiveIntegerField(default=0)
    data = models.BinaryField(default=b"")
    measured_at = models.DateTimeField(null=True, blank=True)
    dirty_from = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name_plural = "load series"

    def __str__(self) -> str:
        return f"load of {self.athlete_id}"
