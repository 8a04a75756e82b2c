import hashlib
import hmac
import json
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as here
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from athletes import vault
from athletes.models import User
from config.core.guard import _Adapter
from config.core.models import ExternalCall
from notifications.channels.own_addresses import vault_of
from notifications.channels.webhook.channel import CHANNEL, secret_of
from notifications.channels.webhook.connecting import TESTS_PER_HOUR, add_receiver, prove_receiver
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address, Message
from notifications.services.deliver import deliver
from tests.doubles.web import Answer, Asked, WebDouble
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.notifications.channels.conftest import delivery_to
from tests.notifications.conftest import hand_over

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def receiver(ada: User, server: WebDouble) -> Address:
    """A receiver that has answered its test."""
    address = add_receiver(user=ada, url=f"{server.url}/hook", label="Home")
    prove_receiver(address=address)
    server.asked.clear()
    address.refresh_from_db()
    return address


def is_genuine(asked: Asked, secret: str) -> bool:
    at, given = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", asked.headers["formline-signature"]).groups()
    expected = hmac.new(secret.encode(), at.encode() + b"." + asked.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(given, expected)


def test_a_receiver_gets_one_signed_message_with_its_id(receiver: Address, server: WebDouble) -> None:
    with time_machine.travel(START, tick=False):
        delivery = delivery_to(receiver)
        deliver(delivery_id=delivery.pk)

    (asked,) = server.asked
    body = json.loads(asked.body)
    message = delivery.message
    assert (asked.method, asked.path, asked.headers["webhook-id"]) == ("POST", "/hook", str(delivery.uid))
    assert body == {
        "version": 1,
        "id": str(delivery.uid),
        "kind": "signal",
        "created_at": "2026-03-01T12:00:00+00:00",
        "title": "Saturday was much more than usual.",
        "text": "Your numbers ask for a change of plan.",
        "url": f"{here.SITE_URL}/notifications/{message.uid}/",
        "athlete_uid": None,
    }
    assert asked.headers["formline-signature"].startswith(f"t={int(START.timestamp())},")
    assert is_genuine(asked, secret_of(receiver))


def test_the_call_is_on_record_without_its_content(receiver: Address, ada: User) -> None:
    deliver(delivery_id=delivery_to(receiver).pk)

    call = ExternalCall.objects.latest("pk")
    assert (call.service, call.operation, call.subject) == ("webhook", "message", ada.athlete.uid)
    assert (call.status, call.error_code) == (200, "")


@pytest.mark.parametrize(
    ("status", "state", "words"),
    [
        (204, "sent", ""),
        (302, "failed", "The receiver sends elsewhere (302), which is not followed."),
        (400, "failed", "The receiver answered 400."),
        (429, "waiting", "The receiver answered 429."),
        (500, "waiting", "The receiver answered 500."),
        (503, "waiting", "The receiver answered 503."),
    ],
)
def test_the_answer_decides(
    receiver: Address, server: WebDouble, status: int, state: str, words: str
) -> None:
    server.answers = [
        Answer(status, headers={"Location": "http://169.254.169.254/"} if status == 302 else {})
    ]
    delivery = delivery_to(receiver)

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, len(server.asked)) == (state, words, 1)


def test_a_receiver_may_say_when_to_come_back(receiver: Address, server: WebDouble) -> None:
    server.answers = [Answer(503, headers={"Retry-After": "7200"})]

    with pytest.raises(DeliveryError) as raised:
        hand_over(delivery_to(receiver))

    assert raised.value.retry_after_s == 7200


def test_a_receiver_that_is_gone_is_not_asked_again(receiver: Address, server: WebDouble) -> None:
    server.answers = [Answer(410)]
    delivery = delivery_to(receiver)

    deliver(delivery_id=delivery.pk)

    receiver.refresh_from_db()
    assert receiver.disabled_reason == "The receiver says that it is gone (410)."
    assert Message.objects.get(kind="address_disabled").context["channel"] == "Webhook"


