"""A piece of work that must not be lost: the database's side of the queue."""

from django.db import models


class JobState(models.TextChoices):
    QUEUED = "queued", "waiting, or waiting for its next attempt"
    RUNNING = "running", "leased by a worker"
    DONE = "done", "done"
    FAILED = "failed", "failed for good"
    QUARANTINED = "quarantined", "failed three times, not tried again"


class Job(models.Model):
    """One kind of work on one subject; written by `config.core.jobs` only.

    `claims` only grows and tells one holder from the next; `attempts` starts again when work moved on.
    """

    kind = models.CharField(max_length=60)
    subject = models.UUIDField()
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claims = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error_code = models.CharField(max_length=60, blank=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="core_job_kind_subject")]
        indexes = [models.Index(fields=["kind", "state", "next_attempt_at"], name="core_job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.state}"
