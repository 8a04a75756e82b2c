"""Daily health values: one row a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, AthleteScopedView
from athletes.models import Athlete
from metrics.api.fields import NumberField, VisibleFieldsMixin
from metrics.api.windows import FROM, TO, window
from metrics.models import DAILY_DETAILS, DAILY_VALUES, Day
from metrics.selectors.channels import DATA_CLASS_OF_VALUE

DIGITS = 2
VALUES = (*DAILY_VALUES, *DAILY_DETAILS)
HELP = {
    "resting_hr_bpm": "Beats per minute.",
    "hrv_rmssd_ms": "Heart rate variability (RMSSD), ms.",
    "sleep_s": "Asleep in the night before, seconds.",
    "sleep_score": "The device's, 0 to 100.",
    "stress": "The device's, 0 to 100.",
    "body_battery_high": "The device's, 0 to 100.",
    "respiration_rpm": "Breaths per minute, asleep where that is known.",
    "weight_kg": "Kilograms.",
    "steps": "Steps.",
    "hr_min_bpm": "Lowest heart rate of the day, beats per minute.",
    "hr_max_bpm": "Highest heart rate of the day, beats per minute.",
    "hrv_high_ms": "Highest five minutes of the night, ms.",
    "deep_sleep_s": "Seconds.",
    "light_sleep_s": "Seconds.",
    "rem_sleep_s": "Seconds.",
    "awake_s": "Awake within the night, seconds.",
    "nap_s": "Seconds.",
    "stress_max": "The device's, 0 to 100.",
    "body_battery_low": "The device's, 0 to 100.",
    "body_battery_charged": "Points gained over the day.",
    "body_battery_drained": "Points spent over the day.",
    "respiration_waking_rpm": "Breaths per minute, awake.",
    "spo2_pct": "Blood oxygen, mean, percent.",
    "spo2_low_pct": "Blood oxygen, lowest, percent.",
    "body_fat_pct": "Percent.",
    "distance_m": "On foot over the whole day, metres.",
    "floors": "Climbed.",
    "moderate_min": "Minutes of moderate intensity.",
    "vigorous_min": "Minutes of vigorous intensity.",
    "active_kcal": "Kilocalories beyond rest.",
    "resting_kcal": "Kilocalories of a day at rest.",
}


class DaySerializer(VisibleFieldsMixin):
    """One local day; null was not measured. Values that the caller may not read are left out."""

    date = serializers.DateField()
    is_gap = serializers.BooleanField(help_text="Nothing at all came in for this day.")

    def get_fields(self) -> dict[str, Any]:
        hidden = self.context.get("hidden_fields", frozenset())
        return {**super().get_fields(), **{name: _field(name) for name in VALUES if name not in hidden}}


def _field(name: str) -> NumberField:
    return NumberField(allow_null=True, help_text=f"{HELP[name]} Needs `{DATA_CLASS_OF_VALUE[name]}`.")


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
        person = self.get_athlete()
        allowed = granted(request.user, person, frozenset(DATA_CLASS_OF_VALUE.values()))
        shown = [name for name in VALUES if DATA_CLASS_OF_VALUE[name] in allowed]
        context = {"hidden_fields": frozenset(VALUES) - set(shown)}
        rows = day_rows(person, *window(request, person), shown)
        return Response(DaySerializer(rows, many=True, context=context).data)


def day_rows(athlete: Athlete, start: date, end: date, shown: list[str]) -> list[dict[str, Any]]:
    """A row for each day of [start, end) with the values `shown`, rounded."""
    rows = Day.objects.for_athlete(athlete).between(start, end).values_list("date", *shown)
    known = {day: [None if each is None else round(each, DIGITS) for each in values] for day, *values in rows}
    nothing = [None] * len(shown)
    days = (start + timedelta(days=index) for index in range((end - start).days))
    return [
        {"date": day, "is_gap": values == nothing, **dict(zip(shown, values, strict=True))}
        for day in days
        for values in (known.get(day, nothing),)
    ]
