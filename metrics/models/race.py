from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet
from metrics.models.activity import SPORTS, Activity


class RaceQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class Race(Deletable):
    """A race, to come or run: what counts in it, the goal, and the result once there is one."""

    data_class = "plan"

    class Priority(models.TextChoices):
        A = "A", "A: the season's goal"
        B = "B", "B: important"
        C = "C", "C: part of training"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    sport = models.CharField(max_length=16, choices=SPORTS)
    date = models.DateField()
    distance_m = models.FloatField(null=True, blank=True, validators=[MinValueValidator(1)])
    priority = models.CharField(max_length=1, choices=Priority, default=Priority.A)
    goal_s = models.FloatField(null=True, blank=True, validators=[MinValueValidator(1)])
    result_s = models.FloatField(null=True, blank=True, validators=[MinValueValidator(1)])
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True, max_length=2000)

    objects: ClassVar = RaceQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="race_changed"),
            models.Index(fields=["athlete", "date"], name="race_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1}),
                name=f"race_{name}_positive",
            )
            for name in ("distance_m", "goal_s", "result_s")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.date}"
