"""What the API knows of analyses, below /api/v1/athletes/<athlete>/."""

from django.urls import path

from analysis.api.views import AnalysisViewSet

urlpatterns = [
    path("analyses/", AnalysisViewSet.as_view({"get": "list"}), name="analysis-list"),
    path("analyses/<uuid:uid>/", AnalysisViewSet.as_view({"get": "retrieve"}), name="analysis"),
    path("analyses/<uuid:uid>/pack/", AnalysisViewSet.as_view({"get": "pack"}), name="analysis-pack"),
]
