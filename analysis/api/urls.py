"""What the API knows of analyses, below /api/v1/athletes/<athlete>/."""

from typing import Any

from django.urls import path

from analysis.api import codes  # noqa: F401
from analysis.api.acts import AdviceView, FeedbackView, FeedbackViewSet
from analysis.api.chat import ChatProposalViewSet, ConversationViewSet, TurnViewSet
from analysis.api.drafts import DraftViewSet
from analysis.api.memories import MemoryViewSet
from analysis.api.preferences import AIPreferencesView, AIUsageViewSet, ConsentView, SpendView
from analysis.api.questions import QuestionViewSet
from analysis.api.views import AnalysisViewSet

LIST: dict[str, Any] = {"get": "list"}
MANY: dict[str, Any] = {"get": "list", "post": "create"}
ONE: dict[str, Any] = {"get": "retrieve"}
WHOLE: dict[str, Any] = {**ONE, "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("analyses/", AnalysisViewSet.as_view(MANY), name="analysis-list"),
    path("analyses/<uuid:uid>/", AnalysisViewSet.as_view(ONE), name="analysis"),
    *(
        path(f"analyses/<uuid:uid>/{part}/", AnalysisViewSet.as_view({"get": part}), name=f"analysis-{part}")
        for part in ("pack", "sent", "review")
    ),
    path("analyses/<uuid:uid>/advice/", AdviceView.as_view(), name="analysis-advice"),
    path("analyses/<uuid:uid>/feedback/", FeedbackView.as_view(), name="analysis-feedback"),
    path("feedback/<uuid:uid>/", FeedbackViewSet.as_view({"delete": "destroy"}), name="feedback"),
    path("analysis-drafts/", DraftViewSet.as_view(LIST), name="draft-list"),
    path(
        "analysis-drafts/<uuid:uid>/", DraftViewSet.as_view({**ONE, "patch": "partial_update"}), name="draft"
    ),
    *(
        path(f"analysis-drafts/<uuid:uid>/{act}/", DraftViewSet.as_view({"post": act}), name=f"draft-{act}")
        for act in ("approve", "reject")
    ),
    path("questions/", QuestionViewSet.as_view(LIST), name="question-list"),
    path("questions/<uuid:uid>/", QuestionViewSet.as_view(ONE), name="question"),
    *(
        path(f"questions/<uuid:uid>/{act}/", QuestionViewSet.as_view({"post": act}), name=f"question-{act}")
        for act in ("answer", "dismiss")
    ),
    path("memories/", MemoryViewSet.as_view(MANY), name="memory-list"),
    path("memories/<uuid:uid>/", MemoryViewSet.as_view(WHOLE), name="memory"),
    path("ai-preferences/", AIPreferencesView.as_view(), name="ai-preferences"),
    path("ai-consent/", ConsentView.as_view(), name="ai-consent"),
    path("ai-spend/", SpendView.as_view(), name="ai-spend"),
    path("ai-usage/", AIUsageViewSet.as_view(LIST), name="ai-usage-list"),
    path("conversations/", ConversationViewSet.as_view(MANY), name="conversation-list"),
    path(
        "conversations/<uuid:uid>/",
        ConversationViewSet.as_view({**ONE, "delete": "destroy"}),
        name="conversation",
    ),
    path(
        "conversations/<uuid:uid>/turns/",
        ConversationViewSet.as_view({"get": "turns", "post": "ask"}, pagination_class=None),
        name="conversation-turns",
    ),
    path("turns/<uuid:uid>/", TurnViewSet.as_view(ONE), name="turn"),
    path("turns/<uuid:uid>/stop/", TurnViewSet.as_view({"post": "stop"}), name="turn-stop"),
    *(
        path(
            f"chat-proposals/<uuid:uid>/{act}/",
            ChatProposalViewSet.as_view({"post": act}),
            name=f"chat-proposal-{act}",
        )
        for act in ("accept", "refuse")
    ),
]
