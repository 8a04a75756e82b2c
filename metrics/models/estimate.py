from __future__ import annotations

from typing import ClassVar

from django.db import models

from athletes.models import Athlete
from athletes.sources.records import EstimateKind
from config.core.models import Named


class Estimate(Named):
    """What a watch or its maker thinks of one day: kept and shown beside our numbers, never used for them."""

    data_class = "load"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    date = models.DateField()
    kind = models.CharField(max_length=32, choices=[(each.value, each.label) for each in EstimateKind])
    value = models.FloatField(null=True, blank=True)
    text = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=32)
    ai_allowed = models.BooleanField(default=True)

    class Meta:
        ordering = ["-date", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "kind", "date"], name="estimate_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.athlete_id} on {self.date}"
