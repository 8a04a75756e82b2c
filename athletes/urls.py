"""Pages of this app, below /athletes/<athlete>/."""

from django.urls import path

from athletes.views import profile, thresholds

app_name = "athletes"

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("thresholds/", thresholds.thresholds, name="thresholds"),
    path("thresholds/<uuid:uid>/remove/", thresholds.remove, name="threshold-remove"),
]
