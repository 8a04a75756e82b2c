"""Series by day: load with fitness, fatigue and form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, AthleteScopedView
from athletes.models import Athlete
from metrics.api.fields import NumbersField
from metrics.api.windows import FROM, TO, window
from metrics.science.load import monotony, strain
from metrics.selectors.charts import plain
from metrics.selectors.load import load_series

WEEK_BEFORE = timedelta(days=6)
DIGITS = 2


class LoadSeriesSerializer(serializers.Serializer[Any]):
    """Columns of equal length, one value a day."""

    dates = serializers.ListField(child=serializers.DateField(), help_text="Local days.")
    load = NumbersField(help_text="Sum of the day's loads (TSS); 0 without training.")
    fitness = NumbersField(help_text="At the day's end: exponentially weighted mean over 42 days (CTL).")
    fatigue = NumbersField(help_text="At the day's end: exponentially weighted mean over 7 days (ATL).")
    form = NumbersField(help_text="Of the morning: fitness minus fatigue of the day before (TSB).")
    ramp = NumbersField(help_text="Change of fitness in seven days; null in the first week.")
    monotony = NumbersField(
        help_text="Mean over standard deviation of seven days' loads (Foster), at most 10."
    )
    strain = NumbersField(help_text="Seven days' load times monotony (Foster).")


class LoadView(AthleteScopedView):
    data_class = "load"

    @extend_schema(
        operation_id="load_retrieve",
        summary="Load, fitness, fatigue and form by day",
        parameters=[ATHLETE, FROM, TO],
        responses=LoadSeriesSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        start, end = window(request, self.get_athlete())
        return Response(load_columns(self.get_athlete(), start, end))


def load_columns(athlete: Athlete, start: date, end: date) -> dict[str, Any]:
    """The series of [start, end); monotony and strain look back a week, but not before the first activity."""
    wide = load_series(athlete, start - WEEK_BEFORE, end)
    lead = min(WEEK_BEFORE.days, wide.load.size)
    since = (wide.first_day + WEEK_BEFORE - wide.start).days if wide.first_day else wide.load.size
    is_known = np.arange(wide.load.size) >= since
    columns = {
        "load": wide.load,
        "fitness": wide.fitness,
        "fatigue": wide.fatigue,
        "form": wide.form,
        "ramp": wide.ramp,
        "monotony": np.where(is_known, monotony(wide.load), np.nan),
        "strain": np.where(is_known, strain(wide.load), np.nan),
    }
    dates = [day.isoformat() for day in wide.dates[lead:]]
    return {"dates": dates, **{name: plain(values[lead:], DIGITS) for name, values in columns.items()}}
