"""Conversations, answers and what they propose, as JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from analysis.api.pack_serializers import ValueSerializer
from analysis.api.serializers import ClaimSerializer, SafetySerializer
from analysis.models import ChatProposal, Conversation, Turn
from analysis.services.chatting import LONGEST_QUESTION
from analysis.visible import spoken


class QuestionTextSerializer(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=LONGEST_QUESTION)


class ChatProposalSerializer(serializers.ModelSerializer[ChatProposal]):
    """`body` is `{day, sport, text}` of a workout, `{text}` of a fact; `result_uid` what it became."""

    body = serializers.DictField()

    class Meta:
        model = ChatProposal
        fields: ClassVar = ["uid", "kind", "body", "state", "result_uid", "revision"]
        read_only_fields = fields


class TurnSerializer(serializers.ModelSerializer[Turn]):
    """One question and its answer; `reason` says why there is none."""

    conversation = serializers.UUIDField(source="conversation.uid", read_only=True)
    answer = ClaimSerializer(many=True, read_only=True)
    evidence = serializers.ListField(
        child=ValueSerializer(), read_only=True, help_text="The values that the slots refer to."
    )
    safety = SafetySerializer(many=True, read_only=True)
    proposals = ChatProposalSerializer(many=True, read_only=True, source="told_proposals")
    cost_usd = serializers.SerializerMethodField()

    class Meta:
        model = Turn
        fields: ClassVar = [
            *("uid", "conversation", "question", "engine", "state", "reason", "answer", "evidence"),
            *("safety", "dropped", "proposals", "cost_usd", "prompt_version", "model"),
            *("created_at", "started_at", "ended_at", "revision"),
        ]
        read_only_fields = fields
        extra_kwargs: ClassVar = {
            "dropped": {"help_text": "Sentences that did not hold against the data and are not shown."}
        }

    def to_representation(self, instance: Turn) -> dict[str, Any]:
        return super().to_representation(spoken(instance, self.context.get("hidden", frozenset())))

    def get_cost_usd(self, row: Turn) -> float:
        return float(sum(usage.cost_usd for usage in row.usages.all()))


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    class Meta:
        model = Conversation
        fields: ClassVar = ["uid", "title", "created_at", "updated_at", "revision"]
        read_only_fields = fields
