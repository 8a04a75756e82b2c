"""What the analyst said, the evidence, and what of it was sent; a new analysis on demand."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.db.models import QuerySet, prefetch_related_objects
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from analysis.api.filters import AnalysisFilter
from analysis.api.pack_serializers import PackSerializer
from analysis.api.record_serializers import AskedSerializer, ReviewSerializer, SentSerializer
from analysis.api.serializers import AnalysisSerializer
from analysis.models import Analysis
from analysis.models.analysis import AnalysisQuerySet
from analysis.selectors.analyses import ACTED_ON
from analysis.selectors.reviews import review_of
from analysis.selectors.seeing import hidden_from, sees_all
from analysis.services.on_demand import ask_for_analysis
from athletes.api.base import ATHLETE, UID, AthleteScopedViewSet
from athletes.models import User
from config.core.api.etag import tagged
from config.core.errors import DataNotFoundError


@extend_schema_view(list=extend_schema(summary="Analyses, the newest first", parameters=[ATHLETE]))
class AnalysisViewSet(ListModelMixin, AthleteScopedViewSet):
    """Findings in plain words, each number with the value it comes from."""

    model = Analysis
    serializer_class = AnalysisSerializer
    filterset_class = AnalysisFilter
    cursor_ordering = ("-created_at", "-pk")

    def get_queryset(self) -> QuerySet[Any]:
        rows = cast(AnalysisQuerySet, super().get_queryset()).told().annotate(is_acted_on=ACTED_ON)
        return rows if self.action in ("pack", "sent") or self._hidden else rows.defer("pack")

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        prefetch_related_objects([row for row in page or () if row.is_acted_on], "advice")
        return page

    @property
    def throttle_scope(self) -> str | None:
        return "analyse" if self.action == "create" else None

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "hidden": self._hidden}

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """Data classes that the caller may not read."""
        if getattr(self, "swagger_fake_view", False):
            return frozenset()
        return hidden_from(self.request.user, self.get_athlete())

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return PackSerializer if self.action == "pack" else AnalysisSerializer

    @extend_schema(summary="One analysis", parameters=[ATHLETE, UID])
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Ask for an analysis",
        description="The rules answer at once (200). Claude is asked by the athlete alone: 202 answers what "
        "the rules say meanwhile, and Claude's words, or the rules' with status `fallback`, appear in the "
        "list within two minutes under `purpose=asked`. Where Claude cannot be asked, or has explained this "
        "very evidence before, the answer is 200.",
        parameters=[ATHLETE],
        request=AskedSerializer,
        responses={
            200: AnalysisSerializer,
            202: OpenApiResponse(AnalysisSerializer, "Claude is being asked."),
        },
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        given = AskedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = ask_for_analysis(
            athlete=self.get_athlete(),
            user=cast(User, request.user),
            engine=given.validated_data["engine"],
            days=given.validated_data["days"],
        )
        return self.answer_row(asked.analysis, status=202 if asked.is_under_way else 200)

    @extend_schema(summary="The evidence of an analysis", parameters=[ATHLETE, UID], responses=PackSerializer)
    def pack(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        row = self.get_row()
        return tagged(Response(self.get_serializer(row).data), row)

    @extend_schema(
        summary="Exactly what was sent to Claude",
        description="404 where nothing was sent, and unless you may read everything that is in it.",
        parameters=[ATHLETE, UID],
        responses=SentSerializer,
    )
    def sent(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        row = self.get_row()
        record = getattr(row, "record", None)
        if record is None or not record.was_sent or not sees_all(row, self._hidden):
            raise DataNotFoundError("Nothing of this was sent, or you may not see it.")
        return Response(SentSerializer(record).data)

    @extend_schema(
        summary="Who let an analysis through, and what they changed",
        description="Of a coach who reads drafts first. `changes` is empty where you see other words.",
        parameters=[ATHLETE, UID],
        responses=ReviewSerializer,
    )
    def review(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        row = self.get_row()
        found = review_of(row)
        if not sees_all(row, self._hidden):
            found["changes"] = []
        return Response(ReviewSerializer(found).data)
