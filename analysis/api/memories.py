"""Facts about the athlete that analyses respect."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.models import Memory
from analysis.services import memories as service
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User


class MemorySerializer(serializers.ModelSerializer[Memory]):
    class Meta:
        model = Memory
        fields: ClassVar = [
            "uid",
            "text",
            "origin",
            "confirmed_at",
            "created_at",
            "updated_at",
            "revision",
        ]
        read_only_fields: ClassVar = [name for name in fields if name != "text"]


@extend_schema_view(list=extend_schema(summary="What is remembered, the newest first", parameters=[ATHLETE]))
class MemoryViewSet(ListModelMixin, AthleteScopedViewSet):
    """Written, changed and forgotten by people only."""

    model = Memory
    serializer_class = MemorySerializer
    cursor_ordering = ("-created_at", "-pk")

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)

    @extend_schema(
        summary="Remember a fact",
        description="The same words twice are one fact.",
        parameters=[ATHLETE],
        responses={201: MemorySerializer},
        examples=[OpenApiExample("A fact", value={"text": "Mornings suit me better"}, request_only=True)],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        row = service.remember(
            athlete=self.get_athlete(), user=cast(User, request.user), text=self._text(request)
        )
        return self.answer_row(row, status=201)

    @extend_schema(summary="One fact", parameters=[ATHLETE, UID])
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(summary="Say a fact in other words", parameters=[ATHLETE, UID, IF_MATCH])
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            row = service.change_memory(memory=row, user=cast(User, request.user), text=self._text(request))
        return self.answer_row(row)

    @extend_schema(summary="Forget a fact", parameters=[ATHLETE, UID, IF_MATCH], responses={204: None})
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            service.forget(memory=row)
        return Response(status=204)

    def _text(self, request: Request) -> str:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        return str(given.validated_data["text"])
