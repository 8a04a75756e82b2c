"""Who calls the API without a browser, and what their token lets them do."""

from __future__ import annotations

from typing import Any

from allauth.headless.tokens.strategies.jwt import internal
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from athletes.models import User
from athletes.scopes import SCOPES, allows
from athletes.services.api_keys import PREFIX, use_key
from athletes.services.partners import use_token
from athletes.tokens import is_ours

BY_GATE = "gate"
"""Value of a view's `token_scope`: every row it shows went through `athletes.access`."""


class Bearer(BaseAuthentication):
    """`Authorization: Bearer` with an API key, a JWT of our own apps, or a partner's access token.

    The user of the last and the first carries `token_scopes`, which `athletes.access` asks.
    """

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        user = _user_of(token.strip())
        if user is None or not user.is_active:
            raise AuthenticationFailed("This token does not work, or no longer.")
        return user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


class WithinScopes(BasePermission):
    """A view that does not go through the gate names the scope that opens it to tokens, or stays closed."""

    message = "This token does not reach that far."

    def has_permission(self, request: Request, view: Any) -> bool:
        if getattr(request.user, "token_scopes", None) is None:
            return True
        scope: str | None = getattr(view, "token_scope", None)
        if scope == BY_GATE:
            return True
        action = "read" if request.method in SAFE_METHODS else "write"
        return scope is not None and allows(request.user, scope, action)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Registers itself with the description of the API: keys and our own tokens, and those of partners."""

    target_class = "athletes.api.authentication.Bearer"
    name = ["bearer", "partner"]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """A partner's token opens an address by its scope: that of the class of data, or the view's own."""
        view = auto_schema.view
        scope = getattr(view, "token_scope", None)
        if scope is None:
            return [{"bearer": []}]
        name = getattr(view, "data_class", "") if scope == BY_GATE else scope
        action = "read" if auto_schema.method in SAFE_METHODS else "write"
        return [{"bearer": []}, {"partner": [f"{name}:{action}"] if name else []}]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        flow = {
            "authorizationUrl": reverse("idp:oidc:authorization"),
            "tokenUrl": reverse("idp:oidc:token"),
            "refreshUrl": reverse("idp:oidc:token"),
            "scopes": SCOPES,
        }
        return [
            {"type": "http", "scheme": "bearer"},
            {"type": "oauth2", "flows": {"authorizationCode": flow}},
        ]


def _user_of(token: str) -> User | None:
    if token.startswith(PREFIX):
        return use_key(token)
    if token.count(".") == 2:
        found = internal.validate_access_token(token)
        return found[0] if found and is_ours(found[1]) else None
    return use_token(token)
