"""Who is logged in, read together with the athlete that most of their pages show."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from athletes.models import User
from athletes.own import carry_own, has_connection


class Backend(AuthenticationBackend):
    """As allauth's. The user of a request has `own_athlete`, for `athletes.access`."""

    def get_user(self, user_id: Any) -> User | None:
        """One query. On the athlete `is_connected` says whether there is any connection."""
        rows = User.objects.select_related("athlete").annotate(has_connection=has_connection("pk"))
        user = rows.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        carry_own(user, is_connected=user.has_connection)
        return user
