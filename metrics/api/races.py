"""Races, what training predicts for them, and the paces that go with it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedView, AthleteScopedViewSet
from metrics.api.fields import FiniteSerializer, NumberField
from metrics.models import Activity, Race
from metrics.science.training_paces import training_paces
from metrics.selectors.predictions import (
    LONGEST_M,
    NO_EFFORT,
    NOT_HARD,
    SHORTEST_M,
    STANDARD_M,
    predictions,
)
from metrics.services import races as service

DISTANCE = OpenApiParameter(
    "distance_m",
    float,
    many=True,
    description=f"Metres, {SHORTEST_M:g} to {LONGEST_M:g}, again for each distance; default: 5 km, 10 km, "
    "half marathon and marathon.",
)
MOST_DISTANCES = 20


class RaceSerializer(FiniteSerializer):
    """A race; the activity that was it only for who may see activities."""

    activity_uid = serializers.SlugRelatedField(
        source="activity",
        slug_field="uid",
        queryset=Activity.objects.none(),
        allow_null=True,
        required=False,
        help_text="The recording of it, of the same day. Needs `activities`.",
    )

    class Meta:
        model = Race
        fields: ClassVar = [
            "uid",
            "revision",
            "name",
            "sport",
            "date",
            "distance_m",
            "priority",
            "goal_s",
            "result_s",
            "activity_uid",
            "note",
        ]
        read_only_fields: ClassVar = ["uid", "revision"]
        extra_kwargs: ClassVar = {
            "date": {"help_text": "The athlete's local day."},
            "distance_m": {"help_text": "Metres; null when it has no fixed length."},
            "goal_s": {"help_text": "The time aimed at, seconds."},
            "result_s": {"help_text": "The official time, seconds; only once the day has come."},
            "revision": {"help_text": "Grows by one with each change."},
        }

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        if "activity_uid" in fields and (athlete := self.context.get("athlete")):
            related: Any = fields["activity_uid"]
            related.queryset = Activity.objects.for_athlete(athlete).shown()
        return fields


class PerformanceSerializer(serializers.Serializer[Any]):
    """What a prediction rests on."""

    distance_m = NumberField(help_text="Metres.")
    time_s = NumberField(help_text="Seconds.")
    date = serializers.DateField(source="day")
    effort = serializers.ChoiceField(
        ["race", "hard", "unproven"], help_text="How sure it is that it was all out."
    )
    vdot = NumberField(help_text="Daniels and Gilbert, ml/(kg·min).")
    activity_uid = serializers.SerializerMethodField(allow_null=True)
    race_uid = serializers.SerializerMethodField(allow_null=True)

    def get_activity_uid(self, each: Any) -> str | None:
        return _uid_of(each.key, "activity")

    def get_race_uid(self, each: Any) -> str | None:
        return _uid_of(each.key, "race")


class EstimateSerializer(serializers.Serializer[Any]):
    method = serializers.ChoiceField(
        ["combined", "vdot", "riegel", "riegel_personal", "critical_speed", "cameron"]
    )
    time_s = NumberField(help_text="Seconds.")
    low_s = NumberField(help_text="One race in ten is faster, seconds.")
    high_s = NumberField(help_text="One race in ten is slower, seconds.")


class ShapeSerializer(serializers.Serializer[Any]):
    """Whether training volume carries the distance (Runalyze's marathon shape)."""

    share = NumberField(help_text="1 is what a marathon asks for.")
    required_share = NumberField(source="required", help_text="What this distance asks for.")
    weekly_km = NumberField(help_text="Mean of 26 weeks.")
    weekly_target_km = NumberField(help_text="VDOT^1.135.")
    long_runs = serializers.IntegerField(help_text="Over 13 km, in 10 weeks.")
    longest_km = NumberField(help_text="Of these.")


class DistanceSerializer(serializers.Serializer[Any]):
    distance_m = NumberField(help_text="Metres.")
    combined = EstimateSerializer(help_text="All methods but Cameron's, moved by the volume condition.")
    estimates = EstimateSerializer(many=True)
    shape = ShapeSerializer(allow_null=True, help_text="Null below 20 km.")


class PredictionsSerializer(serializers.Serializer[Any]):
    date = serializers.DateField(source="found.day", help_text="The day it holds for.")
    vdot = NumberField(source="found.vdot", allow_null=True)
    reason = serializers.ChoiceField(
        ["", NO_EFFORT, NOT_HARD],
        source="found.reason",
        help_text="Why nothing is predicted: no run over a known distance, or none near the limit.",
    )
    exponent = NumberField(
        source="found.exponent.value",
        default=None,
        allow_null=True,
        help_text="Of Riegel's law, the runner's own; null from one performance alone.",
    )
    exponent_standard_error = NumberField(
        source="found.exponent.standard_error", default=None, allow_null=True
    )
    critical_speed_mps = NumberField(source="found.critical.cs_mps", default=None, allow_null=True)
    used = PerformanceSerializer(source="found.used", many=True)
    distances = DistanceSerializer(many=True)


class TrainingPaceSerializer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(["easy", "marathon", "threshold", "interval", "repetition"])
    slow_s_per_km = NumberField(help_text="At the lower fraction.")
    fast_s_per_km = NumberField(help_text="At the upper fraction.")
    low_fraction = NumberField(help_text="Of VDOT.")
    high_fraction = NumberField(help_text="Of VDOT.")


class TrainingPacesSerializer(serializers.Serializer[Any]):
    vdot = NumberField(allow_null=True)
    paces = TrainingPaceSerializer(many=True, help_text="Empty without a VDOT.")


class RaceViewSet(AthleteScopedViewSet):
    """Races to come and past."""

    model = Race
    serializer_class = RaceSerializer
    pagination_class = None

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(deleted_at=None).select_related("activity", "athlete")

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            sees = self.may_read("activities")
            context |= {
                "athlete": self.get_athlete(),
                "hidden_fields": frozenset() if sees else {"activity_uid"},
            }
        return context

    @extend_schema(
        summary="Races, the latest first", parameters=[ATHLETE], responses=RaceSerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        rows = self.get_queryset().order_by("-date", "-pk")
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(summary="One race", parameters=[ATHLETE, UID], responses=RaceSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Enter a race",
        parameters=[ATHLETE],
        request=RaceSerializer,
        responses={201: RaceSerializer},
        examples=[
            OpenApiExample(
                "A marathon",
                value={
                    "name": "Vienna City Marathon",
                    "sport": "running",
                    "date": "2027-04-18",
                    "distance_m": 42195,
                    "priority": "A",
                    "goal_s": 12600,
                },
                request_only=True,
            )
        ],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        race = service.create_race(athlete=self.get_athlete(), **given.validated_data)
        return self.answer_row(race, status=201)

    @extend_schema(
        summary="Change a race",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=RaceSerializer(partial=True),
        responses=RaceSerializer,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            given = self.get_serializer(row, data=request.data, partial=True)
            given.is_valid(raise_exception=True)
            row = service.update_race(race=row, **given.validated_data)
        return self.answer_row(row)

    @extend_schema(
        summary="Delete a race",
        description="It is hidden at once and removed for good by retention.",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            service.delete_race(race=row)
        return Response(status=204)


class PredictionsView(AthleteScopedView):
    data_class = "activities"

    @extend_schema(
        operation_id="predictions_retrieve",
        summary="Race times by several models",
        description="Running only, from the fastest runs of 90 days and races of 180.",
        parameters=[ATHLETE, DISTANCE],
        responses=PredictionsSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        found = predictions(self.get_athlete(), self._today())
        rows = [each for metres in _distances(request) if (each := found.at(metres))]
        return Response(PredictionsSerializer({"found": found, "distances": rows}).data)

    def _today(self) -> date:
        return self.get_athlete().today()


class TrainingPacesView(AthleteScopedView):
    data_class = "activities"

    @extend_schema(
        operation_id="training_paces_retrieve",
        summary="Training paces",
        description="Ranges of Daniels at the VDOT of the best recent performance.",
        parameters=[ATHLETE],
        responses=TrainingPacesSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        found = self.get_athlete()
        vdot = predictions(found, found.today()).vdot
        shown = {"vdot": vdot, "paces": training_paces(vdot) if vdot else []}
        return Response(TrainingPacesSerializer(shown).data)


def _distances(request: Request) -> list[float]:
    texts = request.query_params.getlist("distance_m")
    field = serializers.FloatField(min_value=SHORTEST_M, max_value=LONGEST_M)
    if len(texts) > MOST_DISTANCES:
        raise ValidationError({"distance_m": f"At most {MOST_DISTANCES} distances at once."})
    try:
        return [field.run_validation(text) for text in texts] or list(STANDARD_M)
    except ValidationError as error:
        raise ValidationError({"distance_m": error.detail}) from error


def _uid_of(key: str, kind: str) -> str | None:
    found, _, uid = key.partition(":")
    return uid if found == kind else None
