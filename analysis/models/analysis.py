from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet


class AnalysisQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)


class Analysis(Named):
    """What the analyst said of one window, with the evidence it was allowed to see.

    `body` holds headline, findings, recommendations and the rest as the API gives it; `pack` the
    values it refers to. One row per athlete, window and pack: the same evidence is never worded twice.
    `checked_at` is when the evidence was last read and found to be this.
    """

    data_class = "analysis"

    class Engine(models.TextChoices):
        RULES = "rules", "Rules"
        CLAUDE = "claude", "Claude"

    class Status(models.TextChoices):
        OK = "ok", "Ready"
        DRAFT = "draft", "Draft"
        FALLBACK = "fallback", "Rules instead of Claude"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    engine = models.CharField(max_length=8, choices=Engine)
    status = models.CharField(max_length=8, choices=Status, default=Status.OK)
    reason = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField()
    pack_sha256 = models.CharField(max_length=64)
    prompt_version = models.CharField(max_length=40)
    pack = models.JSONField()
    body = models.JSONField()
    checked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        ordering = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["athlete", "-created_at"], name="analysis_by_athlete")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "engine", "status", "start", "end", "pack_sha256", "prompt_version"],
                name="analysis_once_per_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.start}–{self.end}"
