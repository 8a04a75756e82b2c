"""An athlete's connections as pages need them: asked once, for the age of data and for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from athletes.models import Athlete, Connection
from metrics.models import SyncRun

RUN_PARTS = ("state", "created_at", "updated_at", "finished_at")


def is_connected(athlete: Athlete) -> bool:
    """Known of an athlete who came through the door of a page (`athletes.access`), else one query."""
    known: bool | None = getattr(athlete, "is_connected", None)
    return Connection.objects.for_athlete(athlete).exists() if known is None else known


def connections_of(athlete: Athlete) -> Sequence[Any]:
    """Every connection with its newest run as `run_state`, `run_created_at` and so on; one query.

    None without a connection, and none a second time for an athlete who came through the door of a page: that
    one lives as long as its request. Of any other the rows are always as they are now.
    """
    known: bool | None = getattr(athlete, "is_connected", None)
    if known is False:
        return ()
    kept: Sequence[Any] | None = getattr(athlete, "connections_read", None)
    if kept is not None:
        return kept
    rows = _with_newest_run(athlete)
    if known:
        athlete.connections_read = rows  # type: ignore[attr-defined]
    return rows


def _with_newest_run(athlete: Athlete) -> Sequence[Any]:
    # By athlete as well: that index has the order, so that the newest is found without sorting years of runs.
    runs = SyncRun.objects.filter(athlete=athlete, connection=OuterRef("pk")).order_by("-created_at")
    parts = {f"run_{part}": Subquery(runs.values(part)[:1]) for part in RUN_PARTS}
    return tuple(Connection.objects.for_athlete(athlete).annotate(**parts))
