from __future__ import annotations

from typing import ClassVar

from django.db import models

from athletes.models import Athlete
from config.core.models import Named
from metrics.models.activity import Activity


class ImportBatch(Named):
    """Files dropped together; its progress is counted from its files."""

    data_class = "activities"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="import_by_athlete")]

    def __str__(self) -> str:
        return f"import {self.uid}"


class ImportFile(Named):
    """One file of a batch and what became of it; one out of an archive names the archive as its `parent`."""

    data_class = "activities"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READING = "reading", "Being read"
        IMPORTED = "imported", "Imported"
        MERGED = "merged", "Merged"
        DUPLICATE = "duplicate", "Already here"
        UNPACKED = "unpacked", "Unpacked"
        FAILED = "failed", "Not imported"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=255)
    file = models.FileField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    code = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=300, blank=True)
    members_done = models.PositiveIntegerField(default=0, help_text="Read so far, of a Garmin export.")
    members_total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True, help_text="What a Garmin export held.")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes: ClassVar = [models.Index(fields=["batch", "state"], name="import_file_by_state")]

    def __str__(self) -> str:
        return self.name
