"""Thresholds that efforts speak for, and the answer to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access import granted
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User
from metrics.api.fields import FiniteSerializer, NumberField
from metrics.models import ThresholdProposal
from metrics.models.proposal import ProposalQuerySet
from metrics.selectors.proposals import VISIBLE_WITH, visible_to
from metrics.services import proposals as service


class ProposalEvidenceSerializer(serializers.Serializer[Any]):
    """A best effort."""

    metric = serializers.ChoiceField(["power_w", "heart_rate_bpm", "speed_mps"])
    date = serializers.DateField()
    value = NumberField(help_text="Mean of the effort in the unit of its metric.")
    unit = serializers.CharField()
    duration_s = NumberField(help_text="Seconds.")
    distance_m = NumberField(allow_null=True, help_text="Metres, where the distance was fixed.")
    activity_uid = serializers.UUIDField(allow_null=True)


class ProposalSerializer(FiniteSerializer):
    """A threshold that is not in force; W, bpm, s/km or s/100 m by its kind."""

    evidence = ProposalEvidenceSerializer(many=True)

    class Meta:
        model = ThresholdProposal
        fields: ClassVar = [
            "uid",
            "revision",
            "created_at",
            "sport",
            "kind",
            "value",
            "current",
            "low",
            "high",
            "on",
            "method",
            "evidence",
            "state",
            "decided_at",
        ]
        read_only_fields: ClassVar = fields
        extra_kwargs: ClassVar = {
            "current": {"help_text": "The threshold in force when this was proposed."},
            "low": {"help_text": "Lower end of the plausible range."},
            "high": {"help_text": "Upper end of the plausible range."},
            "method": {"help_text": "How the value follows from the evidence."},
        }


class ProposalViewSet(AthleteScopedViewSet):
    """Proposed thresholds. Their evidence needs `activities`, that of heart rates `heart` as well."""

    model = ThresholdProposal
    serializer_class = ProposalSerializer
    pagination_class = None

    def get_queryset(self) -> Any:
        rows = super().get_queryset().select_related("athlete")
        if getattr(self, "swagger_fake_view", False):
            return rows
        return visible_to(
            cast(ProposalQuerySet, rows), granted(self.request.user, self.get_athlete(), VISIBLE_WITH)
        )

    @extend_schema(
        summary="Proposed thresholds, the newest first",
        parameters=[ATHLETE],
        responses=ProposalSerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        rows = self.filter_queryset(self.get_queryset())
        return Response(self.get_serializer(rows, many=True).data)

    @extend_schema(summary="One proposal", parameters=[ATHLETE, UID], responses=ProposalSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Accept a proposal",
        description="The value is in force from the effort's day on.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=ProposalSerializer,
    )
    def accept(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._answered(service.accept_proposal)

    @extend_schema(
        summary="Refuse a proposal",
        description="It is not proposed again until the data say something clearly different.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=ProposalSerializer,
    )
    def refuse(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self._answered(service.refuse_proposal)

    def _answered(self, act: Callable[..., None]) -> Response:
        with self.changing() as row:
            act(proposal=row, user=cast(User, self.request.user))
        return self.answer_row(self.get_row())
