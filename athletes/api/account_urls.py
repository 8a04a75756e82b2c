"""The caller's own account, below /api/v1/account/."""

from django.urls import path

from athletes.api.invitations import InvitationViewSet
from athletes.api.keys import ApiKeyViewSet
from athletes.api.privacy import DataExportViewSet, ErasureView, EventViewSet
from athletes.api.zones import ZoneViewSet

urlpatterns = [
    path("keys/", ApiKeyViewSet.as_view({"get": "list", "post": "create"}), name="keys"),
    path("keys/<uuid:uid>/", ApiKeyViewSet.as_view({"delete": "destroy"}), name="key"),
    path("exports/", DataExportViewSet.as_view({"get": "list", "post": "create"}), name="exports"),
    path("exports/<uuid:uid>/", DataExportViewSet.as_view({"get": "retrieve"}), name="export"),
    path("exports/<uuid:uid>/file/", DataExportViewSet.as_view({"get": "file"}), name="export-file"),
    path("erasure/", ErasureView.as_view(), name="erasure"),
    path("events/", EventViewSet.as_view({"get": "list"}), name="events"),
    path("zones/", ZoneViewSet.as_view({"get": "list", "post": "create"}), name="zones"),
    path("zones/<uuid:uid>/", ZoneViewSet.as_view({"delete": "destroy"}), name="zone"),
    path("invitations/", InvitationViewSet.as_view({"get": "list"}), name="invitations"),
    path("invitations/<uuid:uid>/", InvitationViewSet.as_view({"delete": "destroy"}), name="invitation"),
]
