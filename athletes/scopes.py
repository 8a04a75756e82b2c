"""What a token may do of what its owner may: `<data class>:read` or `<data class>:write`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from athletes.models import DATA_CLASSES

NOTIFICATIONS = "notifications"
NAMES = {
    "profile": "your profile and thresholds",
    "load": "load, fitness and form",
    "activities": "activities",
    "places": "routes and places",
    "heart": "heart rate",
    "sleep": "sleep",
    "body": "weight and body",
    "cycle": "the cycle log",
    "notes": "diary and notes",
    "plan": "the plan and races",
    "analysis": "analyses",
    "chat": "conversations with the coach",
    "connections": "connections and coaches",
    NOTIFICATIONS: "notifications",
}
SCOPES = {
    f"{name}:{action}": f"{verb} {NAMES[name]}"
    for name in (*DATA_CLASSES, NOTIFICATIONS)
    for action, verb in (("read", "See"), ("write", "See and change"))
}
"""Every scope, and what it says to the person who grants it."""


def known(scopes: Iterable[str]) -> frozenset[str]:
    """Those of `scopes` that mean something here."""
    return frozenset(scopes) & SCOPES.keys()


def allows(user: Any, name: str, action: str) -> bool:
    """Whether the token behind `user` lets `name` be used so; without a token everything is let.

    What may be written may be read, as with the rights of coaches.
    """
    scopes: frozenset[str] | None = getattr(user, "token_scopes", None)
    if scopes is None:
        return True
    return f"{name}:write" in scopes or (action == "read" and f"{name}:read" in scopes)
