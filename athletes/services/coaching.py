"""Whom an athlete lets look: asking, answering, changing, ending. Every step is in the consent log."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from athletes.models import DATA_CLASSES, Athlete, CoachInvitation, CoachLink, User
from config.core import audit
from config.core.errors import DataNotFoundError, DataValidationError, RateLimitedError
from config.core.ratelimit import hit

INVITATION_LASTS = timedelta(days=14)
INVITATIONS_A_DAY = 20
Role, Status = CoachLink.Role, CoachInvitation.Status


@dataclass(frozen=True)
class Asked:
    """`token` is told once, in the mail, and never stored."""

    invitation: CoachInvitation
    token: str


def invite(
    *,
    athlete: Athlete,
    email: str,
    role: str,
    scopes: Mapping[str, str],
    valid_until: datetime | None = None,
) -> Asked:
    """The athlete asks whoever has this address to look. Raises DataValidationError, RateLimitedError."""
    if email.casefold() == athlete.user.email.casefold():
        raise DataValidationError("This is your own address.")
    given = checked_scopes(role, scopes)
    if not given:
        raise DataValidationError("Open at least one class of data.")
    return _ask(athlete.user, athlete=athlete, email=email, role=role, scopes=given, valid_until=valid_until)


def ask_athlete(*, coach: User, email: str, role: str = Role.COACH) -> Asked:
    """A coach asks the athlete who has this address. What is opened is the athlete's to say.

    The answer is the same whether there is such an athlete or not.
    """
    if email.casefold() == coach.email.casefold():
        raise DataValidationError("This is your own address.")
    return _ask(coach, coach=coach, email=email, role=role)


def find_invitation(*, token: str, user: User) -> CoachInvitation:
    """The open invitation behind a link, for whom it was sent to; anybody else finds nothing."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = (
        CoachInvitation.objects.select_related("athlete__user", "coach")
        .filter(token_sha256=digest, status=Status.OPEN, expires_at__gt=timezone.now())
        .first()
    )
    if found is None or found.email.casefold() != user.email.casefold():
        raise DataNotFoundError(
            "This invitation is not open any more, or it was sent to another address than the one you are "
            "logged in with."
        )
    return found


def accept(
    *,
    token: str,
    user: User,
    scopes: Mapping[str, str] | None = None,
    valid_until: datetime | None = None,
) -> CoachLink:
    """Say yes, once. Who was asked by a coach says with `scopes` and `valid_until` what is opened."""
    with transaction.atomic():
        row = find_invitation(token=token, user=user)
        if not CoachInvitation.objects.filter(pk=row.pk, status=Status.OPEN).update(status=Status.ACCEPTED):
            raise DataNotFoundError("This invitation was answered already.")
        athlete, coach = row.athlete, row.coach or user
        given, until = row.scopes, row.valid_until
        if athlete is None:
            athlete = _athlete_of(user)
            given, until = checked_scopes(row.role, scopes or {}), valid_until
            if not given:
                raise DataValidationError("Open at least one class of data.")
        return _link(athlete, coach, row.role, given, until, by=user)


def decline(*, token: str, user: User) -> None:
    """Say no. The invitation opens nothing any more."""
    row = find_invitation(token=token, user=user)
    _close(row, Status.DECLINED, user)


def withdraw(*, invitation: CoachInvitation, user: User) -> None:
    """Take a question back before it was answered."""
    _close(invitation, Status.WITHDRAWN, user)


def change_link(
    *, link: CoachLink, scopes: Mapping[str, str], valid_until: datetime | None, by: User
) -> CoachLink:
    """Open or close classes of data, from this second on. Raises DataValidationError."""
    given = checked_scopes(link.role, scopes)
    with transaction.atomic():
        row: CoachLink = CoachLink.objects.select_for_update().get(pk=link.pk)
        if row.status != CoachLink.Status.ACTIVE:
            raise DataNotFoundError("This has ended.")
        old = _terms(row)
        row.scopes, row.valid_until = given, valid_until
        row.save(update_fields=["scopes", "valid_until"])
        _take_back(row)
        _note(by, "consent.changed", row, old)
    return row


def revoke(*, link: CoachLink, by: User) -> None:
    """End it: the next question to `athletes.access` is answered with no. Ending twice is ending once.

    What the same person was asked and has not answered is taken back too, or they could let themselves in.
    """
    with transaction.atomic():
        row: CoachLink = CoachLink.objects.select_for_update().get(pk=link.pk)
        if row.status == CoachLink.Status.REVOKED:
            return
        old = _terms(row)
        row.status = CoachLink.Status.REVOKED
        row.save(update_fields=["status"])
        _take_back(row)
        _note(by, "consent.revoked", row, old)


