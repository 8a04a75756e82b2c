"""Who may look at an athlete's data, who was asked, and who looked."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from athletes.models import Athlete, CoachInvitation, CoachLink, DataRead, User
from config.core.models import NamedQuerySet

SHOWN_READS = 100


def links_shown_to(user: User, athlete: Athlete) -> NamedQuerySet:
    """Accepted links of the athlete, the running ones first; somebody else sees their own only."""
    rows = CoachLink.objects.filter(athlete=athlete).exclude(status=CoachLink.Status.PENDING)
    if athlete.user_id != user.pk:
        rows = rows.filter(coach=user)
    found: NamedQuerySet = rows.select_related("coach").order_by("status", "-created_at")
    return found


def open_invitations(athlete: Athlete) -> NamedQuerySet:
    """Whom the athlete asked who has not answered, and still may."""
    found: NamedQuerySet = CoachInvitation.objects.filter(
        athlete=athlete, status=CoachInvitation.Status.OPEN, expires_at__gt=timezone.now()
    )
    return found


def reads_shown_to(user: User, athlete: Athlete) -> QuerySet[DataRead]:
    """Looks at the athlete's data, the newest first; somebody else sees their own only."""
    rows = DataRead.objects.filter(athlete=athlete).select_related("viewer").order_by("-last_at", "-pk")
    return rows if athlete.user_id == user.pk else rows.filter(viewer=user)
