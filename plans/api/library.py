"""The athlete's own workouts."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User
from plans.api.serializers import PlaceSerializer, SessionSerializer, TemplateSerializer
from plans.models import WorkoutTemplate
from plans.services import library as service


class TemplateViewSet(AthleteScopedViewSet):
    """Templates of the athlete's library."""

    model = WorkoutTemplate
    serializer_class = TemplateSerializer
    pagination_class = None

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(deleted_at=None).select_related("athlete")

    @extend_schema(
        summary="Own workouts by name", parameters=[ATHLETE], responses=TemplateSerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        rows = self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(summary="One workout", parameters=[ATHLETE, UID], responses=TemplateSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Keep a workout",
        description="As `text` or as `steps`.",
        parameters=[ATHLETE],
        request=TemplateSerializer,
        responses={201: TemplateSerializer},
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = service.save_template(athlete=self.get_athlete(), user=self._user(), **given.validated_data)
        return self.answer_row(row, status=201)

    @extend_schema(summary="Remove a workout", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None})
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            service.remove_template(template=row, user=self._user())
        return Response(status=204)

    @extend_schema(
        summary="Plan a workout",
        parameters=[ATHLETE, UID],
        request=PlaceSerializer,
        responses={201: SessionSerializer},
    )
    def plan(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = PlaceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = service.plan_from_template(template=self.get_row(), user=self._user(), **given.validated_data)
        return Response(SessionSerializer(row).data, status=201)

    def _user(self) -> User:
        return cast(User, self.request.user)
