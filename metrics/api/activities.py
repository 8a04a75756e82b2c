"""Activities: the list, one of them, and what may be changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, IF_MATCH, UID
from athletes.api.bulk import BulkViewSet, bulk_schema
from config.core.api.pagination import CursorPage
from config.core.api.sparse import wanted_fields
from metrics.api.activity_serializers import (
    SUMMARY,
    ActivityChangeSerializer,
    ActivitySerializer,
    ActivitySummarySerializer,
)
from metrics.api.fields import HEART_FIELDS
from metrics.api.filters import NEWEST, ORDERS, ActivityFilter, order_activities
from metrics.api.own_word_serializers import ManualActivitySerializer
from metrics.models import Activity
from metrics.models.activity import ActivityQuerySet
from metrics.selectors.own_word import is_by_hand
from metrics.selectors.streams import DATA_CLASS_OF_CHANNEL
from metrics.services import activities as service
from metrics.services.ingest import Outcome
from metrics.services.manual import FACTS, add_manual_activity, update_manual_activity

ORDER_KEYS = [*ORDERS, *(f"-{name}" for name in ORDERS)]
CHANGES = ("partial_update", "destroy")
"""What is done to whole activities only, never to a leg or a merged recording."""

SWIM = {
    "sport": "swimming",
    "start_time": "2026-03-01T07:30:00+01:00",
    "duration_s": 2700,
    "distance_m": 2000,
    "rpe": 5,
}
ORDERING = OpenApiParameter(
    "ordering",
    enum=ORDER_KEYS,
    default=NEWEST,
    description="`-` puts the greatest first. Activities without the value come last.",
)


class ActivityPage(CursorPage):
    """Many activities may share one value of the ordering: none of them may be skipped for it."""

    offset_cutoff = 1_000_000


@extend_schema_view(bulk=bulk_schema("activities", ManualActivitySerializer, SWIM))
class ActivityViewSet(BulkViewSet):
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

    def _need_notes(self, given: dict[str, Any]) -> None:
        """A note is of another data class than the rest of an activity."""
        if "note" in given and not granted(self.request.user, self.get_athlete(), ["notes"], action="write"):
            raise ValidationError({"note": "You may not write notes here."})

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            hidden = {each for each in ("heart", "places", "notes") if not self.may_read(each)}
            words = {"note"} if "notes" in hidden else set()
            context["hidden_fields"] = words | (HEART_FIELDS if "heart" in hidden else set())
            context["hidden_channels"] = {
                channel for channel, needed in DATA_CLASS_OF_CHANNEL.items() if needed in hidden
            }
        return context

    @extend_schema(
        summary="Activities, the newest first",
        description="Merged recordings and legs of multisport activities are not listed by themselves.",
        parameters=[ATHLETE, ORDERING],
        responses=ActivitySummarySerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        # Only these columns are read; what is wrong with the names is said of the rows.
        fields = [name for name in SUMMARY if name in wanted_fields(request)] or SUMMARY
        rows, self.cursor_ordering = order_activities(
            self.filter_queryset(self.get_queryset()), _order(request)
        )
        page = self.paginate_queryset(rows.only("athlete__id", *fields))
        context = {**self.get_serializer_context(), "fields": fields}
        return self.get_paginated_response(ActivitySummarySerializer(page, many=True, context=context).data)

    @extend_schema(
        summary="Enter an activity by hand",
        description="When a recording of it is here, or comes later, the two become one (200) and the words "
        "stay.",
        parameters=[ATHLETE],
        request=ManualActivitySerializer,
        responses={201: ActivitySerializer, 200: OpenApiResponse(ActivitySerializer, "Merged.")},
        examples=[OpenApiExample("A swim", value=SWIM, request_only=True)],
        filters=False,
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        row, is_new = self.write_new(request.data)
        return self.answer_row(row, status=201 if is_new else 200)

    def write_new(self, data: Any) -> tuple[Activity, bool]:
        given = ManualActivitySerializer(data=data)
        given.is_valid(raise_exception=True)
        self._need_notes(given.validated_data)
        stored = add_manual_activity(athlete=self.get_athlete(), **given.validated_data)
        return stored.activity, stored.outcome is Outcome.IMPORTED

    @extend_schema(
        summary="One activity", parameters=[ATHLETE, UID], responses=ActivitySerializer, filters=False
    )
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change the words on an activity, or the facts of one entered by hand",
        description="The load follows where it rests on the effort. Facts of a recording stay.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=ManualActivitySerializer(partial=True),
        responses=ActivitySerializer,
        filters=False,
        examples=[OpenApiExample("Hard", value={"name": "Hill repeats", "rpe": 8}, request_only=True)],
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            row = self.write_over(row, request.data)
        return self.answer_row(row)

    def write_over(self, row: Activity, data: Any) -> Activity:
        changes = _changes(row, data)
        self._need_notes(changes)
        change = update_manual_activity if set(changes) & set(FACTS) else service.update_activity
        return change(activity=row, **changes)

    def find_brought(self, uid: UUID) -> Activity | None:
        """The one that is shown for it: a recording may have come meanwhile."""
        row: Activity | None = super().find_brought(uid)
        return row.merged_into or row if row else None

    def shown_uids(self, uids: Collection[UUID]) -> dict[UUID, UUID]:
        found = self.get_queryset().filter(uid__in=uids).values_list("uid", "merged_into__uid")
        return {uid: leader or uid for uid, leader in found}

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


def _changes(row: Activity, data: Any) -> dict[str, Any]:
    """The validated body: words, and facts too when the activity was entered by hand."""
    words = ActivityChangeSerializer(row, data=data, partial=True)
    words.is_valid(raise_exception=True)
    if not is_by_hand(row):
        return dict(words.validated_data)
    facts = ManualActivitySerializer(data=data, partial=True)
    facts.is_valid(raise_exception=True)
    return {**facts.validated_data, **words.validated_data}


def _order(request: Request) -> str:
    order = request.query_params.get("ordering", NEWEST)
    if order not in ORDER_KEYS:
        raise ValidationError({"ordering": f"Choose one of {', '.join(ORDER_KEYS)}."})
    return order
