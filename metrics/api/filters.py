"""How the list of activities is narrowed and ordered."""

from __future__ import annotations

from typing import Any

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Coalesce
from django_filters import rest_framework as filters

from athletes.sources.records import Sport
from metrics.models import Activity

ORDERS = {"start": "start_time", "duration": "timer_s", "distance": "distance_m", "load": "load"}
NEWEST = "-start"
BELOW_ALL, ABOVE_ALL = -1.0, 1e15


class ActivityFilter(filters.FilterSet):
    """Bounds are inclusive, days half-open: `from` is the first day, `to` the day after the last."""

    sport = filters.MultipleChoiceFilter(
        choices=[(sport.value, sport.value) for sport in Sport], help_text="May be given several times."
    )
    min_duration_s = filters.NumberFilter("timer_s", "gte", help_text="Without pauses, seconds.")
    max_duration_s = filters.NumberFilter("timer_s", "lte", help_text="Without pauses, seconds.")
    min_distance_m = filters.NumberFilter("distance_m", "gte", help_text="Metres.")
    max_distance_m = filters.NumberFilter("distance_m", "lte", help_text="Metres.")
    min_load = filters.NumberFilter("load", "gte", help_text="Load (TSS).")
    max_load = filters.NumberFilter("load", "lte", help_text="Load (TSS).")
    search = filters.CharFilter("name", "icontains", help_text="Part of the name.")

    # "from" is no name in Python, but it is what everybody types.
    locals()["from"] = filters.DateFilter("local_date", "gte", help_text="First local day.")
    locals()["to"] = filters.DateFilter("local_date", "lt", help_text="Day after the last local day.")

    class Meta:
        model = Activity
        fields: list[str] = []


def order_activities(rows: QuerySet[Any], order: str) -> tuple[QuerySet[Any], tuple[str, str]]:
    """The rows and the ordering for a key of ORDERS, "-" before it for the greatest first.

    Activities without the value come last either way. Ties are broken by the row, so that pages are stable.
    """
    sign = "-" if order.startswith("-") else ""
    unknown = BELOW_ALL if sign else ABOVE_ALL
    column = ORDERS[order.removeprefix("-")]
    if column in ("distance_m", "load"):
        rows = rows.annotate(rank=Coalesce(F(column), Value(unknown), output_field=FloatField()))
        column = "rank"
    return rows, (f"{sign}{column}", f"{sign}pk")
