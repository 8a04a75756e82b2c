"""What the API knows of plans, below /api/v1/athletes/{athlete}/."""

from typing import Any

from django.urls import path

from athletes.api.bulk import BULK
from plans.api import codes  # noqa: F401
from plans.api.library import TemplateViewSet
from plans.api.plans import ChangeViewSet, PlanViewSet
from plans.api.preferences import BlackoutViewSet, FutureLoadView, PreferencesView
from plans.api.proposals import PlanProposalViewSet
from plans.api.sessions import CommentViewSet, SessionViewSet

MANY: dict[str, Any] = {"get": "list", "post": "create"}
ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
KEPT: dict[str, Any] = {"get": "retrieve", "delete": "destroy"}

urlpatterns = [
    path("plans/", PlanViewSet.as_view(MANY), name="plan-list"),
    path("plans/<uuid:uid>/", PlanViewSet.as_view(KEPT), name="plan"),
    path("plans/<uuid:uid>/adopt/", PlanViewSet.as_view({"post": "adopt"}), name="plan-adopt"),
    path("plans/<uuid:uid>/end/", PlanViewSet.as_view({"post": "end"}), name="plan-end"),
    path("planned-sessions/", SessionViewSet.as_view(MANY), name="session-list"),
    path("planned-sessions/bulk/", SessionViewSet.as_view(BULK), name="session-bulk"),
    path("planned-sessions/<uuid:uid>/", SessionViewSet.as_view(ONE), name="session"),
    *(
        path(
            f"planned-sessions/<uuid:uid>/{act}/",
            SessionViewSet.as_view({"post": act}),
            name=f"session-{act}",
        )
        for act in ("skip", "unskip", "lock", "unlock", "copy", "swap", "link", "unlink")
    ),
    path("planned-sessions/<uuid:uid>/comments/", CommentViewSet.as_view(MANY), name="session-comments"),
    path("plan-proposals/", PlanProposalViewSet.as_view({"get": "list"}), name="plan-proposal-list"),
    path(
        "plan-proposals/<uuid:uid>/", PlanProposalViewSet.as_view({"get": "retrieve"}), name="plan-proposal"
    ),
    *(
        path(
            f"plan-proposals/<uuid:uid>/{act}/",
            PlanProposalViewSet.as_view({"post": act}),
            name=f"plan-proposal-{act}",
        )
        for act in ("accept", "refuse")
    ),
    path("plan-changes/", ChangeViewSet.as_view({"get": "list"}), name="plan-change-list"),
    path("plan-changes/<uuid:uid>/undo/", ChangeViewSet.as_view({"post": "undo"}), name="plan-change-undo"),
    path("training-preferences/", PreferencesView.as_view(), name="training-preferences"),
    path("days-off/", BlackoutViewSet.as_view(MANY), name="day-off-list"),
    path("days-off/<uuid:uid>/", BlackoutViewSet.as_view(ONE), name="day-off"),
    path("workouts/", TemplateViewSet.as_view(MANY), name="workout-list"),
    path("workouts/<uuid:uid>/", TemplateViewSet.as_view(KEPT), name="workout"),
    path("workouts/<uuid:uid>/plan/", TemplateViewSet.as_view({"post": "plan"}), name="workout-plan"),
    path("future-load/", FutureLoadView.as_view(), name="future-load"),
]
