from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from athletes.models import Athlete
from config.core.models import Deletable, DeletableQuerySet
from metrics.models import Activity
from metrics.models.activity import SPORTS
from plans.models.plan import Plan


class PlannedSessionQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def between(self, start: date, end: date) -> Self:
        return self.filter(day__gte=start, day__lt=end)

    def shown(self) -> Self:
        """What a calendar shows: nothing of a draft, nothing that was removed."""
        live = Q(plan=None) | Q(plan__state__in=(Plan.State.ACTIVE, Plan.State.ENDED), plan__deleted_at=None)
        return self.alive().filter(live)

    def open(self) -> Self:
        return self.filter(state=PlannedSession.State.PLANNED)


class PlannedSession(Deletable):
    """One session on one day, of a plan or by itself.

    `steps` is the workout in the one grammar, `text` the same in the text syntax; `minutes`, `load` and the
    zone minutes are predicted from it with the thresholds of the day it was written. Strength has load 0.
    `adherence` compares it with `activity`: `{score, duration, load, steps: [...]}`, null until matched.
    `locked` keeps adaptation away; only the athlete or a coach who may write the plan changes it then.
    """

    data_class = "plan"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        PARTLY = "partly", "Partly done"
        SKIPPED = "skipped", "Skipped"
        MISSED = "missed", "Not done"

    class Origin(models.TextChoices):
        ENGINE = "engine", "the planner"
        ADAPTATION = "adaptation", "an adaptation"
        PERSON = "person", "by hand"
        ANALYST = "analyst", "the analyst"

    class SkipReason(models.TextChoices):
        TIME = "time", "No time"
        TIRED = "tired", "Tired"
        ILL = "ill", "Ill"
        INJURED = "injured", "Injured"
        WEATHER = "weather", "Weather"
        OTHER = "other", "Something else"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="sessions")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField(default=1)
    sport = models.CharField(max_length=16, choices=SPORTS)
    kind = models.CharField(max_length=16, help_text="Kind of the planner's catalogue, or `other`.")
    title = models.CharField(max_length=120)
    steps = models.JSONField(default=list)
    text = models.TextField(blank=True, max_length=8_000)
    minutes = models.PositiveSmallIntegerField()
    distance_m = models.FloatField(null=True, blank=True)
    load = models.PositiveIntegerField(default=0)
    hard = models.BooleanField(default=False)
    z1_min = models.PositiveSmallIntegerField(default=0)
    z2_min = models.PositiveSmallIntegerField(default=0)
    z3_min = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=2_000, blank=True)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.PERSON)
    locked = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    skip_reason = models.CharField(max_length=8, choices=SkipReason, blank=True)
    skip_note = models.CharField(max_length=200, blank=True)
    activity = models.OneToOneField(
        Activity, models.SET_NULL, null=True, blank=True, related_name="planned_session"
    )
    matched_by_person = models.BooleanField(default=False)
    adherence = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = PlannedSessionQuerySet.as_manager()

    class Meta:
        ordering = ["day", "slot", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="session_changed"),
            models.Index(fields=["athlete", "day"], name="session_by_day"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(slot__gte=1), name="session_slot_positive"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=24 * 60), name="session_minutes_in_range"
            ),
            models.CheckConstraint(
                condition=Q(skip_reason="") | Q(state="skipped"), name="session_skip_reason_only_when_skipped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} on {self.day}"


class SessionComment(Deletable):
    """What somebody wrote under a session."""

    data_class = "plan"

    session = models.ForeignKey(PlannedSession, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=2_000)

    objects: ClassVar = DeletableQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"comment on {self.session_id}"


class WorkoutTemplateQuerySet(DeletableQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class WorkoutTemplate(Deletable):
    """A workout of the athlete's own library; its targets are relative, so that it ages well."""

    data_class = "plan"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    sport = models.CharField(max_length=16, choices=SPORTS)
    kind = models.CharField(max_length=16, default="other")
    steps = models.JSONField(default=list)
    text = models.TextField(max_length=8_000)
    minutes = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(24 * 60)], help_text="As predicted when it was saved."
    )
    note = models.CharField(max_length=2_000, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = WorkoutTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes: ClassVar = [models.Index(fields=["athlete", "updated_at", "uid"], name="template_changed")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "name"], condition=Q(deleted_at=None), name="template_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
