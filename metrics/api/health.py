"""Daily values of the body beside what is usual, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, AthleteScopedView
from metrics.api.fields import NumberField, NumbersField, VisibleFieldsMixin
from metrics.api.windows import FROM, TO, window
from metrics.selectors.charts import plain
from metrics.selectors.health import CLASSES, COVERAGE_DAYS, KINDS, Health, Measure, health

DIGITS = 3
EXTRAS = {
    "hrv_cv_pct": "Coefficient of variation of ln RMSSD over seven nights, percent. Needs `heart`.",
    "sleep_need_s": "Median night of 60 days, within 7 and 9 hours, seconds. Needs `sleep`.",
    "sleep_debt_s": "What the known nights of 14 days lack against the need, seconds. Needs `sleep`.",
    "sleep_regularity": "Sleep regularity index over 28 days, -100 to 100. Needs `sleep`.",
}
UNITS = tuple(dict.fromkeys(kind.unit for kind in KINDS))


class CoverageSerializer(serializers.Serializer[Any]):
    """Which share of the last days of the window has a value, 0 to 1."""

    days_7 = NumberField()
    days_28 = NumberField()
    days_60 = NumberField()


class MeasureSerializer(serializers.Serializer[Any]):
    """Columns as long as `dates`, null where nothing is known; a missing day is never zero."""

    key = serializers.ChoiceField([kind.key for kind in KINDS])
    unit = serializers.ChoiceField(UNITS, help_text="Of all columns but `z`.")
    values = NumbersField(help_text="As measured.")
    mean = NumbersField(help_text="Of seven days; of HRV the geometric one, of weight the smoothed trend.")
    center = NumbersField(help_text="What is usual: of HRV the mean of 60 days, else a median.")
    low = NumbersField(help_text="Lower bound of the usual range.")
    high = NumbersField(help_text="Upper bound of the usual range.")
    z = NumbersField(
        help_text="Distance from the usual in spreads; of HRV that of the week's mean of ln RMSSD."
    )
    coverage = CoverageSerializer()


class HealthSerializer(VisibleFieldsMixin):
    """Only measures and columns that the caller may read."""

    dates = serializers.ListField(child=serializers.DateField(), help_text="Local days.")
    measures = MeasureSerializer(many=True)
    hrv_cv_pct = NumbersField(help_text=EXTRAS["hrv_cv_pct"])
    sleep_need_s = NumbersField(help_text=EXTRAS["sleep_need_s"])
    sleep_debt_s = NumbersField(help_text=EXTRAS["sleep_debt_s"])
    sleep_regularity = NumbersField(help_text=EXTRAS["sleep_regularity"])


class HealthView(AthleteScopedView):
    data_class = "heart"
    or_data_classes = ("sleep", "body")

    @extend_schema(
        operation_id="health_retrieve",
        summary="Daily health values beside what is usual",
        description="One of `heart`, `sleep` and `body` opens it, and each opens its own measures.",
        parameters=[ATHLETE, FROM, TO],
        responses=HealthSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        person = self.get_athlete()
        classes = granted(request.user, person, CLASSES)
        found = health(person, *window(request, person), classes=classes)
        context = {"hidden_fields": frozenset(EXTRAS) - set(found.extras)}
        return Response(HealthSerializer(_plain(found), context=context).data)


def _plain(found: Health) -> Mapping[str, Any]:
    return {
        "dates": found.dates,
        "measures": [_measure(measure) for measure in found.measures.values()],
        **{name: plain(column, DIGITS) for name, column in found.extras.items()},
    }


def _measure(measure: Measure) -> dict[str, Any]:
    columns = ("values", "mean", "center", "low", "high", "z")
    return {
        "key": measure.kind.key,
        "unit": measure.kind.unit,
        **{name: plain(getattr(measure, name), DIGITS) for name in columns},
        "coverage": {f"days_{days}": measure.coverage[days] for days in COVERAGE_DAYS},
    }
