"""What applications of others arrange for themselves, below /api/v1/application/."""

from django.urls import path

from notifications.api.partner_hooks import PartnerHookViewSet

urlpatterns = [
    path("hooks/", PartnerHookViewSet.as_view({"get": "list", "post": "create"}), name="partner-hook-list"),
    path("hooks/<uuid:uid>/", PartnerHookViewSet.as_view({"delete": "destroy"}), name="partner-hook"),
]
