"""Addresses of the OpenID provider, under the names that allauth looks them up by."""

from allauth.idp.oidc import views as oidc
from django.urls import include, path

from athletes.views import partners

app_name = "idp"

_patterns = [
    path(".well-known/openid-configuration", partners.discovery, name="configuration"),
    path(".well-known/jwks.json", oidc.jwks, name="jwks"),
    path("identity/o/authorize", partners.Authorize.as_view(), name="authorization"),
    path("identity/o/api/token", partners.token, name="token"),
    path("identity/o/api/revoke", partners.revoke, name="revoke"),
    path("identity/o/api/userinfo", oidc.user_info, name="userinfo"),
]
urlpatterns = [path("", include((_patterns, "oidc")))]
