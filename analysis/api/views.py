"""What the analyst said, read only: an analysis is written when data come in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from analysis.api.filters import AnalysisFilter
from analysis.api.pack_serializers import PackSerializer
from analysis.api.serializers import AnalysisSerializer
from analysis.evidence.hiding import GUARDED
from analysis.models import Analysis
from athletes.access import granted
from athletes.api.base import ATHLETE, UID, AthleteScopedViewSet, tagged


@extend_schema_view(list=extend_schema(summary="Analyses, the newest first", parameters=[ATHLETE]))
class AnalysisViewSet(ListModelMixin, AthleteScopedViewSet):
    """Findings in plain words, each number with the value it comes from."""

    model = Analysis
    serializer_class = AnalysisSerializer
    filterset_class = AnalysisFilter
    cursor_ordering = ("-created_at", "-pk")

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows if self.action == "pack" or self._hidden else rows.defer("pack")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "hidden": self._hidden}

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """Data classes that the caller may not read: analyses are worded without them."""
        if getattr(self, "swagger_fake_view", False):
            return frozenset()
        return GUARDED - granted(self.request.user, self.get_athlete(), GUARDED)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return PackSerializer if self.action == "pack" else AnalysisSerializer

    @extend_schema(summary="One analysis", parameters=[ATHLETE, UID])
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(summary="The evidence of an analysis", parameters=[ATHLETE, UID], responses=PackSerializer)
    def pack(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        row = self.get_row()
        return tagged(Response(self.get_serializer(row).data), row)
