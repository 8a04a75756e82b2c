"""Questions that only the athlete can answer."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.models import Question
from analysis.selectors.questions import questions
from analysis.selectors.seeing import hidden_from
from analysis.services import questions as service
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User


class AskedQuestionSerializer(serializers.ModelSerializer[Question]):
    answer = serializers.SerializerMethodField(help_text="Needs `notes`.")
    marker = serializers.SerializerMethodField(help_text="Uid of the marker that the answer became.")

    class Meta:
        model = Question
        fields: ClassVar = [
            *("uid", "text", "about", "kind", "state", "answer", "marker", "answered_at"),
            *("created_at", "updated_at", "revision"),
        ]
        read_only_fields = fields

    def get_answer(self, row: Question) -> str:
        return row.answer if self.context.get("may_read_notes") else ""

    def get_marker(self, row: Question) -> str | None:
        return str(row.annotation.uid) if row.annotation and self.context.get("may_read_notes") else None


class AnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=service.LONGEST)
    remembers = serializers.BooleanField(default=False, help_text="Keep it as a fact about you as well.")


class QuestionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=Question.State.choices)


@extend_schema_view(list=extend_schema(summary="Questions, the newest first", parameters=[ATHLETE]))
class QuestionViewSet(ListModelMixin, AthleteScopedViewSet):
    """Each thing is asked once. Those about what you may not see are left out."""

    model = Question
    serializer_class = AskedQuestionSerializer
    filterset_class = QuestionFilter
    cursor_ordering = ("-created_at", "-pk")

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        athlete = self.get_athlete()
        return questions(athlete, hidden_from(self.request.user, athlete)).select_related(
            "annotation", "athlete"
        )

    def get_serializer_context(self) -> dict[str, Any]:
        fake = getattr(self, "swagger_fake_view", False)
        return {**super().get_serializer_context(), "may_read_notes": fake or self.may_read("notes")}

    @extend_schema(summary="One question", parameters=[ATHLETE, UID], filters=False)
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Answer a question",
        description="The answer becomes a marker (`kind: answer`) of the days that it is about, which needs "
        "`notes` as well, and later analyses heed it. Answering again replaces it.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=AnswerSerializer,
        responses=AskedQuestionSerializer,
        examples=[OpenApiExample("A flight", value={"answer": "I flew home overnight"}, request_only=True)],
        filters=False,
    )
    def answer(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        given = AnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with self.changing() as row:
            row = service.answer_question(
                question=row,
                user=cast(User, request.user),
                text=given.validated_data["answer"],
                remembers=given.validated_data["remembers"],
            )
        return self.answer_row(row)

    @extend_schema(
        summary="Leave a question unanswered",
        description="It is not asked again. An answer that was given goes.",
        parameters=[ATHLETE, UID, IF_MATCH],
        request=None,
        responses=AskedQuestionSerializer,
        filters=False,
    )
    def dismiss(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        with self.changing() as row:
            row = service.dismiss_question(question=row, user=cast(User, request.user))
        return self.answer_row(row)
