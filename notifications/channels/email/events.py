"""What the mail provider tells about mails that are out: bounces and complaints, verified by Anymail."""

from __future__ import annotations

import warnings
from typing import Any

from anymail.exceptions import AnymailInsecureWebhookWarning
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.db.models import Q

from config.core.ids import uuid7
from notifications.kinds import EMAIL
from notifications.models import Address, Delivery
from notifications.services.addresses import disable_address
from notifications.services.notify import MAX_KEY

WORDS = {
    EventType.BOUNCED: "Mails to this address came back.",
    EventType.REJECTED: "The mail provider does not deliver to this address any more.",
    EventType.COMPLAINED: "A mail to this address was reported as unwanted.",
    EventType.UNSUBSCRIBED: "This address was unsubscribed at the mail provider.",
}
"""Events after which an address is not used any more."""
RETURNED = (EventType.BOUNCED, EventType.REJECTED)
"""Those of mails that did not arrive; who complains has got one."""
PASSING = (RejectReason.TIMED_OUT,)


def tracking_view() -> AnymailCoreWebhookView | None:
    """Anymail's view of the provider in use; None without one, or while nothing could verify who calls."""
    from anymail import urls  # noqa: PLC0415 # imports the views of all providers

    name = f"{settings.MAIL_PROVIDER}_tracking_webhook"
    found: Any = next((each.callback for each in urls.urlpatterns if each.name == name), None)
    if found is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error", AnymailInsecureWebhookWarning)
        try:
            return found.view_class()
        except AnymailInsecureWebhookWarning:
            return None


def heed(event: AnymailTrackingEvent) -> None:
    """Stop using the address that an event is about, where it says so. Safe to repeat."""
    words = WORDS.get(event.event_type)
    if words is None or event.reject_reason in PASSING:
        return
    sent = Delivery.objects.filter(address__channel=EMAIL, provider_id=event.message_id or None)
    if event.event_type in RETURNED:
        sent.update(state=Delivery.State.FAILED, error=words)
    at = Q(target__iexact=event.recipient) if event.recipient else Q(pk__in=sent.values("address"))
    for address in Address.objects.filter(at, channel=EMAIL).select_related("user"):
        # Providers repeat a call with another id of its own; of one mail there is one bounce.
        named = event.message_id or event.event_id or uuid7()
        key = f"{address.uid} {event.event_type} {named}"
        disable_address(address=address, reason=words, key=key[:MAX_KEY])
