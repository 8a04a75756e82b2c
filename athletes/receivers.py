"""What Django and allauth say of logins, accounts and second factors: kept in the audit record."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from athletes.models import User
from athletes.services.account_events import record_event
from config.core import audit, idle
from config.core.http import client_address
from config.core.mfa import SECOND_FACTORS


@receiver(mfa.authenticator_added)
def added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Whoever has just set up a second factor has just shown it: this session counts as opened with it.

    All others end with the first one: they knew a password alone, which would be enough to take it off again.
    """
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        known = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
        if not known.exclude(pk=authenticator.pk).exists():
            others = UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key)
            for each in others:
                each.end()
    _record(user, "mfa_added", authenticator)


@receiver(mfa.authenticator_removed)
def removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record(user, "mfa_removed", authenticator)


@receiver(mfa.authenticator_reset)
def reset(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record(user, "mfa_reset", authenticator)


@receiver(mfa.authentication_failed)
def refused(user: User, authenticator: Authenticator | None = None, **_: Any) -> None:
    _record(user, "mfa_failed", authenticator)


@receiver(account.password_changed)
@receiver(account.password_reset)
@receiver(account.password_set)
def password_changed(user: User, **_: Any) -> None:
    audit.record(user.uid, "account.password_changed", user.uid)


@receiver(user_logged_in)
def began(request: HttpRequest, **_: Any) -> None:
    idle.begin(request)


@receiver(account.user_signed_up)
def signed_up(user: User, **_: Any) -> None:
    record_event(user=user, what="signed_up")


@receiver(account.user_logged_in)
def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    record_event(user=user, what="login", address=client_address(request))


@receiver(user_logged_out)
def logged_out(user: User | None = None, **_: Any) -> None:
    """Also sent when nobody was logged in."""
    if isinstance(user, User):
        record_event(user=user, what="logout")


@receiver(user_login_failed)
def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """About the account somebody tried to get into; by whom nobody knows. What was typed is not kept."""
    email = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=email).first() if email else None
    address = client_address(request) if request is not None else ""
    facts = {"address": address} if user is not None else None
    audit.record(None, "account.login_failed", user.uid if user else None, facts)


@receiver(account.email_added)
def email_added(user: User, **_: Any) -> None:
    record_event(user=user, what="email_added")


@receiver(account.email_changed)
def email_changed(user: User, **_: Any) -> None:
    record_event(user=user, what="email_changed")


@receiver(account.email_removed)
def email_removed(user: User, **_: Any) -> None:
    record_event(user=user, what="email_removed")


def _record(user: User, what: str, authenticator: Authenticator | None) -> None:
    kind = {"type": str(authenticator.type)} if authenticator else None
    audit.record(user.uid, f"account.{what}", user.uid, kind)
