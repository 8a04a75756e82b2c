"""Athletes and their thresholds."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from athletes import access, services
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedView, AthleteScopedViewSet
from athletes.api.serializers import AthleteSerializer, ThresholdChangeSerializer, ThresholdSerializer
from athletes.models import Athlete, Threshold
from athletes.reads import record_reads
from config.core.api.base import ApiMixin
from config.core.api.etag import check_if_match, tagged

FTP = {"sport": "cycling", "kind": "ftp_w", "value": 250, "valid_from": "2026-03-01"}


@extend_schema_view(
    list=extend_schema(
        summary="Athletes you may see",
        description="Your own, and those who let you read their profile.",
    )
)
class AthleteListViewSet(ApiMixin, ListModelMixin, GenericViewSet):
    token_scope = "gate"  # noqa: S105
    serializer_class = AthleteSerializer

    def get_queryset(self) -> QuerySet[Athlete]:
        return access.athletes(self.request.user, data="profile", action="read")

    def paginate_queryset(self, queryset: Any) -> Any:
        rows = super().paginate_queryset(queryset)
        record_reads(viewer=self.request.user, athletes=rows or [], classes=["profile"])
        return rows


class AthleteView(AthleteScopedView):
    """The profile."""

    data_class = "profile"

    @extend_schema(summary="One athlete", parameters=[ATHLETE], responses=AthleteSerializer)
    def get(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return self._answer(self.get_athlete())

    @extend_schema(
        summary="Change the profile",
        description="A new highest or resting heart rate, or sex, has all activities measured again.",
        parameters=[ATHLETE, IF_MATCH],
        request=AthleteSerializer(partial=True),
        responses=AthleteSerializer,
    )
    def patch(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        scope = access.athletes(request.user, data=self.data_class, action="write")
        with transaction.atomic():
            row = scope.select_for_update(of=("self",)).get(pk=self.get_athlete().pk)
            check_if_match(request, row)
            given = AthleteSerializer(row, data=request.data, partial=True)
            given.is_valid(raise_exception=True)
            services.update_athlete(athlete=row, **given.validated_data)
        return self._answer(row)

    def _answer(self, row: Athlete) -> Response:
        return tagged(Response(AthleteSerializer(row).data), row)


@extend_schema_view(list=extend_schema(summary="Thresholds, the newest first", parameters=[ATHLETE]))
class ThresholdViewSet(ListModelMixin, AthleteScopedViewSet):
    """What zones and loads are measured against, per sport and from which day on."""

    model = Threshold
    serializer_class = ThresholdSerializer
    cursor_ordering = ("-valid_from", "-pk")

    @extend_schema(
        summary="Put a threshold in force",
        description="Replaces the value of the same sport, kind and day, if there is one (200).",
        parameters=[ATHLETE],
        responses={201: ThresholdSerializer, 200: OpenApiResponse(ThresholdSerializer, "Replaced.")},
        examples=[OpenApiExample("FTP of 250 W", value=FTP, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        values: dict[str, Any] = given.validated_data
        same = {name: values[name] for name in ("sport", "kind", "valid_from")}
        is_new = not self.get_queryset().filter(**same).exists()
        row = services.set_threshold(athlete=self.get_athlete(), **values)
        return self.answer_row(row, status=201 if is_new else 200)

    @extend_schema(summary="One threshold", parameters=[ATHLETE, UID])
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Correct a threshold's value",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=ThresholdChangeSerializer(partial=True),
        responses=ThresholdSerializer,
        examples=[OpenApiExample("255 W", value={"value": 255}, request_only=True)],
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            given = ThresholdChangeSerializer(row, data=request.data, partial=True)
            given.is_valid(raise_exception=True)
            row = services.set_threshold(
                athlete=self.get_athlete(),
                sport=row.sport,
                kind=row.kind,
                valid_from=row.valid_from,
                value=given.validated_data.get("value", row.value),
            )
        return self.answer_row(row)

    @extend_schema(
        summary="Delete a threshold",
        description="The one before it holds again, and activities are measured against that.",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            services.remove_threshold(threshold=row)
        return Response(status=204)
