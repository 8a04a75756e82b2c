"""What the API knows of activities, days, loads and imports, below /api/v1/athletes/{athlete}/."""

from django.urls import path

from metrics.api import codes  # noqa: F401
from metrics.api.activities import ActivityViewSet
from metrics.api.activity_parts import LapsView, OriginalView, StreamsView
from metrics.api.imports import ImportViewSet
from metrics.api.series import DaysView, LoadView
from metrics.api.signals import SignalViewSet

urlpatterns = [
    path("activities/", ActivityViewSet.as_view({"get": "list"}), name="activity-list"),
    path(
        "activities/<uuid:uid>/",
        ActivityViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="activity",
    ),
    path("activities/<uuid:uid>/streams/", StreamsView.as_view(), name="activity-streams"),
    path("activities/<uuid:uid>/laps/", LapsView.as_view(), name="activity-laps"),
    path("activities/<uuid:uid>/original/", OriginalView.as_view(), name="activity-original"),
    path("days/", DaysView.as_view(), name="day-list"),
    path("load/", LoadView.as_view(), name="load"),
    path("imports/", ImportViewSet.as_view({"get": "list", "post": "create"}), name="import-list"),
    path("imports/<uuid:uid>/", ImportViewSet.as_view({"get": "retrieve"}), name="import"),
    path("signals/", SignalViewSet.as_view({"get": "list"}), name="signal-list"),
    path(
        "signals/<uuid:uid>/",
        SignalViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="signal",
    ),
]
