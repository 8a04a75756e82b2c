"""Analyses that wait for the coach who has asked to read them first."""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.api.serializers import AnalysisSerializer
from analysis.models import Analysis
from analysis.selectors.reviews import draft_or_404, drafts
from analysis.services import reviews
from analysis.services.reviews import Edit
from athletes.access import Action
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User
from config.core.api.etag import check_if_match

EDIT = {"edits": [{"place": "F1", "sentence": 0, "template": "You slept {sleep} a night."}]}


class EditSerializer(serializers.Serializer[Any]):
    place = serializers.CharField(help_text="`headline`, or the id of a finding or recommendation.")
    sentence = serializers.IntegerField(min_value=0, help_text="From 0 on.")
    template = serializers.CharField(
        allow_blank=True,
        max_length=400,
        help_text="With the `{slots}` of that sentence where numbers stand; empty takes it out.",
    )


class EditsSerializer(serializers.Serializer[Any]):
    edits = EditSerializer(many=True, allow_empty=False)


class DraftViewSet(AthleteScopedViewSet):
    """Drafts are for coaches whose link says so and who may read everything that they rest on.

    The athlete does not see them before they are approved; of a rejected one they read the rules instead.
    """

    model = Analysis
    serializer_class = AnalysisSerializer
    pagination_class = None
    filter_backends = ()

    def get_row(self, *, lock: bool = False) -> Any:
        action: Action = "write" if lock else "read"
        row = draft_or_404(self.get_athlete(), self._user(), self.kwargs["uid"], action=action)
        check_if_match(self.request, row)
        return row

    @extend_schema(
        summary="Drafts that wait for you, the oldest first",
        parameters=[ATHLETE],
        responses=AnalysisSerializer(many=True),
    )
    def list(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        return Response(self.get_serializer(drafts(self.get_athlete(), self._user()), many=True).data)

    @extend_schema(summary="One draft", parameters=[ATHLETE, UID], responses=AnalysisSerializer)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Change sentences of a draft",
        description="All of them or none. Numbers stand in slots alone, and what is said of them must hold. "
        "Findings without a sentence go, and advice that rests on none.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=EditsSerializer,
        responses=AnalysisSerializer,
        examples=[OpenApiExample("Other words", value=EDIT, request_only=True)],
    )
    def partial_update(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = EditsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        edits = [Edit(**each) for each in given.validated_data["edits"]]
        row = reviews.edit_draft(draft=self.get_row(lock=True), user=self._user(), edits=edits)
        return self.answer_row(row)

    @extend_schema(
        summary="Let the athlete read it",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=AnalysisSerializer,
    )
    def approve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(reviews.approve_draft(draft=self.get_row(lock=True), user=self._user()))

    @extend_schema(
        summary="Set a draft aside",
        description="The athlete reads what the rules say instead, which is the answer.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=AnalysisSerializer,
    )
    def reject(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(reviews.reject_draft(draft=self.get_row(lock=True), user=self._user()))

    def _user(self) -> User:
        return cast(User, self.request.user)
