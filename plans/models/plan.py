from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet
from metrics.models import Race
from metrics.models.activity import SPORTS


class PlanQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def active(self) -> Self:
        return self.alive().filter(state=Plan.State.ACTIVE)


class Plan(Deletable):
    """Days `[start, end)` of training for a race or for keeping on; its sessions are `PlannedSession`s.

    `spec` is the wish it was made from and the rest what came of it, in the shapes of `make_plan`: `phases`,
    `weeks` (start, target_load, kind), `relaxed`, `blocking`, `checks` and `score` as of the last change.
    `sport` is that of the goal; each session has its own.
    """

    data_class = "plan"

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        DRAFT = "draft", "Draft"
        ACTIVE = "active", "Active"
        ENDED = "ended", "Ended"
        FAILED = "failed", "Could not be made"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    sport = models.CharField(max_length=16, choices=SPORTS)
    race = models.ForeignKey(Race, models.SET_NULL, null=True, blank=True, related_name="+")
    start = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    status = models.CharField(
        max_length=12, blank=True, help_text="What the planner said: ok, finish_only or infeasible."
    )
    spec = models.JSONField(default=dict)
    phases = models.JSONField(default=list)
    weeks = models.JSONField(default=list)
    relaxed = models.JSONField(default=list)
    blocking = models.JSONField(default=list)
    checks = models.JSONField(default=list)
    score = models.FloatField(null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="plan_changed"),
            models.Index(fields=["athlete", "state"], name="plan_by_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="plan_ends_after_start"),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(state="active", deleted_at=None),
                name="plan_one_active",
                violation_error_message="Another plan is active already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.start}"
