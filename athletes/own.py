"""The athlete that most requests are about: that of whoever asks, read together with them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from athletes.models import Athlete, Connection, User


def has_connection(user: str) -> Exists:
    """Whether the athlete of the user with this key (`pk`, or a relation to it) has any connection."""
    return Exists(Connection.objects.filter(athlete__user=OuterRef(user)))


def carry_own(user: User, *, is_connected: bool) -> None:
    """Put the athlete that was selected with `user` where `athletes.access` looks for it: `own_athlete`."""
    own: Athlete | None = getattr(user, "athlete", None)
    if own is not None:
        own.is_connected = is_connected  # type: ignore[attr-defined]
    user.own_athlete = own  # type: ignore[attr-defined]
