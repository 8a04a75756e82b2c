"""How allauth's flows meet our people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from athletes.models import User
from athletes.services import create_athlete
from config.core.errors import DatabaseIntegrityError

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

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Only to the mailbox that an account gives up, which nothing else reaches any more.

        All other news of an account are told by `notifications`.
        """
        if template_prefix == GIVEN_UP:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)
