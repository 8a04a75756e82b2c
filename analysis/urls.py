"""Pages of this app, below /athletes/<athlete>/."""

from django.urls import path

from analysis.views import (
    acts,
    ai_settings,
    analyses,
    chat,
    chat_proposals,
    chat_stream,
    daily,
    memory,
    news,
    signals,
    today,
)

app_name = "analysis"

urlpatterns = [
    path("today/", today.index, name="today"),
    path("today/news/", news.index, name="today-news"),
    path("today/insight/", today.insight, name="panel-insight"),
    path("analyses/", analyses.index, name="analyses"),
    path("analyses/<uuid:uid>/", analyses.detail, name="analysis"),
    path("analyses/<uuid:uid>/sent/", analyses.sent, name="analysis-sent"),
    path("analyses/<uuid:uid>/advice/", acts.advice, name="advice-act"),
    path("analyses/<uuid:uid>/feedback/", acts.feedback, name="analysis-feedback"),
    path("analyses/questions/<uuid:uid>/", acts.answer, name="question-answer"),
    path("analyses/explain/", acts.explain, name="explain"),
    path("coach/", analyses.coach, name="coach"),
    path("memory/", memory.index, name="memory"),
    path("memory/<uuid:uid>/", memory.change, name="memory-change"),
    path("memory/<uuid:uid>/forget/", memory.forget, name="memory-forget"),
    path("memory/<uuid:uid>/recall/", memory.recall, name="memory-recall"),
    path("ai/", ai_settings.index, name="ai-settings"),
    path("ai/agree/", ai_settings.agree, name="ai-agree"),
    path("ai/withdraw/", ai_settings.withdraw, name="ai-withdraw"),
    path("ai/preview/", ai_settings.preview, name="ai-preview"),
    path("chat/", chat.index, name="chat"),
    path("chat/<uuid:uid>/", chat.conversation, name="conversation"),
    path("chat/<uuid:uid>/delete/", chat.delete, name="conversation-delete"),
    path("chat/turns/<uuid:uid>/", chat.turn, name="turn"),
    path("chat/turns/<uuid:uid>/stream/", chat_stream.stream, name="turn-stream"),
    path("chat/turns/<uuid:uid>/stop/", chat.stop, name="turn-stop"),
    path("chat/proposals/<uuid:uid>/accept/", chat_proposals.accept, name="chat-proposal-accept"),
    path("chat/proposals/<uuid:uid>/refuse/", chat_proposals.refuse, name="chat-proposal-refuse"),
    path("signals/", signals.index, name="signals"),
    path("signals/<uuid:uid>/acknowledge/", signals.acknowledge, name="signal-acknowledge"),
    path("signals/<uuid:uid>/unacknowledge/", signals.unacknowledge, name="signal-unacknowledge"),
    path("daily/<str:metric>/", daily.index, name="daily"),
]
