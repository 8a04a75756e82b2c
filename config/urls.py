"""The composition root of all pages. Each app knows only its own part."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import coach_admin, health
from config.views import home
from plans.views import feed

urlpatterns = [
    path("", home, name="home"),
    path("", include("athletes.partner_urls")),
    path("account/", include("athletes.account_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("athletes/<str:athlete>/", include("analysis.urls")),
    path("athletes/<str:athlete>/", include("metrics.urls")),
    path("athletes/<str:athlete>/", include("plans.urls")),
    path("athletes/<str:athlete>/", include("athletes.urls")),
    path("calendar/<str:token>.ics", feed.calendar_file, name="feed-ics"),
    path("coaching/", include("analysis.coaching_urls")),
    path("coaching/", include("plans.coaching_urls")),
    path("coaching/", include("athletes.invitation_urls")),
    path("notifications/", include("notifications.urls")),
    path("api/auth/", include("allauth.headless.urls")),
    path("api/v1/", include("config.api")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    path("admin/coach/", coach_admin.site.urls),
    path("admin/", admin.site.urls),
    path("health", health.alive, name="health"),
    path("health/detailed", health.detailed, name="health-detailed"),
    path("metrics", health.metrics, name="metrics"),
]

handler400 = "config.core.views.bad_request"
handler403 = "config.core.views.permission_denied"
handler404 = "config.core.views.not_found"
handler429 = "config.core.views.too_often"
handler500 = "config.core.views.server_error"
