"""The caller's own account, below /api/v1/account/."""

from django.urls import path

from athletes.api.keys import ApiKeyViewSet

urlpatterns = [
    path("keys/", ApiKeyViewSet.as_view({"get": "list", "post": "create"}), name="keys"),
    path("keys/<uuid:uid>/", ApiKeyViewSet.as_view({"delete": "destroy"}), name="key"),
]
