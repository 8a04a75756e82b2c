"""Who may look at an athlete's data, who was asked, and who looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from athletes.models import Athlete, CoachInvitation, CoachLink, Connection, DataRead, User
from config.core.models import NamedQuerySet

SHOWN_READS = 100


def by_today(athletes: Iterable[Athlete]) -> dict[date, list[Athlete]]:
    """The athletes by the day that it is where they live: two or three days at any moment."""
    found: dict[date, list[Athlete]] = {}
    for each in athletes:
        found.setdefault(each.today(), []).append(each)
    return found


def links_shown_to(user: User, athlete: Athlete) -> NamedQuerySet:
    """Accepted links of the athlete, the running ones first; somebody else sees their own only."""
    rows = CoachLink.objects.filter(athlete=athlete).exclude(status=CoachLink.Status.PENDING)
    if athlete.user_id != user.pk:
        rows = rows.filter(coach=user)
    found: NamedQuerySet = rows.select_related("coach").order_by("status", "-created_at")
    return found


def cut_off_from(athletes: Iterable[Athlete]) -> set[int]:
    """Keys of those whose connection to Garmin waits for them: nothing comes until they connect anew."""
    rows = Connection.objects.filter(athlete__in=list(athletes), state=Connection.State.RECONNECT)
    return set(rows.values_list("athlete_id", flat=True))


def since_opened(user: User, path: str = "athlete") -> Exists:
    """Whether a row is newer than the coach's last look at a page of its athlete, else than their link."""
    links = CoachLink.objects.filter(coach=user, athlete=OuterRef(path))
    known = links.annotate(known_at=Coalesce("opened_at", "created_at"))
    return Exists(known.filter(known_at__lt=OuterRef("created_at")))


def open_invitations(athlete: Athlete) -> NamedQuerySet:
    """Whom the athlete asked who has not answered, and still may."""
    return _open(Q(athlete=athlete))


def invitations_of(user: User) -> NamedQuerySet:
    """Whom this person asked, as athlete or as coach, who has not answered, and still may."""
    return _open(Q(athlete__user=user) | Q(coach=user))


def _open(asked_by: Q) -> NamedQuerySet:
    found: NamedQuerySet = CoachInvitation.objects.filter(
        asked_by, status=CoachInvitation.Status.OPEN, expires_at__gt=timezone.now()
    )
    return found


def reads_shown_to(user: User, athlete: Athlete) -> QuerySet[DataRead]:
    """Looks at the athlete's data, the newest first; somebody else sees their own only."""
    rows = DataRead.objects.filter(athlete=athlete).select_related("viewer").order_by("-last_at", "-pk")
    return rows if athlete.user_id == user.pk else rows.filter(viewer=user)
