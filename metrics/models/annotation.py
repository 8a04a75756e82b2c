from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet


class AnnotationQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def touching(self, start: date, end: date) -> Self:
        """Markers of which a day lies in [start, end)."""
        return self.filter(Q(end=None) | Q(end__gt=start), start__lt=end)


class Annotation(Deletable):
    """A fact about the athlete's days [start, end); `end` is null while it lasts."""

    data_class = "notes"

    class Kind(models.TextChoices):
        ILLNESS = "illness", "Illness"
        INJURY = "injury", "Injury"
        TRAVEL = "travel", "Travel"
        ALTITUDE = "altitude", "Altitude"
        ANSWER = "answer", "Answer to a question"
        OTHER = "other", "Something else"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    altitude_m = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="annotation_changed"),
            models.Index(fields=["athlete", "-start"], name="annotation_by_start"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")),
                name="annotation_ends_after_start",
                violation_error_message="It must end after the day it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.start}"
