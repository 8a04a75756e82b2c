"""E-mail through whatever EMAIL_URL names. Temporary and final refusals are told apart by SMTP's codes."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from athletes.models import User
from notifications import kinds
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Delivery
from notifications.wording import mail

FINAL = 500


class EmailChannel:
    name: ClassVar[str] = kinds.EMAIL
    title: ClassVar[str] = "E-mail"
    is_repeatable: ClassVar[bool] = False

    def targets(self, user: User) -> list[str]:
        """The primary address, once its owner has verified it."""
        addresses = EmailAddress.objects.filter(user=user, verified=True, primary=True)
        return list(addresses.values_list("email", flat=True))

    def send(self, delivery: Delivery) -> None:
        composed = compose(delivery)
        with translated_errors():
            composed.send()


def compose(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail in text and HTML; its Message-ID is the delivery's, so that a repeat is known as such."""
    words = mail(delivery.message)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    composed = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        to=[delivery.address.target],
        headers={"Message-ID": f"<{delivery.uid}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    composed.attach_alternative(words.html, "text/html")
    return composed


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise what the mail server says as our own error, without its words: they name people."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max((answer[0] for answer in error.recipients.values()), default=FINAL)
        if code >= FINAL:
            raise AddressRefusedError(f"The mail server refused the address ({code}).") from error
        raise DeliveryError(f"The mail server asked to wait ({code}).", retryable=True) from error
    except smtplib.SMTPAuthenticationError as error:
        # A wrong password of ours says nothing about the mail; it goes out when an operator has mended it.
        raise DeliveryError("The mail server did not accept our login.", retryable=True) from error
    except smtplib.SMTPResponseException as error:
        is_final = error.smtp_code >= FINAL
        raise DeliveryError(f"The mail server answered {error.smtp_code}.", retryable=not is_final) from error
    except smtplib.SMTPNotSupportedError as error:
        raise DeliveryError("The mail server cannot take this address or text.", retryable=False) from error
    except OSError as error:
        raise DeliveryError(f"The mail server is away ({type(error).__name__}).", retryable=True) from error
