"""Pages of this app, below /notifications/. They belong to the user, not to an athlete."""

from django.urls import include, path

from notifications.channels.registry import channel_urls
from notifications.views import addresses, history, inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox.index, name="list"),
    path("bell/", inbox.bell, name="bell"),
    path("read/", inbox.read_all, name="read-all"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/timing/", preferences.timing, name="timing"),
    path("preferences/resume/", preferences.resume, name="resume"),
    path("addresses/<uuid:uid>/enable/", addresses.enable, name="address-enable"),
    path("addresses/<uuid:uid>/rename/", addresses.rename, name="address-rename"),
    path("addresses/<uuid:uid>/remove/", addresses.remove, name="address-remove"),
    path("addresses/<uuid:uid>/test/", addresses.test, name="address-test"),
    path("history/", history.history, name="history"),
    path("channels/", include(channel_urls())),
    path("<uuid:uid>/", inbox.open_message, name="open"),
]
