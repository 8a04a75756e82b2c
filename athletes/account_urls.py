"""Pages of somebody's own account, below /account/, beside those of allauth."""

from django.urls import path

from athletes.views import keys, partners, privacy, security, zones

app_name = "account"

urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.make, name="key-make"),
    path("keys/<uuid:uid>/revoke/", keys.revoke, name="key-revoke"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/export/", privacy.export, name="privacy-export"),
    path("privacy/exports/<uuid:uid>/", privacy.download, name="privacy-download"),
    path("privacy/erase/", privacy.erase, name="privacy-erase"),
    path("privacy/keep/", privacy.keep, name="privacy-keep"),
    path("privacy/outside/", privacy.outside, name="outside"),
    path("privacy/applications/", partners.applications, name="applications"),
    path("privacy/applications/<uuid:uid>/disconnect/", partners.disconnect, name="application-disconnect"),
    path("privacy/places/", zones.zones, name="zones"),
    path("privacy/places/<uuid:uid>/remove/", zones.remove, name="zone-remove"),
    path("privacy/record/", privacy.record, name="record"),
    path("second-factor/", security.second_factor, name="second-factor"),
]
