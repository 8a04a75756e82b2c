from __future__ import annotations

from typing import ClassVar

from django.db import models

from analysis.models.analysis import Analysis
from analysis.models.spend import AIUsage
from athletes.models import Athlete
from config.core.models import Named, PackedJSONField


class Batch(Named):
    """Weekly reviews that were handed to the provider together, at half the price."""

    data_class = "analysis"

    class State(models.TextChoices):
        GATHERING = "gathering", "Being put together"
        SENT = "sent", "With the provider"
        DONE = "done", "Read"
        FAILED = "failed", "Given up"

    provider_id = models.CharField(max_length=80, blank=True)
    model = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State, default=State.GATHERING)
    next_poll_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.state} batch"


class BatchItem(Named):
    """One athlete's review within a batch; `uid` is the custom id that the provider knows it by.

    `pack` is the evidence and `sent` its text; `answer` what came back, until it is made an analysis.
    """

    data_class = "analysis"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Written"
        FAILED = "failed", "Left to the rules"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    usage = models.ForeignKey(AIUsage, models.SET_NULL, null=True, blank=True, related_name="+")
    analysis = models.ForeignKey(Analysis, models.SET_NULL, null=True, blank=True, related_name="+")
    pack = PackedJSONField()
    sent = PackedJSONField()
    shrink_steps = models.JSONField(default=list)
    answer = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "athlete"], name="batch_once_an_athlete"),
        ]

    def __str__(self) -> str:
        return f"{self.state} item of {self.batch_id}"
