"""The athlete's own word: how the morning feels, and what they make of the computed readiness."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet

FIVE_STEPS = [MinValueValidator(1), MaxValueValidator(5)]


class DatedQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def between(self, start: date, end: date) -> Self:
        return self.filter(date__gte=start, date__lt=end)


class CheckIn(Named):
    """One morning in the athlete's own words; every scale runs from 1 (bad) to 5 (good), null is no answer.

    So 5 is: feels great, not sore at all, slept very well, no stress.
    """

    data_class = "notes"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    date = models.DateField()
    feel = models.PositiveSmallIntegerField(null=True, blank=True, validators=FIVE_STEPS)
    soreness = models.PositiveSmallIntegerField(null=True, blank=True, validators=FIVE_STEPS)
    sleep_quality = models.PositiveSmallIntegerField(null=True, blank=True, validators=FIVE_STEPS)
    stress = models.PositiveSmallIntegerField(null=True, blank=True, validators=FIVE_STEPS)
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="check_in_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "date"], name="check_in_once_a_day"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{scale}__isnull": True}) | Q(**{f"{scale}__gte": 1, f"{scale}__lte": 5}),
                    name=f"check_in_{scale}_in_scale",
                )
                for scale in ("feel", "soreness", "sleep_quality", "stress")
            ),
        ]

    def __str__(self) -> str:
        return f"check-in of {self.date}"


class ReadinessOverride(Named):
    """The athlete knows better than the computed readiness of a day, and why."""

    data_class = "heart"

    class Verdict(models.TextChoices):
        REST = "rest", "Rest"
        EASY = "easy", "Easy"
        NORMAL = "normal", "As planned"
        HARD = "hard", "Ready for hard work"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    date = models.DateField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.CharField(max_length=300)
    computed = models.FloatField(null=True, blank=True, help_text="The score (0 to 100) it overrules.")

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="override_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "date"], name="override_once_a_day"),
            models.CheckConstraint(
                condition=Q(computed__isnull=True) | Q(computed__range=(0, 100)),
                name="override_of_a_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} on {self.date}"


class CycleDay(Named):
    """A day of the cycle log, which exists only for athletes who chose to keep one."""

    data_class = "cycle"

    class Bleeding(models.TextChoices):
        NONE = "none", "None"
        SPOTTING = "spotting", "Spotting"
        LIGHT = "light", "Light"
        MEDIUM = "medium", "Medium"
        HEAVY = "heavy", "Heavy"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    date = models.DateField()
    bleeding = models.CharField(max_length=8, choices=Bleeding, default=Bleeding.NONE)
    note = models.CharField(max_length=300, blank=True)

    objects: ClassVar = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="cycle_day_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "date"], name="cycle_day_once"),
        ]

    def __str__(self) -> str:
        return f"cycle day {self.date}"
