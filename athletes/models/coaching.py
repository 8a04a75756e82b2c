"""Who may see and change what of an athlete, who was asked, and who looked."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
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


def follower_only_reads(name: str) -> models.CheckConstraint:
    """No class is open for writing to a follower, whatever its name: the text of `scopes` is searched."""
    writes = Contains(Cast("scopes", models.TextField()), '"write"')
    return models.CheckConstraint(
        condition=~models.Q(role="follower") | ~models.Q(writes),
        name=name,
        violation_error_message="A follower only ever reads.",
    )


class CoachLinkQuerySet(NamedQuerySet):
    def in_force(self) -> Self:
        """Accepted links that have not run out."""
        unlimited_or_later = models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=timezone.now())
        return self.filter(unlimited_or_later, status=CoachLink.Status.ACTIVE)


class CoachLink(Named):
    """What one person may see and do of one athlete. `scopes` maps a data class to "read" or "write".

    A follower only ever reads: the database refuses anything else, and `athletes.access` gives it to nobody.
    """

    data_class = "connections"

    class Status(models.TextChoices):
        PENDING = "pending", "Invited"
        ACTIVE = "active", "Active"
        REVOKED = "revoked", "Revoked"

    class Role(models.TextChoices):
        COACH = "coach", "Coach"
        FOLLOWER = "follower", "Follower"

    role = models.CharField(max_length=8, choices=Role, default=Role.COACH)
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coaching")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="coach_links")
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    scopes = models.JSONField(default=dict)
    valid_until = models.DateTimeField(null=True, blank=True)
    reviews_drafts = models.BooleanField(default=False)
    opened_at = models.DateTimeField(
        null=True, blank=True, help_text="When the coach last opened a page of this athlete."
    )

    objects: ClassVar = CoachLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["coach", "athlete"], name="coach_link_one_per_pair"),
            follower_only_reads("coach_link_follower_reads"),
        ]

    def __str__(self) -> str:
        return f"{self.coach_id} coaches {self.athlete_id} ({self.status})"


class CoachInvitation(Named):
    """A question by mail: an athlete asks somebody to look, or a coach asks an athlete for leave.

    The side that asks is known, the other is whoever has the address. Only the token's hash is kept.
    """

    data_class = "connections"

    class Status(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    athlete = models.ForeignKey(Athlete, models.CASCADE, null=True, blank=True, related_name="+")
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    email = models.EmailField()
    role = models.CharField(max_length=8, choices=CoachLink.Role, default=CoachLink.Role.COACH)
    scopes = models.JSONField(default=dict)
    valid_until = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(athlete__isnull=True) ^ models.Q(coach__isnull=True),
                name="coach_invitation_one_side_asks",
            ),
            follower_only_reads("coach_invitation_follower_reads"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.uid} ({self.status})"


class RosterView(Named):
    """A filter and an order of somebody's athletes, kept under a name: `query` is that of the address."""

    MOST = 20

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roster_views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="roster_view_one_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class DataRead(models.Model):
    """How often somebody else looked at one class of an athlete's data within one hour."""

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="data_reads")
    data_class = models.CharField(max_length=16)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-last_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["athlete", "viewer", "data_class", "hour"], name="data_read_once_an_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} read {self.data_class} of {self.athlete_id}"
