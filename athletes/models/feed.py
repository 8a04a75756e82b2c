"""What programs that keep a copy need: rows that are gone, and their own names of rows they brought."""

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


class ExternalId(models.Model):
    """What a program (`source`) calls a row of `model` that it brought; the hash is that of what it sent."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    source = models.CharField(max_length=60)
    model = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    row_uid = models.UUIDField()
    content_sha256 = models.CharField(max_length=64)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "source", "model", "external_id"], name="external_id_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.model} {self.external_id}"
