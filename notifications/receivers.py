"""What allauth says of an account, told to its owner."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from allauth.account.models import EmailAddress
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from athletes.models import User
from athletes.services.devices import see_device
from notifications.services.security import tell_of_account, tell_of_device, tell_of_password

COOKIE, TWO_YEARS_S = "formline_device", 2 * 365 * 86_400
PASSWORD, MAIL = "account_change_password", "account_email"


@receiver(signals.user_logged_in)
def logged_in(request: HttpRequest, user: User, response: HttpResponse | None = None, **_: Any) -> None:
    """The first device of an account is how it was made; every further one is news."""
    seen = see_device(
        user=user,
        token=request.COOKIES.get(COOKIE, ""),
        user_agent=request.headers.get("User-Agent", ""),
    )
    if seen.is_new and not seen.is_first:
        tell_of_device(device=seen.device)
    if response is not None:
        response.set_cookie(
            COOKIE,
            seen.token,
            max_age=TWO_YEARS_S,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


@receiver(signals.password_changed)
@receiver(signals.password_reset)
@receiver(signals.password_set)
def password_changed(user: User, **_: Any) -> None:
    tell_of_password(user=user, page=PASSWORD)


@receiver(signals.email_changed)
def email_changed(user: User, from_email_address: EmailAddress | None = None, **_: Any) -> None:
    """Confirming the first address changes nothing."""
    if from_email_address is not None:
        tell_of_account(user=user, event="The e-mail address of your account was changed", page=MAIL)
