"""Whose rows an export or an erasure is about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from athletes.models import Athlete, PartnerGrant, User
from config.core.errors import DataNotFoundError
from config.core.personal import Person, person_of


def person(user: User) -> Person:
    """The account and the athlete it is, if any."""
    return person_of(user, Athlete.objects.filter(user=user).first())


def person_by_email(email: str) -> Person:
    """Raises DataNotFoundError."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise DataNotFoundError("There is no account with this e-mail address.")
    return person(user)


def people_by_uid(uids: Collection[UUID]) -> list[Person]:
    """Those who have an account under these uids of accounts or athletes."""
    found = User.objects.filter(Q(uid__in=uids) | Q(athlete__uid__in=uids)).order_by("pk").distinct()
    return [person(user) for user in found]


def names_of(uids: Collection[UUID]) -> dict[UUID, str]:
    """The addresses of these accounts, operators named as such, and the names of applications let in."""
    found = User.objects.filter(uid__in=uids).values_list("uid", "email", "is_staff")
    partners = PartnerGrant.objects.filter(uid__in=uids).values_list("uid", "client__name")
    return dict(partners) | {
        uid: f"{email} (operator)" if is_staff else email for uid, email, is_staff in found
    }
