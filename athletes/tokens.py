"""Tokens of our own apps: short access tokens, and refresh tokens that end their whole family when stolen.

A family is the session that the login opened. Each refresh token works once; shown again within `GRACE_S` it
is answered with the one that came after it, while that is not spent. Whoever shows a spent one later has a
copy, and nobody knows whose: the session ends, with everything made from it.
"""

from __future__ import annotations

import time
from typing import Any

import jwt
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from athletes.models import User
from athletes.services.account_events import refresh_reused

GRACE_S = 10
"""Two tabs may refresh at once, and an answer may be lost on the way."""
AUDIENCE = "formline-api"
SPENT = "refresh_tokens_spent"


def is_ours(claims: dict[str, Any]) -> bool:
    """Whether an access token was made here and for this API; allauth checks neither."""
    return claims.get("iss") == settings.SITE_URL and claims.get("aud") == AUDIENCE


class FamilyStrategy(JWTTokenStrategy):
    """As allauth's, with issuer and audience, and with an end of the family when a token is used again."""

    def get_claims(self, user: AbstractBaseUser) -> dict[str, Any]:  # noqa: ARG002
        return {"iss": settings.SITE_URL, "aud": AUDIENCE}

    def _get_access_token(self, request: HttpRequest) -> dict[str, Any] | None:
        claims: dict[str, Any] | None = super()._get_access_token(request)
        return claims if claims and is_ours(claims) else None

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """A new pair, or None where the token is not, or no longer, good."""
        claims = internal.decode_token(refresh_token, "refresh")
        key = internal.session_key_from_sid(claims["sid"]) if claims else None
        if claims is None or key is None:
            return None
        with transaction.atomic():
            # Of two refreshes at once the second sees what the first has spent.
            Session.objects.select_for_update().filter(session_key=key).first()
            session = internal.get_token_session(claims)
            user = internal.validate_token_user(claims, session) if session is not None else None
            if session is None or not isinstance(user, User):
                return None
            if not self._is_good(session, claims["jti"]):
                session.flush()
                refresh_reused(user=user)
                return None
            return self._next(user, session, claims)

    def _is_good(self, session: SessionBase, jti: str) -> bool:
        state = internal.get_refresh_token_state(session)
        return jti in state or _just_now(session).get(jti, {}).get("next") in state

    def _next(self, user: User, session: SessionBase, claims: dict[str, Any]) -> tuple[str, str]:
        """Another pair. For a token that was spent just now the refresh token is the same as then: a family
        never has two that live.
        """
        state, spent = internal.get_refresh_token_state(session), _just_now(session)
        known = spent.get(claims["jti"])
        access = internal.create_access_token(user, session, self.get_claims(user))
        refresh = internal.create_refresh_token(user, session)
        made = jwt.decode(refresh, options={"verify_signature": False})
        if known is not None:
            state.pop(made["jti"])
            made |= {"jti": known["next"], "exp": state[known["next"]]}
            return access, _signed(made)
        state.pop(claims["jti"])
        session[SPENT] = spent | {claims["jti"]: {"at": time.time(), "next": made["jti"]}}
        session["headless_refresh_tokens"] = {jti: exp for jti, exp in state.items() if exp > time.time()}
        session.save()
        return access, refresh


def _just_now(session: SessionBase) -> dict[str, dict[str, Any]]:
    """Refresh tokens spent within `GRACE_S`: when, and the id of the one that came after."""
    spent: dict[str, dict[str, Any]] = session.get(SPENT, {})
    return {jti: facts for jti, facts in spent.items() if time.time() - facts["at"] <= GRACE_S}


def _signed(claims: dict[str, Any]) -> str:
    """As allauth signs, which gives each token an id of its own."""
    config = internal._get_jwt_config()
    headers = internal.get_jwt_headers(config)
    return jwt.encode(claims, config.signing_key, algorithm=config.algorithm, headers=headers)
