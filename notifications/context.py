"""What the bell shows, for every page of someone who is logged in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.selectors import unread_of


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread`, asked of the database only when a template shows it."""
    return {"unread": SimpleLazyObject(lambda: unread_of(request.user))}
