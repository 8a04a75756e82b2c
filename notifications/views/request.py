"""The request of a page behind a login."""

from __future__ import annotations

from django.http import HttpRequest

from athletes.models import User


class UserRequest(HttpRequest):
    """What `login_required` lets through."""

    user: User
