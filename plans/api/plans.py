"""Plans: asked for, looked at, adopted and ended."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Exists, OuterRef
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User
from config.core.api.etag import tagged
from plans.api.reading import with_classes
from plans.api.serializers import ChangeSerializer, PlanRequestSerializer, PlanSerializer
from plans.models import Plan, PlanChange
from plans.services import history, planning

MARATHON = {"race_uid": "0193a4b2-7c1e-7000-8000-000000000001"}


class PlanViewSet(AthleteScopedViewSet):
    """Plans of all states but those that were discarded."""

    model = Plan
    serializer_class = PlanSerializer
    pagination_class = None

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(deleted_at=None).select_related("race", "athlete")

    def get_serializer_context(self) -> dict[str, Any]:
        return with_classes(self, dict(super().get_serializer_context()))

    @extend_schema(
        summary="Plans, the latest first", parameters=[ATHLETE], responses=PlanSerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        rows = self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        summary="One plan",
        description="Ask again while its `state` is `making`; it takes seconds.",
        parameters=[ATHLETE, UID],
        responses=PlanSerializer,
    )
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Ask for a plan",
        description="It is made behind the scenes and is a draft until it is adopted.",
        parameters=[ATHLETE],
        request=PlanRequestSerializer,
        responses={202: PlanSerializer},
        examples=[OpenApiExample("For a race", value=MARATHON, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        whose = self.get_athlete()
        given = PlanRequestSerializer(data=request.data, context={"athlete": whose})
        given.is_valid(raise_exception=True)
        plan = planning.request_plan(athlete=whose, user=self._user(), **given.validated_data)
        return tagged(Response(self.get_serializer(plan).data, status=202), plan)

    @extend_schema(
        summary="Adopt a draft",
        description="Its sessions are in the calendar from now on; the active plan ends.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=PlanSerializer,
    )
    def adopt(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            planning.adopt_plan(plan=row, user=self._user())
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="End a plan",
        description="Its open sessions from today on are removed; the past stays. It can be undone.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=PlanSerializer,
    )
    def end(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            planning.end_plan(plan=row, user=self._user())
        return self.answer_row(self.get_row())

    @extend_schema(summary="Discard a draft", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None})
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            planning.discard_plan(plan=row, user=self._user())
        return Response(status=204)

    def _user(self) -> User:
        return cast(User, self.request.user)


class ChangeViewSet(AthleteScopedViewSet):
    """Every act on the plan, by whom and why."""

    model = PlanChange
    serializer_class = ChangeSerializer
    cursor_ordering = ("-created_at", "-pk")

    def get_queryset(self) -> Any:
        undone = PlanChange.objects.filter(undoes=OuterRef("pk"))
        rows = super().get_queryset().select_related("author", "proposal")
        return rows.annotate(is_undone=Exists(undone))

    def get_serializer_context(self) -> dict[str, Any]:
        return with_classes(self, dict(super().get_serializer_context()))

    @extend_schema(
        summary="Changes, the newest first", parameters=[ATHLETE], responses=ChangeSerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        summary="Undo a change",
        description="Refused when a session was changed since, or its day is over.",
        parameters=[ATHLETE, UID],
        request=None,
        responses={201: ChangeSerializer},
    )
    def undo(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        made = history.undo_change(change=self.get_row(), user=cast(User, request.user))
        return Response(self.get_serializer(self.get_queryset().get(pk=made.pk)).data, status=201)
