"""Who is logged in, read together with the athlete that most of their pages show."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from athletes.models import Athlete, Connection, User


class Backend(AuthenticationBackend):
    """As allauth's. The user of a request has `own_athlete`, for `athletes.access`."""

    def get_user(self, user_id: Any) -> User | None:
        """One query. On the athlete `is_connected` says whether there is any connection."""
        connections = Connection.objects.filter(athlete__user=OuterRef("pk"))
        rows = User.objects.select_related("athlete").annotate(has_connection=Exists(connections))
        user = rows.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        own: Athlete | None = getattr(user, "athlete", None)
        if own is not None:
            own.is_connected = user.has_connection  # type: ignore[attr-defined]
        user.own_athlete = own  # type: ignore[attr-defined]
        return user
