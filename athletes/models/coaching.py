from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from athletes.models.athlete import Athlete
from config.core.models import Named, NamedQuerySet

DATA_CLASSES = (
    "profile",
    "load",
    "activities",
    "places",
    "heart",
    "sleep",
    "body",
    "cycle",
    "notes",
    "plan",
    "analysis",
    "chat",
    "connections",
)


class CoachLinkQuerySet(NamedQuerySet):
    def in_force(self) -> Self:
        """Accepted links that have not run out."""
        unlimited_or_later = models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=timezone.now())
        return self.filter(unlimited_or_later, status=CoachLink.Status.ACTIVE)


class CoachLink(Named):
    """What one coach may see and do of one athlete. `scopes` maps a data class to "read" or "write"."""

    data_class = "connections"

    class Status(models.TextChoices):
        PENDING = "pending", "Invited"
        ACTIVE = "active", "Active"
        REVOKED = "revoked", "Revoked"

    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coaching")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="coach_links")
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    scopes = models.JSONField(default=dict)
    valid_until = models.DateTimeField(null=True, blank=True)
    reviews_drafts = models.BooleanField(default=False)

    objects: ClassVar = CoachLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["coach", "athlete"], name="coach_link_one_per_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.coach_id} coaches {self.athlete_id} ({self.status})"
