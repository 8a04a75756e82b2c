"""Pages of this app, below /notifications/. They belong to the user, not to an athlete."""

from django.urls import path

from notifications.views import inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox.index, name="list"),
    path("bell/", inbox.bell, name="bell"),
    path("read/", inbox.read_all, name="read-all"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("addresses/<uuid:uid>/enable/", preferences.enable_address, name="address-enable"),
    path("<uuid:uid>/", inbox.open_message, name="open"),
]
