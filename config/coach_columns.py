"""Columns of the coaches' admin as people read them; files hold the plain values."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest

from athletes.models import Athlete
from config.core import formatting
from config.core.formatting import Units
from metrics.models import Activity, Signal
from plans.models import PlannedSession


class OfAthlete(admin.RelatedOnlyFieldListFilter):
    """The usual filter would name everybody's athletes, and those without a name by their uid."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        seen = model_admin.get_queryset(request).order_by().values("athlete")
        rows = Athlete.objects.filter(pk__in=seen).select_related("user").order_by("name", "pk")
        return [(str(row.pk), row.called) for row in rows]


@admin.display(description="Athlete", ordering="athlete__name")
def whose(row: Any) -> str:
    return cast(str, row.athlete.called)


@admin.display(description="Athlete", ordering="name")
def called(row: Athlete) -> str:
    return row.called


@admin.display(description="Day", ordering="local_date")
def local_day(row: Activity) -> Any:
    return row.local_date


@admin.display(description="Time", ordering="timer_s")
def time_taken(row: Activity) -> str:
    return str(formatting.duration(row.timer_s))


@admin.display(description="Distance", ordering="distance_m")
def distance(row: Activity) -> str:
    return str(formatting.distance(row.distance_m, cast(Units, row.athlete.units)))


@admin.display(description="Load", ordering="load")
def load(row: Activity | PlannedSession) -> str:
    return str(formatting.load(row.load))


@admin.display(description="Planned time", ordering="minutes")
def planned_time(row: PlannedSession) -> str:
    return str(formatting.duration(None if row.minutes is None else 60 * row.minutes, seconds=False))


@admin.display(description="Kind", ordering="kind")
def kind(row: Signal) -> str:
    return row.kind.replace("_", " ").capitalize()
