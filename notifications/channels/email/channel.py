"""E-mail through whatever EMAIL_URL or MAIL_PROVIDER name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet

from athletes.models import User
from notifications import kinds
from notifications.channels.email.posting import post
from notifications.channels.email.unsubscribing import unsubscribe_link
from notifications.channels.own_addresses import subject_of
from notifications.models import Address, Delivery
from notifications.wording import Mail, letter, mail


class EmailChannel:
    name: ClassVar[str] = kinds.EMAIL
    title: ClassVar[str] = "E-mail"
    place: ClassVar[int] = 2
    setting: ClassVar[str] = "EMAIL_URL or MAIL_PROVIDER"
    is_repeatable: ClassVar[bool] = False
    form: ClassVar[str] = ""

    def is_available(self) -> bool:
        """Not while mails are only written to the log."""
        return settings.IS_MAIL_REAL

    def targets(self, user: User) -> list[str]:
        return list(mailboxes(user))

    def form_context(self, user: User) -> Mapping[str, Any]:  # noqa: ARG002
        return {}

    def forget(self, address: Address) -> None:
        """There is nothing else."""

    def compose(self, delivery: Delivery) -> EmailMultiAlternatives:
        stop = unsubscribe_link([delivery])
        return composed(delivery, mail(delivery.message, unsubscribe_link=stop), stop)

    def compose_bundle(self, deliveries: Sequence[Delivery]) -> EmailMultiAlternatives:
        stop = unsubscribe_link(deliveries)
        words = letter([delivery.message for delivery in deliveries], unsubscribe_link=stop)
        return composed(deliveries[0], words, stop)

    def send(self, delivery: Delivery, content: EmailMultiAlternatives) -> str:
        return post(content, subject=subject_of(delivery.message.user)) or message_id(delivery)


CHANNEL = EmailChannel()


def mailboxes(user: User) -> QuerySet[EmailAddress, str]:
    """The primary address, once its owner has verified it; the demo athlete reads no mail."""
    addresses = EmailAddress.objects.filter(user=user, verified=True, primary=True)
    return addresses.exclude(user__athlete__is_demo=True).values_list("email", flat=True)


def composed(delivery: Delivery, words: Mail, stop: str) -> EmailMultiAlternatives:
    """The mail in text and HTML; its Message-ID is the delivery's, so that a repeat is known as such.

    `stop` is the link that a mail program calls when its user wants no more of these; empty without one.
    """
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    made = EmailMultiAlternatives(
        subject=words.subject, body=words.text, to=[delivery.address.target], headers=headers
    )
    made.attach_alternative(words.html, "text/html")
    return made


def message_id(delivery: Delivery) -> str:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{delivery.uid}@{host}>"
