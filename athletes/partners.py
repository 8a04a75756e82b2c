"""Other people's applications: what they may ask for, and what they are told of who somebody is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from athletes.models import PartnerGrant, User
from athletes.scopes import SCOPES

IDENTITY = {
    "openid": "Know that it is you",
    "email": "See your e-mail address",
    "profile": "See your name",
}


class PartnerAdapter(DefaultOIDCAdapter):
    """One scope for each data class and way of using it."""

    scope_display: ClassVar = {**IDENTITY, **SCOPES}

    def get_issuer(self) -> str:
        return str(settings.SITE_URL).rstrip("/")

    def get_user_sub(self, client: Any, user: AbstractBaseUser) -> str:  # noqa: ARG002
        return str(user.uid) if isinstance(user, User) else ""

    def get_claims(
        self, purpose: Any, user: Any, client: Any, scopes: Iterable[str], *args: Any, **options: Any
    ) -> dict[str, Any]:
        """Of what an older token or code names only that for which consent holds at this moment."""
        grant = PartnerGrant.objects.in_force().filter(user=user, client=client).first()
        agreed = {*scopes} & {"openid", *(grant.scopes if grant else ())}
        found: dict[str, Any] = super().get_claims(purpose, user, client, agreed, *args, **options)
        return found

    def get_user_by_sub(self, client: Any, sub: str) -> User | None:  # noqa: ARG002
        try:
            return User.objects.filter(uid=UUID(sub), is_active=True).first()
        except ValueError:
            return None


def partner_grants(user: User) -> list[tuple[PartnerGrant, list[str]]]:
    """Every application that this person let in, the newest first, with what it may in words."""
    rows = PartnerGrant.objects.filter(user=user).select_related("client")
    return [(row, scopes_in_words(row.scopes)) for row in rows]


def scopes_in_words(scopes: list[str]) -> list[str]:
    """What these scopes say to the person who grants them."""
    return [PartnerAdapter.scope_display[name] for name in scopes if name in PartnerAdapter.scope_display]


def is_offered() -> bool:
    """Whether there is a key that signs who somebody is; without one no application is let in."""
    return bool(PartnerAdapter().list_private_keys(did_activate=True, is_active=True))
