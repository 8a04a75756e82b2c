"""What of an athlete's activities the person at a page may see and change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from athletes.access import Action, athletes
from athletes.models import Athlete, User
from athletes.reads import record_reads
from metrics.selectors.imports import IN_FILES

GUARDED = ("heart", "places", "notes")


@dataclass(frozen=True)
class Rights:
    """`is_owner`: they look at their own data; `hidden`: data classes that stay out of pages and charts.

    `may_send`: files, which hold more than activities.
    """

    is_owner: bool
    may_write: bool
    hidden: frozenset[str] = frozenset()
    may_write_notes: bool = False
    may_send: bool = False

    @property
    def sees_heart(self) -> bool:
        return "heart" not in self.hidden

    @property
    def sees_places(self) -> bool:
        return "places" not in self.hidden


def rights(user: User | AnonymousUser, athlete: Athlete, *, shown: Collection[str] = ()) -> Rights:
    """The rights of someone who may read the athlete's activities: one query, none for their own.

    Of the GUARDED classes those that the page has `shown` count as read.
    """
    if athlete.user_id == user.pk:
        return Rights(is_owner=True, may_write=True, may_write_notes=True, may_send=True)
    asked = {f"sees_{data}": _among(user, data, "read") for data in GUARDED}
    asked |= {f"writes_{data}": _among(user, data, "write") for data in ("activities", "notes", *IN_FILES)}
    rows = Athlete.objects.filter(pk=athlete.pk).annotate(**asked)
    allowed: dict[str, bool] = dict(zip(asked, rows.values_list(*asked).get(), strict=True))
    hidden = frozenset(data for data in GUARDED if not allowed[f"sees_{data}"])
    record_reads(viewer=user, athletes=[athlete], classes=[data for data in shown if data not in hidden])
    return Rights(
        is_owner=False,
        may_write=allowed["writes_activities"],
        hidden=hidden,
        may_write_notes=allowed["writes_notes"],
        may_send=all(allowed[f"writes_{data}"] for data in ("activities", *IN_FILES)),
    )


def may_complete(user: User | AnonymousUser, athlete: Athlete) -> bool:
    """Whether they may say what activities are measured against: write the profile and see the activities."""
    if athlete.user_id == user.pk:
        return True
    allowed = _among(user, "profile", "write"), _among(user, "activities", "read")
    return Athlete.objects.filter(*allowed, pk=athlete.pk).exists()


def may_write(user: User | AnonymousUser, athlete: Athlete, data: str) -> bool:
    """Whether they may write one data class: no query for their own."""
    if athlete.user_id == user.pk:
        return True
    return Athlete.objects.filter(_among(user, data, "write"), pk=athlete.pk).exists()


def _among(user: User | AnonymousUser, data: str, action: Action) -> Exists:
    return Exists(athletes(user, data=data, action=action).filter(pk=OuterRef("pk")))
