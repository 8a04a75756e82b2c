"""Activities: the list, one of them, and what may be changed."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from config.core.api.pagination import CursorPage
from metrics.api.activity_serializers import (
    SUMMARY,
    ActivityChangeSerializer,
    ActivitySerializer,
    ActivitySummarySerializer,
)
from metrics.api.fields import HEART_FIELDS
from metrics.api.filters import NEWEST, ORDERS, ActivityFilter, order_activities
from metrics.models import Activity
from metrics.models.activity import ActivityQuerySet
from metrics.selectors.streams import DATA_CLASS_OF_CHANNEL
from metrics.services import activities as service

ORDER_KEYS = [*ORDERS, *(f"-{name}" for name in ORDERS)]
CHANGES = ("partial_update", "destroy")
"""What is done to whole activities only, never to a leg or a merged recording."""

FIELDS = OpenApiParameter(
    "fields",
    description="Only these fields, comma separated.",
    examples=[OpenApiExample("Sparse", value="uid,local_date,load")],
)
ORDERING = OpenApiParameter(
    "ordering",
    enum=ORDER_KEYS,
    default=NEWEST,
    description="`-` puts the greatest first. Activities without the value come last.",
)


class ActivityPage(CursorPage):
    """Many activities may share one value of the ordering: none of them may be skipped for it."""

    offset_cutoff = 1_000_000


class ActivityViewSet(AthleteScopedViewSet):
    """What happened. Heart rate and what is made of it needs the data class `heart`, else it is left out."""

    model = Activity
    pagination_class = ActivityPage
    filterset_class = ActivityFilter
    serializer_class = ActivitySerializer

    def get_queryset(self) -> QuerySet[Any]:
        rows = cast(ActivityQuerySet, super().get_queryset())
        if self.action == "list":
            return rows.shown()
        if self.action in CHANGES:
            rows = rows.shown()
        living = rows.alive().filter(parent__deleted_at=None)
        related = living.select_related("athlete", "parent", "merged_into")
        return related.prefetch_related("origins", "merged__origins")

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            hidden = {each for each in ("heart", "places") if not self.may_read(each)}
            context["hidden_fields"] = HEART_FIELDS if "heart" in hidden else frozenset()
            context["hidden_channels"] = {
                channel for channel, needed in DATA_CLASS_OF_CHANNEL.items() if needed in hidden
            }
        return context

    @extend_schema(
        summary="Activities, the newest first",
        description="Merged recordings and legs of multisport activities are not listed by themselves.",
        parameters=[ATHLETE, FIELDS, ORDERING],
        responses=ActivitySummarySerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        fields = _fields(request)
        rows, self.cursor_ordering = order_activities(
            self.filter_queryset(self.get_queryset()), _order(request)
        )
        page = self.paginate_queryset(rows.only("athlete__id", *fields))
        context = {**self.get_serializer_context(), "fields": fields}
        return self.get_paginated_response(ActivitySummarySerializer(page, many=True, context=context).data)

    @extend_schema(
        summary="One activity", parameters=[ATHLETE, UID], responses=ActivitySerializer, filters=False
    )
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change name or perceived effort",
        description="The load follows where it rests on the effort.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=ActivityChangeSerializer(partial=True),
        responses=ActivitySerializer,
        filters=False,
        examples=[OpenApiExample("Hard", value={"name": "Hill repeats", "rpe": 8}, request_only=True)],
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            given = ActivityChangeSerializer(row, data=request.data, partial=True)
            given.is_valid(raise_exception=True)
            row = service.update_activity(activity=row, **given.validated_data)
        return self.answer_row(row)

    @extend_schema(
        summary="Delete an activity",
        description="It is hidden at once, with what was merged into it, and removed for good by retention.",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
        filters=False,
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            service.delete_activity(activity=row)
        return Response(status=204)


def _fields(request: Request) -> list[str]:
    text = request.query_params.get("fields", "")
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = sorted(set(names) - set(SUMMARY))
    if unknown:
        raise ValidationError({"fields": f"There is no such field: {', '.join(unknown)}."})
    return names or SUMMARY


def _order(request: Request) -> str:
    order = request.query_params.get("ordering", NEWEST)
    if order not in ORDER_KEYS:
        raise ValidationError({"ordering": f"Choose one of {', '.join(ORDER_KEYS)}."})
    return order