def test_a_receiver_that_moved_into_a_private_network_is_not_asked(
    receiver: Address, server: WebDouble, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = []
    delivery = delivery_to(receiver)

    with pytest.raises(AddressRefusedError):
        hand_over(delivery)

    assert server.asked == []


def test_ten_megabytes_are_no_answer(receiver: Address, server: WebDouble) -> None:
    server.answers = [Answer(body=b"x" * 1_000_000, pieces=9)]

    with pytest.raises(DeliveryError, match="too large") as raised:
        hand_over(delivery_to(receiver))

    assert not raised.value.retryable


def test_a_receiver_that_drips_is_tried_again_later(
    receiver: Address, server: WebDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Adapter, "longest_answer_s", 0.2)
    server.answers = [Answer(body=b"x", pause_s=0.05, pieces=100)]

    with pytest.raises(DeliveryError, match="takes too long") as raised:
        hand_over(delivery_to(receiver))

    assert raised.value.retryable


def test_a_receiver_that_is_away_is_tried_again_later(receiver: Address, settings: Settings) -> None:
    Address.objects.update(target="http://127.0.0.1:9/")
    settings.OUTBOUND_ALLOW = ["127.0.0.1:9"]
    receiver.refresh_from_db()

    with pytest.raises(DeliveryError, match="cannot be reached") as raised:
        hand_over(delivery_to(receiver))

    assert raised.value.retryable


def test_only_a_receiver_that_answered_its_test_is_used(ada: User, server: WebDouble) -> None:
    address = add_receiver(user=ada, url=f"{server.url}/hook", label="")
    server.answers = [Answer(500)]

    with pytest.raises(DeliveryError):
        prove_receiver(address=address)
    assert CHANNEL.targets(ada) == []

    prove_receiver(address=address)
    assert CHANNEL.targets(ada) == [f"{server.url}/hook"]
    assert [is_genuine(asked, secret_of(address)) for asked in server.asked] == [True, True]


def test_removing_a_receiver_erases_its_secret(receiver: Address) -> None:
    CHANNEL.forget(receiver)

    athlete, purpose = vault_of(receiver)
    assert vault.unseal(athlete=athlete, purpose=purpose) is None


def test_the_page_leads_from_the_address_to_its_use(client: Client, ada: User, server: WebDouble) -> None:
    page = reverse("notifications:webhook:connect")

    client.post(page, {"url": f"{server.url}/hook", "label": "Home"})
    address = Address.objects.get(channel="webhook")
    html = client.get(page).content.decode()
    assert secret_of(address) in html

    done = client.post(reverse("notifications:webhook:prove", args=[address.uid]), follow=True)
    assert "Your receiver answered. It is in use." in done.content.decode()
    assert secret_of(address) not in client.get(page).content.decode()


@pytest.mark.parametrize(
    "url", ["https://10.0.0.1/", "http://example.org/", "ftp://x/", "", "https://169.254.169.254/"]
)
def test_an_address_that_cannot_be_used_stays_in_the_form(client: Client, url: str) -> None:
    response = client.post(reverse("notifications:webhook:connect"), {"url": url, "label": "Home"})

    html = response.content.decode()
    assert (response.status_code, Address.objects.filter(channel="webhook").count()) == (200, 0)
    assert "field-error" in html
    assert f'value="{url}"' in html or not url


def test_the_same_receiver_twice_is_said(client: Client, receiver: Address) -> None:
    response = client.post(reverse("notifications:webhook:connect"), {"url": receiver.target, "label": ""})

    assert "This receiver is here already." in response.content.decode()


def test_who_has_no_vault_hears_that_it_needs_one(server: WebDouble, db: None) -> None:
    operator = Client()
    operator.force_login(UserFactory())

    done = operator.post(reverse("notifications:webhook:connect"), {"url": f"{server.url}/hook", "label": ""})

    assert "This needs an athlete of your own here" in done.content.decode()
    assert not Address.objects.exists()


def test_nobody_may_have_more_than_ten(client: Client, ada: User, server: WebDouble) -> None:
    for number in range(10):
        add_receiver(user=ada, url=f"{server.url}/{number}", label="")

    response = client.post(reverse("notifications:webhook:connect"), {"url": f"{server.url}/x", "label": ""})

    assert "There are 10 already." in response.content.decode()


def test_tests_are_limited(ada: User, server: WebDouble, client: Client) -> None:
    address = add_receiver(user=ada, url=f"{server.url}/hook", label="")
    prove = reverse("notifications:webhook:prove", args=[address.uid])
    with time_machine.travel(START, tick=False):
        for _ in range(TESTS_PER_HOUR + 3):
            client.post(prove)

    assert len(server.asked) == TESTS_PER_HOUR


def test_nobody_else_may_test_a_receiver(receiver: Address, server: WebDouble) -> None:
    stranger = Client()
    stranger.force_login(AthleteFactory().user)
    before = secret_of(receiver), list(Address.objects.values())

    response = stranger.post(reverse("notifications:webhook:prove", args=[receiver.uid]))

    assert response.status_code == 404
    assert (secret_of(receiver), list(Address.objects.values())) == before
    assert server.asked == []
