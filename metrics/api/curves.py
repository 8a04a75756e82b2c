"""Curves, best efforts and the models through them; intervals, curve and best efforts of one activity."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.forms.models import model_to_dict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, UID, AthleteScopedView
from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.errors import DataNotFoundError
from metrics.api.activity_parts import ActivityPartView
from metrics.api.fields import NumberField, NumbersField
from metrics.api.windows import FROM, TO, window
from metrics.models import Activity, Best, Interval
from metrics.science.critical_power import CriticalPower, Fitted
from metrics.science.critical_speed import CriticalSpeed
from metrics.selectors.activity_depth import found_intervals
from metrics.selectors.curve_page import Models, Span, models
from metrics.selectors.curves import METRICS, Metric, bests, curve_of, envelope

SPORTS = [sport.value for sport in Sport]
SPORT = OpenApiParameter("sport", str, enum=SPORTS, description="Default `cycling`.")
METRIC = OpenApiParameter(
    "metric", str, enum=list(METRICS), description="Default `power_w`. `heart_rate_bpm` needs `heart`."
)


class EnvelopeSerializer(serializers.Serializer[Any]):
    """Columns of equal length, one value a duration, never rising."""

    durations_s = serializers.ListField(child=serializers.IntegerField(), help_text="Seconds.")
    values = NumbersField(help_text="Best mean over the duration, in the unit of the metric.")
    dates = serializers.ListField(child=serializers.DateField(), help_text="Local day of each best.")
    activities = serializers.ListField(child=serializers.UUIDField(), help_text="The activity of each best.")


class BestSerializer(serializers.Serializer[Any]):
    metric = serializers.ChoiceField(choices=METRICS)
    distance_m = NumberField(allow_null=True, help_text="The fixed distance; null where a time is fixed.")
    duration_s = NumberField(help_text="How long the effort took, seconds.")
    value = NumberField(help_text="Mean of the effort in the unit of its metric.")
    start_s = NumberField(help_text="Seconds since the activity's start.")
    date = serializers.DateField(help_text="Local day.")
    activity = serializers.UUIDField()


class PowerModelSerializer(serializers.Serializer[Any]):
    cp_w = NumberField(help_text="Critical power, watts.")
    cp_se_w = NumberField(allow_null=True, help_text="Its standard error.")
    w_prime_j = NumberField(help_text="Work above critical power, joules.")
    w_prime_se_j = NumberField(allow_null=True, help_text="Its standard error.")
    pmax_w = NumberField(allow_null=True, help_text="Highest power; three parameters only.")
    efforts = serializers.ListField(child=serializers.DictField(), help_text="The efforts it rests on.")


class SpeedModelSerializer(serializers.Serializer[Any]):
    cs_mps = NumberField(help_text="Critical speed, m/s.")
    cs_se_mps = NumberField(allow_null=True, help_text="Its standard error.")
    d_prime_m = NumberField(help_text="Metres beyond critical speed.")
    d_prime_se_m = NumberField(allow_null=True, help_text="Its standard error.")
    efforts = serializers.ListField(child=serializers.DictField(), help_text="The efforts it rests on.")


class ModelsSerializer(serializers.Serializer[Any]):
    """Each model, or null with the reason why the efforts do not carry it."""

    power = PowerModelSerializer(allow_null=True, help_text="Regression of power on 1/time.")
    power_by_work = PowerModelSerializer(allow_null=True, help_text="Regression of work on time.")
    morton = PowerModelSerializer(allow_null=True, help_text="Three parameters.")
    speed = SpeedModelSerializer(allow_null=True, help_text="Regression of distance on time.")
    reasons = serializers.DictField(child=serializers.CharField(), help_text="Why a model is null.")


class CurveSerializer(serializers.Serializer[Any]):
    durations_s = serializers.ListField(child=serializers.IntegerField(), help_text="Seconds.")
    values = NumbersField(help_text="Best mean over the duration, in the unit of the metric.")


class IntervalSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Interval.Kind.choices)
    start_s = NumberField(help_text="Seconds since the activity's start.")
    duration_s = NumberField(help_text="Seconds.")
    distance_m = NumberField(allow_null=True, help_text="Metres.")
    avg_power_w = NumberField(allow_null=True, help_text="Watts.")
    avg_speed_mps = NumberField(allow_null=True, help_text="Metres per second.")
    avg_hr_bpm = NumberField(allow_null=True, help_text="Beats per minute; null without `heart`.")
    max_hr_bpm = NumberField(allow_null=True, help_text="Beats per minute; null without `heart`.")


class CurvesView(AthleteScopedView):
    data_class = "activities"

    @extend_schema(
        operation_id="curves_retrieve",
        summary="Envelope of the mean-max curves",
        parameters=[ATHLETE, SPORT, METRIC, FROM, TO],
        responses=EnvelopeSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        found = self.get_athlete()
        metric = _metric(request, with_heart=self.may_read("heart"))
        start, end = window(request, found)
        held = envelope(found, sport=_sport(request), metric=metric, start=start, end=end)
        uids = dict(Activity.objects.filter(pk__in=set(held.activity_pks)).values_list("pk", "uid"))
        return Response(
            {
                "durations_s": held.durations_s,
                "values": held.values.tolist(),
                "dates": [day.isoformat() for day in held.dates],
                "activities": [str(uids[pk]) for pk in held.activity_pks],
            }
        )


class BestsView(AthleteScopedView):
    data_class = "activities"

    @extend_schema(
        operation_id="bests_list",
        summary="Best efforts over fixed times and distances",
        parameters=[ATHLETE, SPORT, FROM, TO],
        responses=BestSerializer(many=True),
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        start, end = window(request, self.get_athlete())
        found = bests(self.get_athlete(), sport=_sport(request), start=start, end=end)
        sees_heart = self.may_read("heart")
        rows = [
            {**asdict(best), "date": best.local_date, "activity": best.activity_uid}
            for best in found
            if sees_heart or best.metric != Best.Metric.HEART_RATE
        ]
        return Response(BestSerializer(rows, many=True).data)


class ModelsView(AthleteScopedView):
    data_class = "activities"

    @extend_schema(
        operation_id="models_retrieve",
        summary="Critical power or critical speed of the last 90 days of a window",
        parameters=[ATHLETE, SPORT, FROM, TO],
        responses=ModelsSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return Response(_models(self.get_athlete(), _sport(request), *window(request, self.get_athlete())))


class ActivityCurveView(ActivityPartView):
    @extend_schema(
        operation_id="activities_curve_retrieve",
        summary="Mean-max curve of an activity",
        parameters=[ATHLETE, UID, METRIC],
        responses=CurveSerializer,
    )
    def get(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        held = curve_of(self.get_activity(), _metric(request, with_heart=self.may_read("heart")))
        return Response({"durations_s": list(held), "values": list(held.values())})


class IntervalsView(ActivityPartView):
    @extend_schema(
        operation_id="activities_intervals_list",
        summary="Intervals found in an activity",
        parameters=[ATHLETE, UID],
        responses=IntervalSerializer(many=True),
    )
    def get(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with_heart = self.may_read("heart")
        found = found_intervals(self.get_activity(), with_heart=with_heart)
        rows: list[dict[str, Any]] = [model_to_dict(each) for each in found]
        if not with_heart:
            rows = [{**row, "avg_hr_bpm": None, "max_hr_bpm": None} for row in rows]
        return Response(IntervalSerializer(rows, many=True).data)


def _sport(request: Request) -> str:
    sport = request.query_params.get("sport", Sport.CYCLING)
    if sport not in SPORTS:
        raise ValidationError({"sport": f"One of: {', '.join(SPORTS)}."})
    return sport


def _metric(request: Request, *, with_heart: bool) -> Metric:
    metric = request.query_params.get("metric", "power_w")
    if metric not in METRICS:
        raise ValidationError({"metric": f"One of: {', '.join(METRICS)}."})
    if metric == "heart_rate_bpm" and not with_heart:
        raise DataNotFoundError
    return metric


def _models(athlete: Athlete, sport: str, start: date, end: date) -> dict[str, Any]:
    found = models(athlete, sport, Span("", "", start, end))
    return {
        "power": _power(found.power),
        "power_by_work": _power(found.power_by_work),
        "morton": _power(found.morton),
        "speed": _speed(found.speed),
        "reasons": _reasons(found),
    }


def _power(fitted: Fitted[CriticalPower] | None) -> dict[str, Any] | None:
    if fitted is None or fitted.model is None:
        return None
    return dict(PowerModelSerializer(asdict(fitted.model)).data)


def _speed(fitted: Fitted[CriticalSpeed] | None) -> dict[str, Any] | None:
    if fitted is None or fitted.model is None:
        return None
    return dict(SpeedModelSerializer(asdict(fitted.model)).data)


def _reasons(found: Models) -> dict[str, str]:
    named = {"power": found.power, "morton": found.morton, "speed": found.speed}
    return {name: fitted.reason for name, fitted in named.items() if fitted is not None and fitted.reason}
