"""What an activity held over a span: mean-max curves, best efforts, intervals."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from athletes.models import Athlete
from metrics.models.activity import SPORTS, Activity


class CurvesQuerySet(models.QuerySet["Curves"]):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def between(self, start: date, end: date) -> Self:
        """Curves of activities of the local days in [start, end)."""
        return self.filter(local_date__gte=start, local_date__lt=end)


class Curves(models.Model):
    """The mean-max curves of one activity, or of one leg, on the grid that all activities share.

    Each column is little-endian float32 of shape (k,): the first k durations of `metrics.science.curves.GRID`
    (k counts those up to the elapsed time); empty when the channel is unknown. Sport and day stand here too,
    so that an envelope over years reads one table by one index.
    """

    data_class = "activities"

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="curves")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    sport = models.CharField(max_length=16, choices=SPORTS)
    local_date = models.DateField()
    power_w = models.BinaryField(default=b"")
    speed_mps = models.BinaryField(default=b"")
    heart_rate_bpm = models.BinaryField(default=b"")

    objects: ClassVar = CurvesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "curves"
        indexes: ClassVar = [
            models.Index(fields=["athlete", "sport", "local_date"], name="curves_by_sport_and_day")
        ]

    def __str__(self) -> str:
        return f"curves of {self.activity_id}"


class Best(models.Model):
    """The best effort of one activity over a fixed time or a fixed distance."""

    data_class = "activities"

    class Metric(models.TextChoices):
        POWER = "power_w", "power"
        SPEED = "speed_mps", "speed"
        HEART_RATE = "heart_rate_bpm", "heart rate"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="bests")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    sport = models.CharField(max_length=16, choices=SPORTS)
    local_date = models.DateField()
    metric = models.CharField(max_length=16, choices=Metric)
    duration_s = models.FloatField(help_text="How long the effort took; fixed unless a distance is.")
    distance_m = models.FloatField(null=True, blank=True, help_text="The fixed distance, if it is one.")
    value = models.FloatField(help_text="Mean of the effort in the unit of its metric.")
    start_s = models.FloatField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["athlete", "sport", "metric", "local_date"], name="best_by_metric_and_day")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["activity", "metric", "duration_s"],
                condition=Q(distance_m=None),
                name="best_once_per_duration",
            ),
            models.UniqueConstraint(
                fields=["activity", "metric", "distance_m"], name="best_once_per_distance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:g} {self.metric} of {self.activity_id}"


class Interval(models.Model):
    """A stretch of effort that was found in the streams, or the rest after it."""

    data_class = "activities"

    class Kind(models.TextChoices):
        WORK = "work", "work"
        RECOVER = "recover", "recovery"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="intervals")
    index = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    start_s = models.FloatField()
    duration_s = models.FloatField()
    distance_m = models.FloatField(null=True, blank=True)
    avg_power_w = models.FloatField(null=True, blank=True)
    avg_speed_mps = models.FloatField(null=True, blank=True)
    avg_hr_bpm = models.FloatField(null=True, blank=True)
    max_hr_bpm = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["index"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "index"], name="interval_index_once")
        ]

    def __str__(self) -> str:
        return f"interval {self.index + 1} of {self.activity_id}"
