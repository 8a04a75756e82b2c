from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from athletes.models import Athlete
from config.core.models import Named, NamedQuerySet, PackedJSONField
from metrics.models import Activity

SAME_WORDS = ("athlete", "purpose", "engine", "status", "start", "end", "pack_sha256", "prompt_version")


class AnalysisQuerySet(NamedQuerySet):
    def for_athlete(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def told(self) -> Self:
        """What may be read: no draft that waits for a coach, or that one has rejected."""
        return self.exclude(status=Analysis.Status.DRAFT)


class Analysis(Named):
    """What the analyst said of one window, with the evidence it was allowed to see.

    `body` holds headline, findings, recommendations and the rest as the API gives it; `pack` the
    values it refers to. One row per athlete, window and pack: the same evidence is never worded twice.
    `checked_at` is when the evidence was last read and found to be this. A draft waits for a coach who asked
    to see it first; `original` is what the analyst wrote where a coach has changed it, `edits` who changed
    which sentence: `{place, sentence, before, after, by, at}`, with the uid of the coach.
    """

    data_class = "analysis"

    class Engine(models.TextChoices):
        RULES = "rules", "Rules"
        CLAUDE = "claude", "Claude"

    class Status(models.TextChoices):
        OK = "ok", "Ready"
        DRAFT = "draft", "Draft"
        FALLBACK = "fallback", "Rules instead of Claude"

    class Purpose(models.TextChoices):
        BRIEF = "brief", "Daily brief"
        WEEKLY = "weekly", "Weekly review"
        ACTIVITY = "activity", "Comment on an activity"
        ASKED = "asked", "Asked for"

    class Review(models.TextChoices):
        NONE = "", "Needs none"
        WAITING = "waiting", "Waits for the coach"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.BRIEF)
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    engine = models.CharField(max_length=8, choices=Engine)
    status = models.CharField(max_length=8, choices=Status, default=Status.OK)
    reason = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField()
    pack_sha256 = models.CharField(max_length=64)
    prompt_version = models.CharField(max_length=40)
    pack = PackedJSONField()
    body = models.JSONField()
    review = models.CharField(max_length=8, choices=Review, default=Review.NONE, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    original = models.JSONField(null=True, blank=True)
    edits = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "analyses"
        ordering = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["athlete", "updated_at", "uid"], name="analysis_changed"),
            models.Index(fields=["athlete", "-created_at"], name="analysis_by_athlete"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[*SAME_WORDS], condition=Q(activity=None), name="analysis_once_per_evidence"
            ),
            models.UniqueConstraint(
                fields=[*SAME_WORDS, "activity"],
                condition=Q(activity__isnull=False),
                name="analysis_once_per_activity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.start}–{self.end}"
