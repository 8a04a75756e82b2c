"""What else a viewer of an athlete's page may see, asked in one query."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from analysis.evidence.hiding import GUARDED
from athletes.access import athletes
from athletes.models import Athlete, User
from athletes.reads import record_reads

READ = (
    "load",
    "activities",
    "heart",
    "sleep",
    "body",
    "notes",
    "connections",
    "plan",
    "cycle",
    "profile",
)
WRITE = {"refresh": "load", "check_in": "notes", "complete": "profile", "write_plan": "plan"}


def hidden_classes(
    request: HttpRequest, athlete: Athlete, *, shown: Collection[str] = READ
) -> frozenset[str]:
    """Data classes that an analysis may rest on and that this viewer may not see."""
    may = rights(request, athlete, shown=shown)
    return frozenset(data for data in GUARDED if not may[data])


def rights(request: HttpRequest, athlete: Athlete, *, shown: Collection[str] = READ) -> dict[str, bool]:
    """The classes of READ: may be read; `refresh`: loads may be written; `check_in`: notes may be;
    `complete`: what activities are measured against may be given; `write_plan`: the plan may be changed.

    Asked once a request, which shows one athlete; of what it may read, the `shown` counts as read.
    """
    known: dict[str, bool] | None = getattr(request, "viewer_rights", None)
    if known is None:
        known = request.viewer_rights = _ask(request, athlete)  # type: ignore[attr-defined]
        seen = [data for data in shown if known[data]]
        record_reads(viewer=cast(User, request.user), athletes=[athlete], classes=seen)
    return known


def _ask(request: HttpRequest, athlete: Athlete) -> dict[str, bool]:
    user = request.user
    if athlete.user_id == user.pk:
        return dict.fromkeys((*READ, *WRITE), True)
    granted = {data: athletes(user, data=data, action="read") for data in READ}
    granted |= {name: athletes(user, data=data, action="write") for name, data in WRITE.items()}
    answers = {f"may_{name}": Exists(rows.filter(pk=OuterRef("pk"))) for name, rows in granted.items()}
    row = cast(dict[str, Any], Athlete.objects.filter(pk=athlete.pk).values(**answers).get())
    return {name: row[f"may_{name}"] for name in granted}
