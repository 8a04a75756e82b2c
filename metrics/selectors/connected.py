"""Whether an athlete has a connection."""

from __future__ import annotations

from athletes.models import Athlete, Connection


def is_connected(athlete: Athlete) -> bool:
    """Known of an athlete who came through the door of a page (`athletes.access`), else one query."""
    known: bool | None = getattr(athlete, "is_connected", None)
    return Connection.objects.for_athlete(athlete).exists() if known is None else known
