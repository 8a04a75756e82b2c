"""The record of who looked at somebody else's data, which the athlete is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from athletes.models import Athlete, CoachLink, DataRead, PartnerGrant, User
from config.core import audit
from config.core.ratelimit import hit

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


HOUR_S = 3600
OPENED_EVERY = timedelta(minutes=1)


def record_reads(
    *,
    viewer: User | AnonymousUser,
    athletes: Iterable[Athlete],
    classes: Collection[str],
    action: str = "read",
) -> None:
    """Count that `viewer` looked at these classes of each athlete; one's own data are not counted.

    What an application that was let in uses (`action`) is noted once an hour, though the viewer is the owner.
    One query when all were looked at in this hour before. The first look of an hour is an audit event.
    """
    if (grant := getattr(viewer, "partner_grant", None)) is not None:
        _record_use(grant, [f"{data}:{action}" for data in sorted(classes)])
    others = {each.pk: each for each in athletes if each.user_id != viewer.pk}
    if not (isinstance(viewer, User) and others and classes):
        return
    now = timezone.now()
    of_hour = DataRead.objects.filter(
        viewer=viewer, hour=_hour(now), athlete__in=list(others), data_class__in=list(classes)
    )
    if of_hour.update(count=F("count") + 1, last_at=now) == len(others) * len(classes):
        return
    known = set(of_hour.values_list("athlete_id", "data_class"))
    missing = [(pk, data) for pk in others for data in sorted(classes) if (pk, data) not in known]
    _record_first(viewer, others, missing, now)


@transaction.atomic
def _record_first(
    viewer: User, others: Mapping[int, Athlete], missing: Sequence[tuple[int, str]], now: datetime
) -> None:
    """The row of the hour and its event, of each athlete and class, or neither."""
    shared: dict[str, Any] = {"viewer": viewer, "hour": _hour(now), "first_at": now, "last_at": now}
    DataRead.objects.bulk_create(
        [DataRead(athlete_id=pk, data_class=data, **shared) for pk, data in missing], ignore_conflicts=True
    )
    roles = dict(
        CoachLink.objects.filter(coach=viewer, athlete__in=list(others)).values_list("athlete_id", "role")
    )
    looks = [(others[pk].uid, {"data": data, "as": roles.get(pk, "operator")}) for pk, data in missing]
    audit.record_all(viewer.uid, "athlete.read", looks)


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def note_opened(*, viewer: User, athlete: Athlete) -> None:
    """That `viewer` opened a page of this athlete: what came before is no news to them. Once a minute."""
    now = timezone.now()
    link = CoachLink.objects.filter(coach=viewer, athlete=athlete)
    # A look is not a change of the link: its revision, and so its ETag, stay.
    link.filter(Q(opened_at=None) | Q(opened_at__lt=now - OPENED_EVERY)).update(
        opened_at=now, revision=F("revision"), updated_at=F("updated_at")
    )


def _record_use(grant: PartnerGrant, scopes: Collection[str]) -> None:
    """What the application of `grant` did, once an hour for each scope."""
    for scope in scopes:
        if not hit(f"partner-use:{grant.pk}:{scope}", 1, HOUR_S).allowed:
            continue
        with transaction.atomic():
            row = PartnerGrant.objects.select_for_update().get(pk=grant.pk)
            PartnerGrant.objects.filter(pk=row.pk).update(
                got={**row.got, scope: timezone.now().isoformat()}, last_used_at=timezone.now()
            )
            facts = {"application": grant.client.name, "data": scope}
            audit.record(grant.uid, "partner.used", grant.user.uid, facts)
