"""Series by day: load with fitness, fatigue and form, and daily health values."""

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
from metrics.api.fields import NumberField, NumbersField, VisibleFieldsMixin
from metrics.api.windows import FROM, TO, window
from metrics.models import DAILY_VALUES
from metrics.science.load import monotony, strain
from metrics.selectors.charts import plain
from metrics.selectors.days import daily_columns
from metrics.selectors.load import load_series

WEEK_BEFORE = timedelta(days=6)
DIGITS = 2
DATA_CLASS_OF_VALUE = {
    "resting_hr_bpm": "heart",
    "hrv_rmssd_ms": "heart",
    "sleep_s": "sleep",
    "sleep_score": "sleep",
    "stress": "heart",
    "body_battery_high": "heart",
    "respiration_rpm": "heart",
    "weight_kg": "body",
    "steps": "heart",
}


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


class DaySerializer(VisibleFieldsMixin):
    """One local day; null was not measured. Values that the caller may not read are left out."""

    date = serializers.DateField()
    is_gap = serializers.BooleanField(help_text="Nothing at all came in for this day.")
    resting_hr_bpm = NumberField(allow_null=True, help_text="Beats per minute. Needs `heart`.")
    hrv_rmssd_ms = NumberField(
        allow_null=True, help_text="Heart rate variability (RMSSD), ms. Needs `heart`."
    )
    sleep_s = NumberField(allow_null=True, help_text="Asleep in the night before, seconds. Needs `sleep`.")
    sleep_score = NumberField(allow_null=True, help_text="The device's, 0 to 100. Needs `sleep`.")
    stress = NumberField(allow_null=True, help_text="The device's, 0 to 100. Needs `heart`.")
    body_battery_high = NumberField(allow_null=True, help_text="The device's, 0 to 100. Needs `heart`.")
    respiration_rpm = NumberField(allow_null=True, help_text="Breaths per minute. Needs `heart`.")
    weight_kg = NumberField(allow_null=True, help_text="Kilograms. Needs `body`.")
    steps = NumberField(allow_null=True, help_text="Steps. Needs `heart`.")


class DaysView(AthleteScopedView):
    data_class = "heart"
    or_data_classes = ("sleep", "body")

    @extend_schema(
        operation_id="days_list",
        summary="Daily health values",
        description="Every day of the window, the oldest first. One of `heart`, `sleep` and `body` opens it.",
        parameters=[ATHLETE, FROM, TO],
        responses=DaySerializer(many=True),
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        start, end = window(request, self.get_athlete())
        hidden = self._hidden()
        shown = [name for name in DAILY_VALUES if name not in hidden]
        dates, columns = daily_columns(self.get_athlete(), start, end)
        values = {name: plain(columns[name], DIGITS) for name in shown}
        rows = [
            {
                "date": day,
                "is_gap": all(values[name][index] is None for name in shown),
                **{name: values[name][index] for name in shown},
            }
            for index, day in enumerate(dates)
        ]
        return Response(DaySerializer(rows, many=True, context={"hidden_fields": hidden}).data)

    def _hidden(self) -> frozenset[str]:
        allowed = {data for data in sorted(set(DATA_CLASS_OF_VALUE.values())) if self.may_read(data)}
        return frozenset(name for name, data in DATA_CLASS_OF_VALUE.items() if data not in allowed)
