"""People for tests: users, athletes and the coaches they let in."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from athletes.models import Athlete, CoachLink, User

_numbers = count(1)


def create_user(**fields: Any) -> User:
    fields.setdefault("email", f"person{next(_numbers)}@example.org")
    return User.objects.create_user(**fields)


def create_athlete(user: User | None = None, **fields: Any) -> Athlete:
    fields.setdefault("name", "Ada Runner")
    return Athlete.objects.create(user=user or create_user(), **fields)


def create_link(
    coach: User,
    athlete: Athlete,
    scopes: dict[str, str],
    *,
    status: str = CoachLink.Status.ACTIVE,
    valid_until: datetime | None = None,
) -> CoachLink:
    return CoachLink.objects.create(
        coach=coach, athlete=athlete, scopes=scopes, status=status, valid_until=valid_until
    )


def verify_email(user: User) -> EmailAddress:
    """What following the link in the verification mail leaves behind."""
    return EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
