"""Pages of this app, below /athletes/<athlete>/."""

from django.urls import path

from athletes.views import coaches, profile, thresholds

app_name = "athletes"

urlpatterns = [
    path("coaches/", coaches.coaches, name="coaches"),
    path("coaches/<uuid:uid>/change/", coaches.change, name="coach-change"),
    path("coaches/<uuid:uid>/revoke/", coaches.end, name="coach-revoke"),
    path("coaches/invitations/<uuid:uid>/withdraw/", coaches.take_back, name="coach-invitation-withdraw"),
    path("profile/", profile.profile, name="profile"),
    path("thresholds/", thresholds.thresholds, name="thresholds"),
    path("thresholds/<uuid:uid>/remove/", thresholds.remove, name="threshold-remove"),
]
