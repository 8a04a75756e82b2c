"""Mail through a provider's API, here Mailgun's, by Anymail: sending, and what comes back, signed."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from athletes.models import User
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address, Delivery, Message
from notifications.services.addresses import enable_address
from notifications.services.deliver import deliver
from tests.doubles.web import Answer, WebDouble
from tests.notifications.channels.test_email import delivery_to
from tests.notifications.conftest import hand_over

EVENTS = reverse("notifications:email:events")
SIGNING_KEY = "signing-key"


@pytest.fixture(autouse=True)
def provider(settings: Settings, server: WebDouble) -> WebDouble:
    settings.MAIL_PROVIDER = "mailgun"
    settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "key",
        "MAILGUN_API_URL": f"{server.url}/v3",
        "MAILGUN_SENDER_DOMAIN": "mail.example",
        "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY,
        "REQUESTS_TIMEOUT": (1, 0.3),
    }
    server.otherwise = lambda _: Answer(body=b'{"id": "<one@mail.example>", "message": "Queued."}')
    return server


def told(event: str, *, recipient: str = "ada@example.org", key: str = SIGNING_KEY, **more: Any) -> int:
    """The status with which we answer a call as Mailgun makes it."""
    stamp, token = "1700000000", "a" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    headers = {"message-id": "one@mail.example"}
    data = {"event": event, "id": "e1", "timestamp": 1700000000.0, "recipient": recipient, **more}
    body = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {"message": {"headers": headers}, **data},
    }
    return Client().post(EVENTS, json.dumps(body), content_type="application/json").status_code


BOUNCE = {"severity": "permanent", "reason": "bounce", "delivery-status": {"code": 550}}


@pytest.fixture
def sent(ada: User, provider: WebDouble) -> Delivery:
    delivery = delivery_to(ada)
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_mail_goes_out_by_the_api_and_keeps_the_providers_name(sent: Delivery, provider: WebDouble) -> None:
    (asked,) = provider.asked
    assert asked.path == "/v3/mail.example/messages"
    given = parse_qs(asked.body.decode())
    assert given["to"] == ["ada@example.org"]
    assert given["h:List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"]
    assert (sent.state, sent.provider_id) == ("sent", "<one@mail.example>")


@pytest.mark.parametrize(
    ("answer", "is_passing", "words"),
    [
        (Answer(400), False, "answered 400"),
        (Answer(401), True, "did not accept our key"),
        (Answer(429), True, "answered 429"),
        (Answer(503), True, "answered 503"),
        (Answer(pause_s=0.6), True, "is away"),
    ],
)
def test_the_answer_of_the_provider_decides(
    ada: User, provider: WebDouble, answer: Answer, is_passing: bool, words: str
) -> None:
    provider.answers = [answer]

    with pytest.raises(DeliveryError, match=words) as raised:
        hand_over(delivery_to(ada))

    assert raised.value.retryable is is_passing
    assert not isinstance(raised.value, AddressRefusedError)


@pytest.mark.parametrize(
    ("event", "more", "words", "outcome"),
    [
        ("failed", BOUNCE, "Mails to this address came back.", "failed"),
        ("complained", {}, "A mail to this address was reported as unwanted.", "sent"),
        ("unsubscribed", {}, "This address was unsubscribed at the mail provider.", "sent"),
    ],
)
def test_a_mail_that_comes_back_or_annoys_switches_the_address_off_once(
    sent: Delivery, event: str, more: dict[str, Any], words: str, outcome: str
) -> None:
    assert [told(event, **more), told(event, **more)] == [200, 200]

    sent.refresh_from_db()
    assert Address.objects.get(channel="email").disabled_reason == words
    assert (sent.state, sent.error) == (outcome, words if outcome == "failed" else "")
    assert Message.objects.get(kind="address_disabled").context["target"] == "ada@example.org"


def test_an_old_word_of_the_provider_takes_back_nothing_and_a_new_one_counts(sent: Delivery) -> None:
    told("failed", **BOUNCE)
    enable_address(address=sent.address)

    told("failed", **BOUNCE)
    assert Address.objects.get(channel="email").disabled_at is None

    told("complained")
    assert Address.objects.get(channel="email").disabled_at is not None
    assert Message.objects.filter(kind="address_disabled").count() == 2


@pytest.mark.parametrize("event", ["delivered", "opened", "clicked"])
def test_good_news_changes_nothing(sent: Delivery, event: str) -> None:
    assert told(event) == 200

    assert Address.objects.get(channel="email").disabled_at is None


def test_a_passing_fault_changes_nothing(sent: Delivery) -> None:
    assert told("failed", severity="temporary", reason="generic") == 200

    assert Address.objects.get(channel="email").disabled_at is None


def test_a_bounce_of_a_strangers_address_touches_nobody(sent: Delivery) -> None:
    assert told("failed", recipient="else@example.org", **BOUNCE) == 200

    assert Address.objects.get(channel="email").disabled_at is None


def test_a_call_that_the_provider_did_not_sign_is_refused(sent: Delivery) -> None:
    assert told("failed", key="forged", **BOUNCE) == 400

    assert Address.objects.get(channel="email").disabled_at is None


@pytest.mark.parametrize("provider_in_use", ["", "postmark", "nobody"])
def test_without_a_provider_or_anything_to_verify_it_nobody_listens(
    sent: Delivery, settings: Settings, provider_in_use: str
) -> None:
    settings.MAIL_PROVIDER = provider_in_use

    assert told("failed", **BOUNCE) == 404
    assert Address.objects.get(channel="email").disabled_at is None


def test_a_provider_without_signatures_needs_the_password_of_its_calls(
    sent: Delivery, settings: Settings
) -> None:
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    body = {"RecordType": "Bounce", "Type": "HardBounce", "Email": "ada@example.org", "MessageID": "one"}

    def call(password: str) -> int:
        basic = base64.b64encode(f"name:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        return Client().post(EVENTS, json.dumps(body), "application/json", headers=headers).status_code

    assert call("wrong") == 400
    assert Address.objects.get(channel="email").disabled_at is None
    assert call("password") == 200
    assert Address.objects.get(channel="email").disabled_at is not None