def link_of_coach(*, coach: User, athlete_uid: UUID) -> CoachLink:
    """What this athlete has accepted of this person. Raises DataNotFoundError when there is nothing."""
    found: CoachLink | None = (
        CoachLink.objects.select_related("athlete__user", "coach")
        .filter(coach=coach, athlete__uid=athlete_uid, status=CoachLink.Status.ACTIVE)
        .first()
    )
    if found is None:
        raise DataNotFoundError("There is no such athlete, or you may not see this.")
    return found


def leave_all(*, coach: User) -> int:
    """End everything that athletes have opened to this person; how many."""
    links = list(CoachLink.objects.filter(coach=coach, status=CoachLink.Status.ACTIVE))
    for link in links:
        revoke(link=link, by=coach)
    return len(links)


def checked_scopes(role: str, scopes: Mapping[str, str]) -> dict[str, str]:
    """Classes with "read" or "write"; "none" and empty are left out. A follower never writes."""
    given = {data: action for data, action in scopes.items() if action not in ("", "none")}
    if not set(given) <= set(DATA_CLASSES) or not set(given.values()) <= {"read", "write"}:
        raise DataValidationError("Each class of data is opened for reading, for writing or not at all.")
    if role == Role.FOLLOWER and "write" in given.values():
        raise DataValidationError("A follower only ever reads.")
    if role not in Role.values:
        raise DataValidationError("There are coaches and followers.")
    return given


def _ask(asker: User, *, email: str, **fields: Any) -> Asked:
    if not hit(f"coach_invitation:{asker.pk}", INVITATIONS_A_DAY, 86_400).allowed:
        raise RateLimitedError("These are many invitations for one day. Go on tomorrow.")
    token = secrets.token_urlsafe(32)
    row = CoachInvitation(
        email=email.strip(),
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        expires_at=timezone.now() + INVITATION_LASTS,
        **fields,
    )
    try:
        row.full_clean(exclude=["scopes"])
    except ValidationError as error:
        raise DataValidationError(" ".join(error.messages)) from error
    with transaction.atomic():
        row.save()
        subject = row.athlete.uid if row.athlete else None
        audit.record(asker.uid, "consent.asked", subject, {"email": row.email, "role": row.role})
    return Asked(row, token)


def _close(row: CoachInvitation, status: str, user: User) -> None:
    with transaction.atomic():
        if CoachInvitation.objects.filter(pk=row.pk, status=Status.OPEN).update(status=status):
            subject = row.athlete.uid if row.athlete else None
            audit.record(user.uid, f"consent.{status}", subject, {"invitation": str(row.uid)})


def _link(
    athlete: Athlete, coach: User, role: str, scopes: dict[str, str], until: datetime | None, *, by: User
) -> CoachLink:
    row: CoachLink = CoachLink.objects.select_for_update().filter(coach=coach, athlete=athlete).first() or (
        CoachLink(coach=coach, athlete=athlete)
    )
    old = _terms(row) if row.pk else {}
    if row.status != CoachLink.Status.ACTIVE:
        row.reviews_drafts = False
    row.role, row.scopes, row.valid_until, row.status = role, scopes, until, CoachLink.Status.ACTIVE
    row.save()
    _take_back(row)
    _note(by, "consent.granted", row, old)
    return row


def _take_back(link: CoachLink) -> None:
    """What else the same person was asked ends unanswered: its older terms must not come to life again."""
    CoachInvitation.objects.filter(
        athlete=link.athlete, email__iexact=link.coach.email, status=Status.OPEN
    ).update(status=Status.WITHDRAWN)


def _athlete_of(user: User) -> Athlete:
    own = Athlete.objects.filter(user=user).first()
    if own is None:
        raise DataNotFoundError("There is no athlete to this account.")
    return own


def _terms(link: CoachLink) -> dict[str, Any]:
    until = link.valid_until.isoformat() if link.valid_until else None
    return {"status": link.status, "role": link.role, "scopes": link.scopes, "until": until}


def _note(by: User, action: str, link: CoachLink, old: dict[str, Any]) -> None:
    payload = {"coach": str(link.coach.uid), "old": old, "new": _terms(link)}
    audit.record(by.uid, action, link.athlete.uid, payload)
