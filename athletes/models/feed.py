"""What programs that keep a copy need to know of rows that are gone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from athletes.models.athlete import Athlete


class Tombstone(models.Model):
    """A row of `model` that was removed for good; `uid` was the row's, `revision` is one more than it had."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    model = models.CharField(max_length=60)
    uid = models.UUIDField()
    revision = models.PositiveIntegerField()
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="tombstone_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.uid} is gone"
