from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from athletes.models import Athlete, Connection
from config.core.models import Named, NamedQuerySet
from plans.models.session import PlannedSession


class OutsideQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class CalendarFeed(Named):
    """The private address under which calendars read the plan; it is shown once, when it is made."""

    data_class = "plan"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OutsideQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete"], condition=Q(revoked_at=None), name="feed_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"feed of {self.athlete_id}"


class SentWorkout(Named):
    """A session at Garmin: what was created there, kept at once so that nothing is made twice.

    `sha256` is of the workout as it was sent; `schedule_id` is empty until the calendar there has it.
    """

    data_class = "plan"

    session = models.ForeignKey(PlannedSession, models.CASCADE, related_name="sent")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    workout_id = models.CharField(max_length=40, blank=True)
    schedule_id = models.CharField(max_length=40, blank=True)
    scheduled_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NamedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "connection"], name="sent_once_a_connection"),
        ]

    def __str__(self) -> str:
        return f"session {self.session_id} at Garmin"


class WeekSending(Named):
    """A week that is being sent to Garmin, or was: what a page shows while it runs and afterwards."""

    data_class = "plan"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Being sent"
        DONE = "done", "Sent"
        FAILED = "failed", "Not sent"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="+")
    week_start = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    total = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    removed = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OutsideQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(state__in=("waiting", "running")),
                name="week_sending_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"week of {self.week_start}: {self.state}"
