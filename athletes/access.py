"""The one answer to "whose data may this user see or change"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from athletes.models import DATA_CLASSES, Athlete, CoachLink, Connection, User
from athletes.reads import record_reads
from athletes.scopes import allows
from config.core.errors import DataNotFoundError, SecondFactorNeededError
from config.core.mfa import enrolled, is_enrolled

type Action = Literal["read", "write"]

ALIAS = "me"


def athletes(user: User | AnonymousUser, *, data: str, action: Action) -> QuerySet[Athlete]:
    """Athletes whose `data` class this user may `read` or `write`: one's own, and those of links in force.

    Permission to write includes permission to read, and a follower never writes. An operator's
    flag opens nothing here. A token gives what its owner may, and of that only what its scopes name. A coach
    needs a second factor that is set up, so that every login since has asked for it; a key that is older than
    the second factor was made without it. An application that somebody let in sees their own data only:
    athletes whom they coach have not let it in.
    """
    if data not in DATA_CLASSES:
        raise ValueError(f"unknown data class {data!r}")
    if not isinstance(user, User) or not user.is_active or not allows(user, data, action):
        return Athlete.objects.none()
    if getattr(user, "partner_grant", None) is not None:
        return Athlete.objects.filter(user=user)
    allowed = ("read", "write") if action == "read" else ("write",)
    granted = Q(**{f"scopes__{data}__in": allowed})
    links = CoachLink.objects.in_force().filter(granted, coach=user, athlete=OuterRef("pk"))
    if action == "write":
        links = links.filter(role=CoachLink.Role.COACH)
    if settings.COACHES_NEED_MFA:
        key = getattr(user, "api_key", None)
        shown = enrolled(by=key.created_at if key else None)
        links = links.filter(Q(role=CoachLink.Role.FOLLOWER) | Q(coach__in=shown))
    return Athlete.objects.filter(Q(user=user) | Exists(links))


def let_in(user: User) -> dict[Athlete, frozenset[str]]:
    """Athletes who let this user read along, with the classes that are open to them: one query.

    It only says what is open: whoever shows any of it records the read.
    """
    answers = {
        f"may_{data}": Exists(athletes(user, data=data, action="read").filter(pk=OuterRef("pk")))
        for data in DATA_CLASSES
    }
    linked = Athlete.objects.filter(
        Exists(CoachLink.objects.in_force().filter(coach=user, athlete=OuterRef("pk")))
    )
    rows = linked.exclude(user=user).select_related("user").annotate(**answers).order_by("name", "pk")
    found = {row: frozenset(data for data in DATA_CLASSES if getattr(row, f"may_{data}")) for row in rows}
    return {row: classes for row, classes in found.items() if classes}


def granted(
    user: User | AnonymousUser,
    athlete: Athlete,
    classes: Collection[str],
    *,
    action: Action = "read",
    shown: bool = True,
) -> frozenset[str]:
    """Which of these data classes the user may `read` or `write`: one query, none for one's own.

    What somebody else may read counts as read, unless it only decides on links and is not `shown`.
    """
    if athlete.user_id == user.pk:
        mine = frozenset(data for data in classes if allows(user, data, action))
        if shown and action == "read":
            record_reads(viewer=user, athletes=[athlete], classes=mine)
        return mine
    answers = {
        f"may_{data}": Exists(athletes(user, data=data, action=action).filter(pk=OuterRef("pk")))
        for data in classes
    }
    row = cast(dict[str, Any], Athlete.objects.filter(pk=athlete.pk).values(**answers).get())
    found = frozenset(data for data in classes if row[f"may_{data}"])
    if shown and action == "read":
        record_reads(viewer=user, athletes=[athlete], classes=found)
    return found


def athlete_or_404(user: User | AnonymousUser, reference: str, *, data: str, action: Action) -> Athlete:
    """The athlete of a URL, where `me` is the user's own. A stranger gets "not found", never "forbidden".

    `is_connected` on it says whether they have any connection, so that pages without one need not ask.
    """
    if reference == ALIAS and (own := _own(user, data, action)):
        return own
    scope: QuerySet[Athlete] = athletes(user, data=data, action=action).select_related("user")
    scope = scope.annotate(is_connected=Exists(Connection.objects.filter(athlete=OuterRef("pk"))))
    found = scope.filter(user_id=user.pk or 0) if reference == ALIAS else _by_uid(scope, reference)
    athlete = found.first()
    if athlete is None:
        if _waits_for_second_factor(user, reference):
            raise SecondFactorNeededError
        raise DataNotFoundError("There is no such athlete, or you may not see this.")
    record_reads(viewer=user, athletes=[athlete], classes=[data], action=action)
    return athlete


def first_or_404(
    user: User | AnonymousUser, reference: str, classes: Sequence[str], *, action: Action
) -> Athlete:
    """`athlete_or_404` by the first of several data classes that is granted."""
    for data in classes[:-1]:
        try:
            return athlete_or_404(user, reference, data=data, action=action)
        except DataNotFoundError:
            continue
    return athlete_or_404(user, reference, data=classes[-1], action=action)


def _own(user: User | AnonymousUser, data: str, action: Action) -> Athlete | None:
    """The athlete that was read with the user (`athletes.backend`): everybody may see their own data."""
    if not isinstance(user, User) or not user.is_active or data not in DATA_CLASSES:
        return None
    if not allows(user, data, action):
        return None
    own: Athlete | None = getattr(user, "own_athlete", None)
    return own


def _waits_for_second_factor(user: User | AnonymousUser, reference: str) -> bool:
    """Whether this athlete has let the user in as a coach who still has to set up a second factor."""
    if not settings.COACHES_NEED_MFA or not isinstance(user, User) or not user.is_active:
        return False
    if getattr(user, "token_scopes", None) is not None or is_enrolled(user.pk):
        return False
    links = CoachLink.objects.in_force().filter(coach=user, role=CoachLink.Role.COACH)
    return links.filter(athlete__in=_by_uid(Athlete.objects.all(), reference)).exists()


def _by_uid(scope: QuerySet[Athlete], reference: str) -> QuerySet[Athlete]:
    try:
        return scope.filter(uid=UUID(reference))
    except ValueError:
        return scope.none()
