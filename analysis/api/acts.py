"""What people do with an analysis: act on its advice, and say whether it is right."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.models import Advice, Analysis, Feedback
from analysis.selectors.analyses import analysis_or_404
from analysis.selectors.seeing import hidden_from, reads_its_words
from analysis.services.advice import act_on_advice
from analysis.services.feedback import LONGEST, give_feedback, withdraw_feedback
from athletes.api.base import ATHLETE, UID, AthleteScopedView, AthleteScopedViewSet
from athletes.models import User
from config.core.errors import DataNotFoundError


class AdviceSerializer(serializers.ModelSerializer[Advice]):
    class Meta:
        model = Advice
        fields: ClassVar = ["key", "kind", "category", "state", "session_uid", "updated_at"]
        read_only_fields: ClassVar = ["kind", "category", "session_uid", "updated_at"]
        extra_kwargs: ClassVar = {"state": {"required": True}}


class FeedbackSerializer(serializers.ModelSerializer[Feedback]):
    about = serializers.CharField(
        max_length=10, required=False, allow_blank=True, help_text="`F1`, `R1`, `W1`; empty for the whole."
    )
    note = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)

    class Meta:
        model = Feedback
        fields: ClassVar = ["uid", "about", "verdict", "note", "prompt_version", "created_at", "updated_at"]
        read_only_fields: ClassVar = ["uid", "prompt_version", "created_at", "updated_at"]


class OfAnalysisView(AthleteScopedView):
    """About one analysis, as its own words are: who reads others cannot name a part of these."""

    data_class = "analysis"

    def analysis(self) -> Analysis:
        row = analysis_or_404(self.get_athlete(), self.kwargs["uid"])
        if not reads_its_words(row, hidden_from(self.user(), self.get_athlete())):
            raise DataNotFoundError("You see this analysis in other words, whose parts have other names.")
        return row

    def user(self) -> User:
        return cast(User, self.request.user)


class AdviceView(OfAnalysisView):
    @extend_schema(
        summary="What became of the advice of an analysis",
        description="Advice that is not named here is open.",
        parameters=[ATHLETE, UID],
        responses=AdviceSerializer(many=True),
    )
    def get(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        rows = self.analysis().advice.order_by("key")
        return Response(AdviceSerializer(rows, many=True).data)

    @extend_schema(
        summary="Accept advice, set it aside, or say that it is done",
        description="`open` takes that back. A workout that is accepted goes into the calendar, once, which "
        "needs `plan` as well. Later analyses know what became of advice.",
        parameters=[ATHLETE, UID],
        request=AdviceSerializer,
        responses=AdviceSerializer,
        examples=[OpenApiExample("Done", value={"key": "R1", "state": "done"}, request_only=True)],
    )
    def post(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = AdviceSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = act_on_advice(analysis=self.analysis(), user=self.user(), **given.validated_data)
        return Response(AdviceSerializer(row).data)


class FeedbackView(OfAnalysisView):
    @extend_schema(
        summary="What was thought of an analysis",
        description="The athlete reads all of it, everybody else their own.",
        parameters=[ATHLETE, UID],
        responses=FeedbackSerializer(many=True),
    )
    def get(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        rows = self.analysis().feedback.order_by("about", "pk")
        if self.get_athlete().user_id != self.user().pk:
            rows = rows.filter(author=self.user())
        return Response(FeedbackSerializer(rows, many=True).data)

    @extend_schema(
        summary="Say that an analysis, or a part of it, is useful or wrong",
        description="Saying it again replaces what was said.",
        parameters=[ATHLETE, UID],
        request=FeedbackSerializer,
        responses=FeedbackSerializer,
        examples=[OpenApiExample("Wrong", value={"about": "F1", "verdict": "wrong"}, request_only=True)],
    )
    def post(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = FeedbackSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = give_feedback(analysis=self.analysis(), user=self.user(), **given.validated_data)
        return Response(FeedbackSerializer(row).data)


class FeedbackViewSet(AthleteScopedViewSet):
    """One's own feedback."""

    model = Feedback
    serializer_class = FeedbackSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(author=self.request.user)

    @extend_schema(summary="Take feedback back", parameters=[ATHLETE, UID], responses={204: None})
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        withdraw_feedback(feedback=self.get_row())
        return Response(status=204)
