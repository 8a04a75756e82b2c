"""What runs by itself, how it went, what it may keep, and what operators were alerted to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class TaskRun(models.Model):
    """One run of a task of the schedule; `counts` are whatever the task reports about itself.

    Ticks that found nothing to do leave only the newest row, so that a quiet minute does not fill the table.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    task = models.CharField(max_length=100)
    started_at = models.DateTimeField(default=timezone.now)
    duration_ms = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    counts = models.JSONField(default=dict, blank=True)
    error_code = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-started_at"]
        indexes: ClassVar = [models.Index(fields=["task", "-started_at"], name="task_run_newest")]

    def __str__(self) -> str:
        return f"{self.task} at {self.started_at.isoformat()}: {self.outcome}"


class RetentionRule(models.Model):
    """How many days one class of data is kept, where an operator chose another number than the default.

    Without `keep_days` it is kept for ever.
    """

    name = models.CharField(max_length=60, unique=True)
    keep_days = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.keep_days or 'for ever'}"


class MonitorRule(models.Model):
    """The limit of one measurement, where an operator chose another than the default, or does not want it."""

    name = models.CharField(max_length=60, unique=True)
    limit = models.FloatField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.limit if self.is_on else 'off'}"


class Incident(models.Model):
    """Something that is wrong with the installation, from the first bad measurement to the recovery.

    `told_at` and `recovery_told_at` are when the operators' channels took the word; without them it is sent
    again. At most one incident of a name is open.
    """

    name = models.CharField(max_length=60)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    recovery_told_at = models.DateTimeField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    worst_value = models.FloatField(null=True, blank=True)
    limit = models.FloatField(null=True, blank=True)
    summary = models.CharField(max_length=300)
    details: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(closed_at=None), name="incident_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} since {self.opened_at.isoformat()}"
