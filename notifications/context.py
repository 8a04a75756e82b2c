"""The unread count of the bell, for every page of someone who is logged in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notifications.selectors import unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread_count`, asked of the database only when a template shows it."""
    return {"unread_count": SimpleLazyObject(lambda: unread_count(request.user))}
