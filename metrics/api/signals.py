"""Signals: what the detectors found, and what was said to it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from metrics.api.fields import NumberField
from metrics.models import Signal
from metrics.models.signal import SignalQuerySet
from metrics.services import signals as service

NEEDED = ("activities", "heart", "sleep", "body", "profile")
"""What a signal may need beside `load`, by the evidence that it rests on."""


class EvidenceSerializer(serializers.Serializer[Any]):
    """One value that a signal rests on."""

    metric = serializers.CharField()
    date = serializers.DateField()
    value = NumberField()
    unit = serializers.CharField()
    baseline = NumberField(allow_null=True, help_text="What is usual for this athlete, in the same unit.")
    z = NumberField(allow_null=True, help_text="Distance from it in the athlete's own standard deviations.")


class SignalSerializer(serializers.ModelSerializer[Signal]):
    """A signal on the days [start, end); `end` is null while it goes on."""

    activity = serializers.UUIDField(
        source="activity.uid",
        default=None,
        allow_null=True,
        read_only=True,
        help_text="The recording that it is about.",
    )
    evidence = EvidenceSerializer(many=True, read_only=True)
    answer = serializers.SerializerMethodField(help_text="What the athlete said to it. Needs `notes`.")

    class Meta:
        model = Signal
        fields = (
            "uid",
            "kind",
            "start",
            "end",
            "severity",
            "confidence",
            "activity",
            "evidence",
            "acknowledged_at",
            "answer",
            "created_at",
            "updated_at",
            "revision",
        )
        read_only_fields = fields

    def get_answer(self, row: Signal) -> str:
        return row.answer if self.context["may_read_notes"] else ""


class SignalChangeSerializer(serializers.Serializer[Any]):
    """What may be said to a signal; taking an acknowledgement back removes the answer."""

    acknowledged = serializers.BooleanField()
    answer = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class SignalFilter(filters.FilterSet):
    """Days are half-open: `from` is the first day, `to` the day after the last."""

    kind = filters.CharFilter(help_text="For example `load_spike`.")
    severity = filters.MultipleChoiceFilter(
        choices=Signal.Severity.choices, help_text="May be given several times."
    )
    acknowledged = filters.BooleanFilter("acknowledged_at", "isnull", exclude=True)

    # "from" is no name in Python, but it is what everybody types.
    locals()["from"] = filters.DateFilter(method="on_or_after", help_text="First local day.")
    locals()["to"] = filters.DateFilter("start", "lt", help_text="Day after the last local day.")

    class Meta:
        model = Signal
        fields: list[str] = []

    def on_or_after(self, rows: QuerySet[Signal], name: str, value: date) -> QuerySet[Signal]:  # noqa: ARG002
        return rows.filter(Q(end=None) | Q(end__gt=value))


@extend_schema_view(
    list=extend_schema(summary="Signals, the newest first", parameters=[ATHLETE]),
)
class SignalViewSet(ListModelMixin, AthleteScopedViewSet):
    """What deserves attention. A signal is shown to who may read all it rests on (`load`, `heart`, …)."""

    model = Signal
    serializer_class = SignalSerializer
    filterset_class = SignalFilter
    cursor_ordering = ("-start", "-pk")

    def get_queryset(self) -> QuerySet[Any]:
        rows = cast(SignalQuerySet, super().get_queryset()).select_related("activity")
        if getattr(self, "swagger_fake_view", False):
            return rows
        seen = granted(self.request.user, self.get_athlete(), NEEDED)
        return rows.without(set(NEEDED) - seen)

    def get_serializer_context(self) -> dict[str, Any]:
        fake = getattr(self, "swagger_fake_view", False)
        return {**super().get_serializer_context(), "may_read_notes": fake or self.may_read("notes")}

    @extend_schema(summary="One signal", parameters=[ATHLETE, UID], filters=False)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Acknowledge a signal, or take that back",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=SignalChangeSerializer,
        responses=SignalSerializer,
        filters=False,
        examples=[
            OpenApiExample("I know", value={"acknowledged": True, "answer": "On holiday"}, request_only=True)
        ],
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = SignalChangeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with self.changing() as row:
            if given.validated_data["acknowledged"]:
                answer = given.validated_data["answer"]
                row = service.acknowledge(signal=row, user=request.user, answer=answer)  # type: ignore[arg-type]
            else:
                row = service.unacknowledge(signal=row)
        return self.answer_row(row)
