"""The caller's own messages, below /api/v1/notifications/."""

from django.urls import path

from notifications.api.views import NotificationViewSet

urlpatterns = [
    path("", NotificationViewSet.as_view({"get": "list"}), name="notification-list"),
    path("<uuid:uid>/", NotificationViewSet.as_view({"patch": "partial_update"}), name="notification"),
]
