"""Questions about one's own data, answered behind the scenes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.api.chat_serializers import (
    ChatProposalSerializer,
    ConversationSerializer,
    QuestionTextSerializer,
    TurnSerializer,
)
from analysis.models import ChatProposal, Conversation, Turn
from analysis.selectors import chat
from analysis.selectors.seeing import hidden_from
from analysis.services import chat_proposals, chatting
from athletes.api.base import ATHLETE, IF_MATCH, UID, AthleteScopedViewSet
from athletes.models import User
from config.core.api.etag import tagged
from config.core.celery import enqueue
from config.core.errors import DataNotFoundError

FOLLOWED = "Ask for the answer again while its `state` is `waiting` or `running`."
EXAMPLE = OpenApiExample("A question", value={"question": "How was my sleep this week?"}, request_only=True)


class OwnChatViewSet(AthleteScopedViewSet):
    """Answers rest on every class of data, so that only the athlete asks; who may, reads."""

    def get_serializer_context(self) -> Mapping[str, Any]:
        """`hidden`: data classes that the caller may not read."""
        context = super().get_serializer_context()
        if getattr(self, "swagger_fake_view", False):
            return context
        return {**context, "hidden": hidden_from(self.request.user, self.get_athlete())}

    def check_own(self) -> User:
        user = cast(User, self.request.user)
        if self.get_athlete().user_id != user.pk:
            raise DataNotFoundError
        return user

    @property
    def throttle_scope(self) -> str | None:
        return "analyse" if self.action in ("create", "ask") else None

    def ask_in(self, request: Request, conversation: Conversation | None) -> Response:
        given = QuestionTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        turn = chatting.ask_question(
            athlete=self.get_athlete(),
            user=self.check_own(),
            text=given.validated_data["question"],
            conversation=conversation,
        )
        enqueue("analysis.tasks.answer_turn", turn.pk)
        shown = chat.turn_or_404(self.get_athlete(), turn.uid)
        return tagged(Response(TurnSerializer(shown).data, status=202), shown)


@extend_schema_view(
    list=extend_schema(summary="Conversations, the one used last first", parameters=[ATHLETE])
)
class ConversationViewSet(ListModelMixin, OwnChatViewSet):
    model = Conversation
    serializer_class = ConversationSerializer
    cursor_ordering = ("-updated_at", "-pk")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(deleted_at=None)

    @extend_schema(
        summary="Ask a question in a new conversation",
        description=FOLLOWED,
        parameters=[ATHLETE],
        request=QuestionTextSerializer,
        responses={202: TurnSerializer},
        examples=[EXAMPLE],
    )
    def create(self, request: Request, athlete: str) -> Response:  # noqa: ARG002
        self.check_own()
        return self.ask_in(request, None)

    @extend_schema(summary="One conversation", parameters=[ATHLETE, UID])
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Delete a conversation",
        description="Hidden at once and erased after 30 days; what it has cost stays in the ledger.",
        parameters=[ATHLETE, UID, IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        self.check_own()
        with self.changing() as row:
            chatting.delete_conversation(conversation=row)
        return Response(status=204)

    @extend_schema(
        summary="Questions and answers, in order",
        parameters=[ATHLETE, UID],
        responses=TurnSerializer(many=True),
    )
    def turns(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        rows, context = chat.turns(self.get_row()), self.get_serializer_context()
        return Response(TurnSerializer(rows, many=True, context=context).data)

    @extend_schema(
        summary="Ask the next question",
        description=f"Refused while the answer before is being written. {FOLLOWED}",
        parameters=[ATHLETE, UID],
        request=QuestionTextSerializer,
        responses={202: TurnSerializer},
        examples=[EXAMPLE],
    )
    def ask(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        self.check_own()
        return self.ask_in(request, self.get_row())


class TurnViewSet(OwnChatViewSet):
    model = Turn
    serializer_class = TurnSerializer

    def get_row(self, *, lock: bool = False) -> Any:  # noqa: ARG002
        return chat.turn_or_404(self.get_athlete(), self.kwargs["uid"])

    @extend_schema(summary="One answer", description=FOLLOWED, parameters=[ATHLETE, UID])
    def retrieve(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        return self.answer_row(self.get_row())

    @extend_schema(
        summary="Say no more",
        description="What was said stays.",
        parameters=[ATHLETE, UID],
        request=None,
        responses=TurnSerializer,
    )
    def stop(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        self.check_own()
        chatting.stop(turn=self.get_row())
        return self.answer_row(self.get_row())


class ChatProposalViewSet(OwnChatViewSet):
    model = ChatProposal
    serializer_class = ChatProposalSerializer

    def get_row(self, *, lock: bool = False) -> Any:  # noqa: ARG002
        return chat.proposal_or_404(self.get_athlete(), self.kwargs["uid"])

    @extend_schema(
        summary="Accept what an answer proposes",
        description="A workout goes into the calendar, a fact is remembered; once.",
        parameters=[ATHLETE, UID],
        request=None,
        responses=ChatProposalSerializer,
    )
    def accept(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        user = self.check_own()
        return self.answer_row(chat_proposals.accept_proposal(proposal=self.get_row(), user=user))

    @extend_schema(
        summary="Refuse what an answer proposes",
        parameters=[ATHLETE, UID],
        request=None,
        responses=ChatProposalSerializer,
    )
    def refuse(self, request: Request, athlete: str, uid: str) -> Response:  # noqa: ARG002
        self.check_own()
        return self.answer_row(chat_proposals.refuse_proposal(proposal=self.get_row()))
