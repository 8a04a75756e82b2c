"""What the API knows of athletes, below /api/v1/athletes/."""

from django.urls import path

from athletes.api.changes import ChangesView
from athletes.api.coaches import CoachViewSet
from athletes.api.views import AthleteListViewSet, AthleteView, ThresholdViewSet

urlpatterns = [
    path("", AthleteListViewSet.as_view({"get": "list"}), name="athlete-list"),
    path("<str:athlete>/", AthleteView.as_view(), name="athlete"),
    path("<str:athlete>/changes/", ChangesView.as_view(), name="changes"),
    path("<str:athlete>/coaches/", CoachViewSet.as_view({"get": "list"}), name="coach-list"),
    path(
        "<str:athlete>/coaches/<uuid:uid>/",
        CoachViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="coach",
    ),
    path(
        "<str:athlete>/thresholds/",
        ThresholdViewSet.as_view({"get": "list", "post": "create"}),
        name="threshold-list",
    ),
    path(
        "<str:athlete>/thresholds/<uuid:uid>/",
        ThresholdViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="threshold",
    ),
]
