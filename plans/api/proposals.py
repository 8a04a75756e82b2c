"""Changes that wait for consent, and the answer to them."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User
from plans.api.reading import with_classes
from plans.api.serializers import AcceptSerializer, PlanProposalSerializer
from plans.models import PlanProposal
from plans.services import proposals as service


class PlanProposalViewSet(AthleteScopedViewSet):
    """Proposed changes of the plan, each with its reason and evidence."""

    model = PlanProposal
    serializer_class = PlanProposalSerializer
    cursor_ordering = ("-created_at", "-pk")

    def get_serializer_context(self) -> dict[str, Any]:
        return with_classes(self, dict(super().get_serializer_context()))

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("athlete")

    @extend_schema(
        summary="Proposed changes, the newest first",
        parameters=[ATHLETE],
        responses=PlanProposalSerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(summary="One proposal", parameters=[ATHLETE, UID], responses=PlanProposalSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Accept a proposal, whole or in part",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=AcceptSerializer,
        responses=PlanProposalSerializer,
    )
    def accept(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = AcceptSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with self.changing() as row:
            service.accept_proposal(
                proposal=row, user=cast(User, request.user), only=given.validated_data.get("only")
            )
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Refuse a proposal",
        description="The same event is not proposed again.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=PlanProposalSerializer,
    )
    def refuse(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            service.refuse_proposal(proposal=row, user=cast(User, request.user))
        return self.answer_row(self.get_row())
