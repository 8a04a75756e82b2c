"""Connections to Garmin: how they stand, what they did, and what can be asked of them."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from athletes import services as connecting
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import Connection, ConnectionAttempt, User
from config.core.api.etag import check_if_match, tagged
from metrics.api.connection_serializers import (
    AttemptSerializer,
    ConnectionChangeSerializer,
    ConnectionSerializer,
    NewConnectionSerializer,
    SyncRunSerializer,
)
from metrics.models import SyncRun
from metrics.selectors.connections import shown_connection, shown_connections
from metrics.services import connections as services
from metrics.services.sync import request_sync


class ConnectionViewSet(AthleteScopedViewSet):
    """The ways to Garmin that stand. Secrets go in and never come out."""

    model = Connection
    serializer_class = ConnectionSerializer
    pagination_class = None
    filter_backends = ()

    @property
    def throttle_scope(self) -> str | None:
        return "connect" if self.action == "create" else None

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("athlete")

    @extend_schema(summary="Connections", parameters=[ATHLETE], responses=ConnectionSerializer(many=True))
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        shown = shown_connections(self.get_athlete()).values()
        return Response(ConnectionSerializer(list(shown), many=True).data)

    @extend_schema(summary="One connection", parameters=[ATHLETE, UID], responses=ConnectionSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._answer(self.get_row())

    @extend_schema(
        summary="Connect with a Personal API key",
        description="The key is tried behind the scenes; ask the answer's `uid` under connection-attempts.",
        parameters=[ATHLETE],
        request=NewConnectionSerializer,
        responses={202: AttemptSerializer},
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        found = self.get_athlete()
        given = NewConnectionSerializer(data=request.data, context={"today": found.today()})
        given.is_valid(raise_exception=True)
        key, expires_on = given.validated_data["key"], given.validated_data["expires_on"]
        attempt = connecting.connect_key(
            athlete=found, key=key, expires_on=expires_on, by=cast(User, request.user)
        )
        return Response(AttemptSerializer(attempt).data, status=202)

    @extend_schema(
        summary="Change when and how far back it is read, and what may use it",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=ConnectionChangeSerializer,
        responses=ConnectionSerializer,
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            context = {"today": self.get_athlete().today()}
            given = ConnectionChangeSerializer(row, data=request.data, partial=True, context=context)
            given.is_valid(raise_exception=True)
            services.change_connection(connection=row, **given.validated_data)
        return self._answer(self.get_row())

    @extend_schema(
        summary="Disconnect",
        description="The secret is erased at once. What was imported stays.",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        row = self.get_row()
        check_if_match(request, row)
        services.disconnect(connection=row, by=cast(User, request.user))
        return Response(status=204)

    @extend_schema(
        summary="Read the newest days now",
        description="Asking again while that is done changes nothing. Refused with 429 while Garmin asked to "
        "wait, and with 401 when the athlete has to connect again.",
        parameters=[ATHLETE, UID],
        request=None,
        responses={202: ConnectionSerializer},
    )
    def sync(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        row = self.get_row()
        request_sync(row)
        return self._answer(self.get_row(), status=202)

    def _answer(self, row: Connection, status: int = 200) -> Response:
        return tagged(Response(ConnectionSerializer(shown_connection(row)).data, status=status), row)


class AttemptViewSet(AthleteScopedViewSet):
    """Tries to connect, the newest first."""

    model = ConnectionAttempt
    serializer_class = AttemptSerializer

    @extend_schema(summary="Tries to connect", parameters=[ATHLETE])
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return _page(self)

    @extend_schema(summary="One try to connect", parameters=[ATHLETE, UID], responses=AttemptSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())


class SyncRunViewSet(AthleteScopedViewSet):
    """Syncs, the newest first."""

    model = SyncRun
    serializer_class = SyncRunSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("connection")

    @extend_schema(summary="Syncs", parameters=[ATHLETE])
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return _page(self)

    @extend_schema(summary="One sync", parameters=[ATHLETE, UID], responses=SyncRunSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())


def _page(view: AthleteScopedViewSet) -> Response:
    rows = view.paginate_queryset(view.filter_queryset(view.get_queryset()))
    return view.get_paginated_response(view.get_serializer(rows, many=True).data)
