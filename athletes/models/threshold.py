from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db import models

from athletes.models.athlete import Athlete
from config.core.models import Named, NamedQuerySet

HUMAN_RANGES: dict[str, tuple[int, int]] = {
    "ftp_w": (30, 600),
    "lthr_bpm": (80, 220),
    "threshold_pace_s_per_km": (120, 900),
    "css_s_per_100m": (45, 300),
}
"""What people can do, by kind: a value outside is a fault of a device or of a unit."""


class ThresholdQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def effective_on(self, day: date) -> Self:
        """Thresholds that had begun by this day, the newest of each kind last."""
        return self.filter(valid_from__lte=day).order_by("valid_from")


class Threshold(Named):
    """A threshold of one sport from a day on, until the next one of its kind."""

    data_class = "profile"

    class Kind(models.TextChoices):
        FTP = "ftp_w", "Threshold power (FTP), W"
        LTHR = "lthr_bpm", "Threshold heart rate (LTHR), bpm"
        PACE = "threshold_pace_s_per_km", "Threshold pace, s/km"
        CSS = "css_s_per_100m", "Critical swim speed (CSS), s/100 m"

    class Sport(models.TextChoices):
        CYCLING = "cycling", "Cycling"
        RUNNING = "running", "Running"
        SWIMMING = "swimming", "Swimming"
        OTHER = "other", "Other sports"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="thresholds")
    sport = models.CharField(max_length=16, choices=Sport)
    kind = models.CharField(max_length=32, choices=Kind)
    value = models.FloatField()
    valid_from = models.DateField()

    objects: ClassVar = ThresholdQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "sport", "kind"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="threshold_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "sport", "kind", "valid_from"],
                name="threshold_one_per_day",
                violation_error_message="There is already such a threshold from this day on.",
            ),
            models.CheckConstraint(
                condition=reduce(
                    or_,
                    (
                        models.Q(kind=kind, value__gte=low, value__lte=high)
                        for kind, (low, high) in HUMAN_RANGES.items()
                    ),
                ),
                name="threshold_in_human_range",
                violation_error_message="This value is outside what people can do. Check the unit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sport} {self.kind} {self.value:g} from {self.valid_from}"
