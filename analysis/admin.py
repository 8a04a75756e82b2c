"""What the analyst said, on what evidence and at what cost, for operators. Words of people stay out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from analysis.models import (
    Advice,
    AIPreferences,
    AIUsage,
    Analysis,
    AnalysisRecord,
    Batch,
    BatchItem,
    ChatProposal,
    Conversation,
    Feedback,
    Memory,
    Price,
    PromptVersion,
    Question,
    SpendAccount,
    Turn,
)
from config.core.operators import KeptAdmin, OperatorAdmin, ShownAdmin

OWNER = ["athlete__name", "athlete__user__email"]
IS_DELETED = ("deleted_at", admin.EmptyFieldListFilter)


@admin.register(Analysis)
class AnalysisAdmin(ShownAdmin):
    list_display = ["athlete", "engine", "status", "start", "end", "prompt_version", "created_at"]
    list_filter = ["engine", "status", "prompt_version"]
    search_fields = [*OWNER, "uid", "pack_sha256"]
    list_select_related = ["athlete"]
    date_hierarchy = "created_at"
    exclude = ["pack", "body", "original", "edits"]


@admin.register(AIPreferences)
class AIPreferencesAdmin(ShownAdmin):
    list_display = ["athlete", "consented_at", "writes_weekly", "next_weekly_at", "monthly_usd"]
    list_filter = [("consented_at", admin.EmptyFieldListFilter), "writes_weekly", "writes_daily", "tone"]
    search_fields = OWNER
    list_select_related = ["athlete"]


@admin.register(Price)
class PriceAdmin(OperatorAdmin):
    """A price that requests were booked by is history: a new one gets a row of its own from its day on."""

    list_display = ["model", "valid_from", "up_to_prompt_tokens", "input_usd", "output_usd", "batch_factor"]
    list_filter = ["model"]
    search_fields = ["model"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_booked(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_booked(obj)


@admin.register(SpendAccount)
class SpendAccountAdmin(KeptAdmin):
    """Emptying `closed until` lets the model be asked again."""

    list_display = ["scope", "closed_until", "closed_why"]
    search_fields = ["scope"]
    readonly_fields = ["scope"]


@admin.register(AIUsage)
class AIUsageAdmin(ShownAdmin):
    list_display = ["created_at", "athlete", "purpose", "model", "state", "is_batch", "cost_usd"]
    list_filter = ["state", "purpose", "model", "is_batch"]
    search_fields = [*OWNER, "uid", "request_id"]
    list_select_related = ["athlete"]
    exclude = ["turn"]
    date_hierarchy = "created_at"


@admin.register(Batch)
class BatchAdmin(ShownAdmin):
    list_display = ["created_at", "model", "state", "provider_id", "next_poll_at", "ended_at"]
    list_filter = ["state", "model"]
    search_fields = ["uid", "provider_id"]


@admin.register(BatchItem)
class BatchItemAdmin(ShownAdmin):
    """Without the evidence: operators see that a review is under way, not what it is about."""

    list_display = ["created_at", "athlete", "batch", "state", "reason"]
    list_filter = ["state"]
    search_fields = [*OWNER, "uid"]
    list_select_related = ["athlete", "batch"]
    exclude = ["pack", "sent", "answer"]


@admin.register(AnalysisRecord)
class AnalysisRecordAdmin(ShownAdmin):
    """Without what was sent and answered: of that the athlete reads everything, operators nothing."""

    list_display = ["created_at", "analysis", "prompt", "model", "sdk_version", "latency_ms"]
    list_filter = ["model", "sdk_version", "prompt"]
    search_fields = ["uid", "analysis__uid"]
    list_select_related = ["analysis", "prompt"]
    exclude = ["sent", "raw_answers", "report"]


@admin.register(PromptVersion)
class PromptVersionAdmin(ShownAdmin):
    list_display = ["name", "version", "sha256", "created_at"]
    list_filter = ["name"]
    search_fields = ["name", "version", "sha256"]


@admin.register(Question)
class QuestionAdmin(ShownAdmin):
    list_display = ["created_at", "athlete", "state", "answered_at"]
    list_filter = ["state"]
    search_fields = [*OWNER, "uid"]
    list_select_related = ["athlete"]
    exclude = ["about", "kind", "text", "answer", "annotation"]


@admin.register(Memory)
class MemoryAdmin(ShownAdmin):
    list_display = ["created_at", "athlete", "origin", "confirmed_at", "deleted_at"]
    list_filter = ["origin", IS_DELETED]
    search_fields = [*OWNER, "uid"]
    list_select_related = ["athlete"]
    exclude = ["text"]


@admin.register(Advice)
class AdviceAdmin(ShownAdmin):
    list_display = ["updated_at", "athlete", "key", "state"]
    list_filter = ["state"]
    search_fields = [*OWNER, "uid", "analysis__uid"]
    list_select_related = ["athlete"]
    exclude = ["kind", "category"]


@admin.register(Feedback)
class FeedbackAdmin(ShownAdmin):
    """How each prompt does: filter by version and verdict."""

    list_display = ["created_at", "athlete", "about", "verdict", "prompt_version"]
    list_filter = ["verdict", "prompt_version"]
    search_fields = [*OWNER, "uid", "analysis__uid"]
    list_select_related = ["athlete"]
    exclude = ["note"]


@admin.register(Conversation)
class ConversationAdmin(ShownAdmin):
    list_display = ["updated_at", "athlete", "created_at"]
    search_fields = [*OWNER, "uid"]
    list_select_related = ["athlete"]
    exclude = ["title"]


@admin.register(Turn)
class TurnAdmin(ShownAdmin):
    list_display = ["created_at", "conversation", "engine", "state", "dropped", "model", "prompt_version"]
    list_filter = ["state", "engine", "model", "prompt_version"]
    search_fields = ["uid", "conversation__uid"]
    list_select_related = ["conversation"]
    exclude = ["question", "answer", "evidence", "trace", "safety"]


@admin.register(ChatProposal)
class ChatProposalAdmin(ShownAdmin):
    list_display = ["created_at", "turn", "kind", "state"]
    list_filter = ["kind", "state"]
    search_fields = ["uid", "turn__uid"]
    list_select_related = ["turn"]
    exclude = ["body"]


def _is_booked(price: Price | None) -> bool:
    return price is not None and AIUsage.objects.filter(price=price).exists()
