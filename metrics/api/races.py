"""Races, what training predicts for them, and the paces that go with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedView
from athletes.api.bulk import BulkViewSet, bulk_schema
from metrics.api.race_serializers import PredictionsSerializer, RaceSerializer, TrainingPacesSerializer
from metrics.models import Race
from metrics.science.training_paces import training_paces
from metrics.selectors.predictions import (
    LONGEST_M,
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
MARATHON = {
    "name": "Vienna City Marathon",
    "sport": "running",
    "date": "2027-04-18",
    "distance_m": 42195,
    "priority": "A",
    "goal_s": 12600,
}


@extend_schema_view(bulk=bulk_schema("races", RaceSerializer, MARATHON))
class RaceViewSet(BulkViewSet):
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
        rows = self.filter_queryset(self.get_queryset()).order_by("-date", "-pk")
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(summary="One race", parameters=[ATHLETE, UID], responses=RaceSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Enter a race",
        description="One of the same name, day and sport is refused with 409.",
        parameters=[ATHLETE],
        request=RaceSerializer,
        responses={201: RaceSerializer},
        examples=[OpenApiExample("A marathon", value=MARATHON, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        race, _ = self.write_new(request.data)
        return self.answer_row(race, status=201)

    def write_new(self, data: Any) -> tuple[Race, bool]:
        given = self.get_serializer(data=data)
        given.is_valid(raise_exception=True)
        return service.create_race(athlete=self.get_athlete(), **given.validated_data), True

    @extend_schema(
        summary="Change a race",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=RaceSerializer(partial=True),
        responses=RaceSerializer,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            row = self.write_over(row, request.data)
        return self.answer_row(row)

    def write_over(self, row: Race, data: Any) -> Race:
        given = self.get_serializer(row, data=data, partial=True)
        given.is_valid(raise_exception=True)
        return service.update_race(race=row, **given.validated_data)

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
        description="Running only, from the fastest runs of 90 days and races of 180. Results of races need "
        "`plan`.",
        parameters=[ATHLETE, DISTANCE],
        responses=PredictionsSerializer,
    )
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        found = predictions(self.get_athlete(), self._today(), with_races=self.may_read("plan"))
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
        vdot = predictions(found, found.today(), with_races=self.may_read("plan")).vdot
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
