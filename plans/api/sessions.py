"""Planned sessions: written, moved, skipped, locked, commented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.api.bulk import BulkViewSet, bulk_schema
from athletes.models import User
from config.core.errors import DataNotFoundError
from plans.api.reading import with_classes
from plans.api.serializers import (
    CommentSerializer,
    LinkSerializer,
    PlaceSerializer,
    SessionSerializer,
    SkipSerializer,
    SwapSerializer,
)
from plans.models import PlannedSession
from plans.services import sessions as service
from plans.services.linking import link_activity, unlink_activity

EASY = {"day": "2027-03-01", "sport": "running", "text": "- 10m Z1\n- 30m Z2\n- 5m Z1"}
NEEDS_ACTIVITIES = frozenset({"activity_uid", "adherence"})


class SessionFilter(filters.FilterSet):
    """Half-open: `from` is the first day, `to` the day after the last."""

    locals()["from"] = filters.DateFilter("day", "gte", help_text="First day.")
    locals()["to"] = filters.DateFilter("day", "lt", help_text="Day after the last.")
    state = filters.ChoiceFilter(choices=PlannedSession.State.choices)


@extend_schema_view(bulk=bulk_schema("planned sessions", SessionSerializer, EASY))
class SessionViewSet(BulkViewSet):
    """What the calendar shows. What was done with a session only for who may see activities."""

    model = PlannedSession
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    cursor_ordering = ("day", "slot", "pk")

    def get_queryset(self) -> Any:
        return cast(Any, super().get_queryset()).shown().select_related("plan", "activity", "athlete")

    def get_serializer_context(self) -> dict[str, Any]:
        context = with_classes(self, dict(super().get_serializer_context()))
        if "activities" not in context.get("classes", ()):
            context["hidden_fields"] = NEEDS_ACTIVITIES
        return context

    @extend_schema(
        summary="Planned sessions by day", parameters=[ATHLETE], responses=SessionSerializer(many=True)
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        summary="One planned session", parameters=[ATHLETE, UID], responses=SessionSerializer, filters=False
    )
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Plan a session",
        description="Minutes and load are predicted with the thresholds of the day.",
        parameters=[ATHLETE],
        request=SessionSerializer,
        responses={201: SessionSerializer},
        examples=[OpenApiExample("An easy run", value=EASY, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        row, _ = self.write_new(request.data)
        return self.answer_row(self._again(row), status=201)

    def write_new(self, data: Any) -> tuple[PlannedSession, bool]:
        given = self.get_serializer(data=data)
        given.is_valid(raise_exception=True)
        return service.add_session(
            athlete=self.get_athlete(), user=self._user(), **given.validated_data
        ), True

    @extend_schema(
        summary="Change a session",
        description="A day or slot moves it. The past is frozen.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=SessionSerializer(partial=True),
        responses=SessionSerializer,
        filters=False,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            self.write_over(row, request.data)
        return self.answer_row(self.get_row())

    def write_over(self, row: PlannedSession, data: Any) -> PlannedSession:
        given = self.get_serializer(row, data=data, partial=True)
        given.is_valid(raise_exception=True)
        changes = dict(given.validated_data)
        place = {name: changes.pop(name) for name in ("day", "slot") if name in changes}
        if changes:
            row = service.edit_session(session=row, user=self._user(), **changes)
        if place:
            service.move_session(session=row, user=self._user(), **{"day": row.day, **place})
        return row

    @extend_schema(
        summary="Remove a session", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None}, filters=False
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            service.remove_session(session=row, user=self._user())
        return Response(status=204)

    @extend_schema(
        summary="Skip a session",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=SkipSerializer,
        responses=SessionSerializer,
        filters=False,
    )
    def skip(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = SkipSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return self._acted(service.skip_session, **given.validated_data)

    @extend_schema(
        summary="Take a skipped session up again",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=SessionSerializer,
        filters=False,
    )
    def unskip(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._acted(service.unskip_session)

    @extend_schema(
        summary="Lock a session",
        description="No adaptation changes it until it is unlocked.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=SessionSerializer,
        filters=False,
    )
    def lock(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._acted(service.lock_session)

    @extend_schema(
        summary="Unlock a session",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=SessionSerializer,
        filters=False,
    )
    def unlock(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._acted(service.unlock_session)

    @extend_schema(
        summary="Copy a session to a day",
        parameters=[ATHLETE, UID],
        request=PlaceSerializer,
        responses={201: SessionSerializer},
        filters=False,
    )
    def copy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = PlaceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = service.copy_session(session=self.get_row(), user=self._user(), **given.validated_data)
        return self.answer_row(self._again(row), status=201)

    @extend_schema(
        summary="Swap two sessions",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=SwapSerializer,
        responses=SessionSerializer,
        filters=False,
    )
    def swap(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = SwapSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        other = self.get_queryset().filter(uid=given.validated_data["with_uid"]).first()
        if other is None:
            raise DataNotFoundError("There is no such session to swap with.")
        return self._acted(service.swap_sessions, other=other)

    @extend_schema(
        summary="Say which activity the session was",
        description="It counts as done then, and stays so whatever comes in. Needs `activities` as well.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=LinkSerializer,
        responses=SessionSerializer,
        filters=False,
    )
    def link(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        if not self.may_read("activities"):
            raise DataNotFoundError
        given = LinkSerializer(data=request.data, context={"athlete": self.get_athlete()})
        given.is_valid(raise_exception=True)
        return self._acted(link_activity, **given.validated_data)

    @extend_schema(
        summary="Say that the activity was something else",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=SessionSerializer,
        filters=False,
    )
    def unlink(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._acted(unlink_activity)

    def _acted(self, act: Callable[..., Any], **given: Any) -> Response:
        with self.changing() as row:
            act(session=row, user=self._user(), **given)
        return self.answer_row(self.get_row())

    def _again(self, row: PlannedSession) -> PlannedSession:
        found: PlannedSession = self.get_queryset().get(pk=row.pk)
        return found

    def _user(self) -> User:
        return cast(User, self.request.user)


class CommentViewSet(AthleteScopedViewSet):
    """What people wrote under a session."""

    model = PlannedSession
    serializer_class = CommentSerializer
    pagination_class = None
    filter_backends = ()

    def get_queryset(self) -> Any:
        return cast(Any, super().get_queryset()).shown()

    @extend_schema(
        summary="Comments, the oldest first",
        parameters=[ATHLETE, UID],
        responses=CommentSerializer(many=True),
    )
    def list(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        rows = self.get_row().comments.alive().select_related("author")
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        summary="Comment on a session",
        parameters=[ATHLETE, UID],
        request=CommentSerializer,
        responses={201: CommentSerializer},
    )
    def create(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = service.comment_session(
            session=self.get_row(), user=cast(User, request.user), **given.validated_data
        )
        return Response(self.get_serializer(row).data, status=201)
