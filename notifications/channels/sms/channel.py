"""Text messages to a mobile telephone: one of at most 160 characters each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings

from athletes.models import User
from notifications.channels import own_addresses
from notifications.channels.sms.forms import CodeForm, NumberForm
from notifications.channels.sms.gsm import fitted
from notifications.channels.sms.sending import is_configured, left_today, text
from notifications.models import Address, Delivery
from notifications.wording import line, link

NAME = "sms"


class SmsChannel:
    name: ClassVar[str] = NAME
    title: ClassVar[str] = "SMS"
    place: ClassVar[int] = 4
    setting: ClassVar[str] = "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM"
    is_repeatable: ClassVar[bool] = False
    form: ClassVar[str] = "notifications/channels/sms.html"

    def is_available(self) -> bool:
        return is_configured()

    def targets(self, user: User) -> list[str]:
        """Numbers from which a code came back."""
        return own_addresses.proven(user, self.name)

    def form_context(self, user: User) -> Mapping[str, Any]:
        """A form, numbers that wait for their code, what a message costs, and how many are left today."""
        waiting = own_addresses.of(user, self.name).filter(verified_at=None)
        return {
            "form": NumberForm(),
            "waiting": [(each, CodeForm(str(each.uid))) for each in waiting],
            "price_usd": settings.SMS_PRICE_USD,
            "per_day": settings.SMS_PER_PERSON_PER_DAY,
            "left": left_today(user),
        }

    def compose(self, delivery: Delivery) -> str:
        return fitted(line(delivery.message).title, link(delivery.message))

    def send(self, delivery: Delivery, content: str) -> str:
        return text(user=delivery.message.user, number=delivery.address.target, body=content)

    def forget(self, address: Address) -> None:
        """There is nothing else."""


CHANNEL = SmsChannel()
