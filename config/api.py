"""The composition root of the API: version 1, each app with its own part."""

from django.urls import include, path

app_name = "api"

urlpatterns = [
    path("account/", include("athletes.api.account_urls")),
    path("athletes/", include("athletes.api.urls")),
    path("athletes/<str:athlete>/", include("metrics.api.urls")),
    path("athletes/<str:athlete>/", include("plans.api.urls")),
    path("athletes/<str:athlete>/", include("analysis.api.urls")),
    path("application/", include("notifications.api.application_urls")),
    path("notifications/", include("notifications.api.urls")),
]
