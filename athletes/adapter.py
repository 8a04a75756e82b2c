"""How allauth's flows meet our people."""

from __future__ import annotations

from typing import Any, NoReturn
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from athletes.models import User
from athletes.services import create_athlete
from config.core.errors import DatabaseIntegrityError, DataNotFoundError

GIVEN_UP = "account/email/email_changed"


class AccountAdapter(DefaultAccountAdapter):
    """Everybody who signs up is an athlete, from the first moment on."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
                if commit:
                    create_athlete(user=saved, name=saved.name)
        except IntegrityError as error:
            # Two requests at once, such as a second click: the form looked before the other had saved.
            raise DatabaseIntegrityError("There is an account with this address now. Log in.") from error
        return saved

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def get_phone(self, user: User) -> NoReturn:  # noqa: ARG002
        """For the addresses of allauth that ask. Raises DataNotFoundError."""
        raise DataNotFoundError("Accounts have no phone number here.")

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Only to the mailbox that an account gives up, which nothing else reaches any more.

        All other news of an account are told by `notifications`.
        """
        if template_prefix == GIVEN_UP:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)


def _at_home(address: str) -> str:
    """Where mails are sent: on the configured site, since a request can name any port of its host."""
    parts = urlsplit(address)
    return f"{settings.SITE_URL.rstrip('/')}{parts.path}" if settings.IS_MAIL_REAL else address
