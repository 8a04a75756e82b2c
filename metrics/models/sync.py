from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from athletes.models import Athlete, Connection
from config.core.models import Named


class SyncRun(Named):
    """One sync from start to end, over as many slices of work as it took; its counts are its progress."""

    data_class = "connections"

    class Reason(models.TextChoices):
        FIRST = "first", "First sync"
        DAILY = "daily", "Every day"
        ASKED = "asked", "Asked for"
        HISTORY = "history", "Older days"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        WAITING = "waiting", "Waiting for Garmin"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="runs")
    reason = models.CharField(max_length=10, choices=Reason)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    since = models.DateField()
    until = models.DateField(help_text="The day after the last one.")
    finished_at = models.DateTimeField(null=True, blank=True)
    days_done = models.PositiveIntegerField(default=0)
    days_total = models.PositiveIntegerField(default=0)
    activities_done = models.PositiveIntegerField(default=0)
    activities_total = models.PositiveIntegerField(default=0)
    requests = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="sync_run_by_athlete")]

    def __str__(self) -> str:
        return f"sync of {self.connection_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.WAITING)


class RemoteActivityQuerySet(models.QuerySet):
    def wanted(self) -> Self:
        """Without those that are not here and that nobody wants: from before the day it is read back to."""
        since = F("connection__backfill_from")
        return self.filter(
            ~Q(state=RemoteActivity.State.LISTED)
            | Q(connection__backfill_from__isnull=True)
            | Q(local_date__gte=since)
        )


class RemoteActivity(models.Model):
    """An activity that Garmin lists, and whether its file has been fetched. `summary` is the list's own item.

    `missing_since` is when it was first not listed any more where it should have been.
    """

    data_class = "activities"

    class State(models.TextChoices):
        LISTED = "listed", "Not fetched yet"
        FETCHED = "fetched", "Fetched"
        FAILED = "failed", "Could not be fetched"
        GONE = "gone", "Removed at Garmin"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="remote_activities")
    external_id = models.CharField(max_length=40)
    start_time = models.DateTimeField()
    local_date = models.DateField()
    summary = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.LISTED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error_message = models.CharField(max_length=300, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = RemoteActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "remote activities"
        ordering = ["-start_time"]
        indexes: ClassVar = [
            models.Index(fields=["connection", "state", "-start_time"], name="remote_activity_to_fetch"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connection", "external_id"], name="remote_activity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} of {self.connection_id}"


class SyncedDay(models.Model):
    """What Garmin said of one local day: channel → one of records.ChannelState.

    A channel that is not named was not asked for, or its answer failed.
    """

    data_class = "connections"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="synced_days")
    date = models.DateField()
    channels = models.JSONField(default=dict)
    synced_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["athlete", "date", "connection"], name="synced_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} of {self.connection_id}"


class RawAnswer(models.Model):
    """An answer as it came, compressed, so that it can be read again when the reading improves."""

    data_class = "connections"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    source = models.CharField(max_length=32)
    endpoint = models.CharField(max_length=60)
    start = models.DateField()
    end = models.DateField(help_text="The day after the last one.")
    received_at = models.DateTimeField()
    data = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["received_at"], name="raw_answer_by_age")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "source", "endpoint", "start", "end"], name="raw_answer_newest_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.endpoint} {self.start}"
