"""The caller's own messages, below /api/v1/notifications/."""

from django.urls import path

from notifications.api import codes  # noqa: F401
from notifications.api.addresses import AddressViewSet, DeliveryViewSet
from notifications.api.data_hooks import DataHookViewSet
from notifications.api.messages import NotificationViewSet
from notifications.api.preferences import NotificationPreferencesView, NotificationTimingView

urlpatterns = [
    path("", NotificationViewSet.as_view({"get": "list"}), name="notification-list"),
    path("unread/", NotificationViewSet.as_view({"get": "unread"}), name="notification-unread"),
    path("read/", NotificationViewSet.as_view({"post": "read_all"}), name="notification-read-all"),
    path("preferences/", NotificationPreferencesView.as_view(), name="notification-preferences"),
    path("timing/", NotificationTimingView.as_view(), name="notification-timing"),
    path("addresses/", AddressViewSet.as_view({"get": "list"}), name="address-list"),
    path(
        "addresses/<uuid:uid>/",
        AddressViewSet.as_view({"patch": "partial_update", "delete": "destroy"}),
        name="address",
    ),
    path("addresses/<uuid:uid>/test/", AddressViewSet.as_view({"post": "test"}), name="address-test"),
    path("data-hooks/", DataHookViewSet.as_view({"get": "list", "post": "create"}), name="data-hook-list"),
    path("data-hooks/<uuid:uid>/", DataHookViewSet.as_view({"delete": "destroy"}), name="data-hook"),
    path("deliveries/", DeliveryViewSet.as_view({"get": "list"}), name="delivery-list"),
    path("<uuid:uid>/", NotificationViewSet.as_view({"patch": "partial_update"}), name="notification"),
]
