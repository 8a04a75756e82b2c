"""What the API knows of activities, days, loads and imports, below /api/v1/athletes/{athlete}/."""

from typing import Any

from django.urls import path

from athletes.api.bulk import BULK
from metrics.api import codes  # noqa: F401
from metrics.api.activities import ActivityViewSet
from metrics.api.activity_parts import LapsView, OriginalView, StreamsView
from metrics.api.connections import AttemptViewSet, ConnectionViewSet, SyncRunViewSet
from metrics.api.curves import ActivityCurveView, BestsView, CurvesView, IntervalsView, ModelsView
from metrics.api.days import DaysView
from metrics.api.distribution import DistributionView
from metrics.api.health import HealthView
from metrics.api.imports import ImportViewSet
from metrics.api.own_word import CheckInViewSet, CycleViewSet, MarkerViewSet
from metrics.api.proposals import ProposalViewSet
from metrics.api.quality import EstimatesView, QualityView
from metrics.api.races import PredictionsView, RaceViewSet, TrainingPacesView
from metrics.api.readiness import OverrideView, ReadinessView
from metrics.api.series import LoadView
from metrics.api.signals import SignalViewSet

MANY: dict[str, Any] = {"get": "list", "post": "create"}
ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("activities/", ActivityViewSet.as_view({"get": "list", "post": "create"}), name="activity-list"),
    path("activities/bulk/", ActivityViewSet.as_view(BULK), name="activity-bulk"),
    path(
        "activities/<uuid:uid>/",
        ActivityViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="activity",
    ),
    path("activities/<uuid:uid>/streams/", StreamsView.as_view(), name="activity-streams"),
    path("activities/<uuid:uid>/laps/", LapsView.as_view(), name="activity-laps"),
    path("activities/<uuid:uid>/curve/", ActivityCurveView.as_view(), name="activity-curve"),
    path("activities/<uuid:uid>/intervals/", IntervalsView.as_view(), name="activity-intervals"),
    path("activities/<uuid:uid>/original/", OriginalView.as_view(), name="activity-original"),
    path("curves/", CurvesView.as_view(), name="curves"),
    path("bests/", BestsView.as_view(), name="bests"),
    path("models/", ModelsView.as_view(), name="models"),
    path("days/", DaysView.as_view(), name="day-list"),
    path("quality/", QualityView.as_view(), name="quality"),
    path("estimates/", EstimatesView.as_view(), name="estimate-list"),
    path("distribution/", DistributionView.as_view(), name="distribution"),
    path("load/", LoadView.as_view(), name="load"),
    path("health/", HealthView.as_view(), name="health"),
    path("readiness/", ReadinessView.as_view(), name="readiness"),
    path("readiness/override/", OverrideView.as_view(), name="readiness-override"),
    path("check-ins/", CheckInViewSet.as_view(MANY), name="check-in-list"),
    path("check-ins/bulk/", CheckInViewSet.as_view(BULK), name="check-in-bulk"),
    path("check-ins/<uuid:uid>/", CheckInViewSet.as_view(ONE), name="check-in"),
    path("markers/", MarkerViewSet.as_view(MANY), name="marker-list"),
    path("markers/<uuid:uid>/", MarkerViewSet.as_view(ONE), name="marker"),
    path("cycle/", CycleViewSet.as_view(MANY), name="cycle-list"),
    path("cycle/<uuid:uid>/", CycleViewSet.as_view(ONE), name="cycle"),
    path("imports/", ImportViewSet.as_view({"get": "list", "post": "create"}), name="import-list"),
    path("imports/<uuid:uid>/", ImportViewSet.as_view({"get": "retrieve"}), name="import"),
    path("connections/", ConnectionViewSet.as_view(MANY), name="connection-list"),
    path("connections/<uuid:uid>/", ConnectionViewSet.as_view(ONE), name="connection"),
    path("connections/<uuid:uid>/sync/", ConnectionViewSet.as_view({"post": "sync"}), name="connection-sync"),
    path("connection-attempts/", AttemptViewSet.as_view({"get": "list"}), name="connection-attempt-list"),
    path(
        "connection-attempts/<uuid:uid>/",
        AttemptViewSet.as_view({"get": "retrieve"}),
        name="connection-attempt",
    ),
    path("sync-runs/", SyncRunViewSet.as_view({"get": "list"}), name="sync-run-list"),
    path("sync-runs/<uuid:uid>/", SyncRunViewSet.as_view({"get": "retrieve"}), name="sync-run"),
    path("races/", RaceViewSet.as_view({"get": "list", "post": "create"}), name="race-list"),
    path("races/bulk/", RaceViewSet.as_view(BULK), name="race-bulk"),
    path(
        "races/<uuid:uid>/",
        RaceViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="race",
    ),
    path("predictions/", PredictionsView.as_view(), name="predictions"),
    path("training-paces/", TrainingPacesView.as_view(), name="training-paces"),
    path("threshold-proposals/", ProposalViewSet.as_view({"get": "list"}), name="proposal-list"),
    path("threshold-proposals/<uuid:uid>/", ProposalViewSet.as_view({"get": "retrieve"}), name="proposal"),
    path(
        "threshold-proposals/<uuid:uid>/accept/",
        ProposalViewSet.as_view({"post": "accept"}),
        name="proposal-accept",
    ),
    path(
        "threshold-proposals/<uuid:uid>/refuse/",
        ProposalViewSet.as_view({"post": "refuse"}),
        name="proposal-refuse",
    ),
    path("signals/", SignalViewSet.as_view({"get": "list"}), name="signal-list"),
    path(
        "signals/<uuid:uid>/",
        SignalViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="signal",
    ),
]
