"""Other people's applications: what they may ask for, and how it is called on the consent page."""

from __future__ import annotations

from typing import ClassVar

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings

from athletes.scopes import SCOPES


class PartnerAdapter(DefaultOIDCAdapter):
    """One scope for each data class and way of using it."""

    scope_display: ClassVar = {
        "openid": "Know that it is you",
        "email": "See your e-mail address",
        "profile": "See your name",
        **SCOPES,
    }

    def get_issuer(self) -> str:
        return str(settings.SITE_URL).rstrip("/")

    def populate_server_metadata(self, data: dict[str, str | list[str]]) -> None:
        """What there is here, of all that allauth could do."""
        data["scopes_supported"] = list(self.scope_display)
        data["grant_types_supported"] = ["authorization_code", "refresh_token"]
        data["response_types_supported"] = ["code"]
        data.pop("device_authorization_endpoint", None)
