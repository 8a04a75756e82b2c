"""What of this app is in the change feed. Questions and chats are not: they are read where they are asked."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from analysis.models import Analysis, Memory
from athletes.feed import ANALYSIS, DATA, ChangeType


def _told(rows: Any, _: frozenset[str]) -> QuerySet[Any]:
    return rows.told()


TYPES = (
    ChangeType("analysis", Analysis, frozenset({"analysis"}), ANALYSIS, "analysis", visible=_told),
    ChangeType("memory", Memory, frozenset({"notes"}), DATA, "memory"),
)
