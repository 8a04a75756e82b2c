"""Pages of this app, below /athletes/<athlete>/."""

from django.urls import path

from analysis.views import analyses, daily, news, signals, today

app_name = "analysis"

urlpatterns = [
    path("today/", today.index, name="today"),
    path("today/news/", news.index, name="today-news"),
    path("today/insight/", today.insight, name="panel-insight"),
    path("analyses/", analyses.index, name="analyses"),
    path("analyses/<uuid:uid>/", analyses.detail, name="analysis"),
    path("signals/", signals.index, name="signals"),
    path("signals/<uuid:uid>/acknowledge/", signals.acknowledge, name="signal-acknowledge"),
    path("signals/<uuid:uid>/unacknowledge/", signals.unacknowledge, name="signal-unacknowledge"),
    path("daily/<str:metric>/", daily.index, name="daily"),
]
