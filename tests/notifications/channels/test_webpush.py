import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from athletes import vault
from athletes.models import User
from config.core.models import ExternalCall
from notifications.channels.own_addresses import vault_of
from notifications.channels.webpush.channel import CHANNEL
from notifications.channels.webpush.keys import public_key
from notifications.channels.webpush.subscribing import name_of, parsed, subscribe
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address, Message
from notifications.services.deliver import deliver
from tests.doubles.garmin.authority import make_authority
from tests.doubles.push import PushDouble, encoded
from tests.doubles.web import Answer
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.notifications.channels.conftest import delivery_to
from tests.notifications.conftest import SIGNAL, hand_over

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
KEY = ec.derive_private_key(20261123, ec.SECP256R1())
RAW = encoded((20261123).to_bytes(32))


@pytest.fixture(autouse=True)
def key(settings: Settings) -> None:
    settings.VAPID_PRIVATE_KEY = RAW


@pytest.fixture
def service(settings: Settings) -> Iterator[PushDouble]:
    with PushDouble() as service:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{service.server_port}"]
        yield service  # type: ignore[misc]


@pytest.fixture
def browser(ada: User, service: PushDouble) -> Address:
    return subscribe(user=ada, subscription=parsed(json.dumps(service.subscription)), browser=FIREFOX)


def test_a_browser_decrypts_what_it_is_to_show(browser: Address, service: PushDouble, ada: User) -> None:
    delivery = delivery_to(browser)

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert service.shown == [
        {
            "id": str(delivery.uid),
            "title": "Saturday was much more than usual.",
            "text": "Your numbers ask for a change of plan.",
            "url": f"/notifications/{delivery.message.uid}/",
        }
    ]
    headers = service.asked[0].headers
    assert (headers["topic"], headers["urgency"], headers["ttl"]) == (delivery.uid.hex, "normal", "86400")
    assert (delivery.state, delivery.provider_id) == ("sent", f"{service.url}/message/1")
    call = ExternalCall.objects.get()
    assert (call.service, call.operation, call.subject, call.status) == (
        "webpush",
        "message",
        ada.athlete.uid,
        201,
    )


def test_by_https_the_authority_that_the_operator_names_is_believed(
    ada: User, settings: Settings, tmp_path: Path
) -> None:
    ca, tls = make_authority(tmp_path, ["localhost"])
    with PushDouble(tls) as service:
        settings.OUTBOUND_ALLOW = [f"localhost:{service.server_port}"]
        subscription = service.subscription
        address = subscribe(user=ada, subscription=parsed(json.dumps(subscription)), browser=FIREFOX)
        delivery = delivery_to(address)
        with pytest.raises(DeliveryError, match="cannot be reached"):
            hand_over(delivery)

        settings.REQUESTS_CA_BUNDLE = str(ca)
        hand_over(delivery)

        assert [each["id"] for each in service.shown] == [str(delivery.uid)]


def test_nothing_readable_passes_the_push_service(browser: Address, service: PushDouble) -> None:
    hand_over(delivery_to(browser))

    assert b"Saturday" not in service.asked[0].body


@pytest.mark.parametrize("status", [404, 410])
def test_an_expired_subscription_is_dropped_and_its_owner_told(
    browser: Address, service: PushDouble, status: int
) -> None:
    service.gone = status

    deliver(delivery_id=delivery_to(browser).pk)

    browser.refresh_from_db()
    assert browser.disabled_reason == "This browser does not want messages any more."
    assert Message.objects.get(kind="address_disabled").context["channel"] == "Push"


@pytest.mark.parametrize(
    ("answer", "is_passing", "words"),
    [
        (Answer(429, headers={"Retry-After": "60"}), True, "answered 429"),
        (Answer(503), True, "answered 503"),
        (Answer(413), False, "too large"),
        (Answer(403), False, "answered 403"),
        (Answer(302, headers={"Location": "http://10.0.0.1/"}), False, "answered 302"),
    ],
)
def test_the_push_service_decides_whether_to_try_again(
    browser: Address, service: PushDouble, answer: Answer, is_passing: bool, words: str
) -> None:
    service.answers = [answer]

    with pytest.raises(DeliveryError, match=words) as raised:
        hand_over(delivery_to(browser))

    assert raised.value.retryable is is_passing
    assert raised.value.retry_after_s == (60 if answer.status == 429 else None)


def test_a_push_service_that_is_away_is_tried_again(browser: Address, settings: Settings) -> None:
    Address.objects.update(target="http://127.0.0.1:9/push")
    settings.OUTBOUND_ALLOW = ["127.0.0.1:9"]
    browser.refresh_from_db()

    with pytest.raises(DeliveryError, match="cannot be reached") as raised:
        hand_over(delivery_to(browser))

    assert raised.value.retryable


def test_a_push_service_in_a_private_network_is_not_asked(
    browser: Address, service: PushDouble, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = []

    with pytest.raises(AddressRefusedError):
        hand_over(delivery_to(browser))

    assert service.connections == 0


def test_long_words_still_fit_into_a_push_message(browser: Address, service: PushDouble) -> None:
    hand_over(delivery_to(browser, context={**SIGNAL, "headline": "ä" * 5000, "advice": "ö" * 5000}))

    assert [len(service.shown[0][name]) for name in ("title", "text")] == [500, 500]


def test_the_keys_of_a_browser_lie_in_the_vault(browser: Address, service: PushDouble) -> None:
    athlete, purpose = vault_of(browser)

    assert vault.unseal(athlete=athlete, purpose=purpose) == service.subscription["keys"]
    assert service.subscription["keys"]["auth"] not in str(Address.objects.values())


def test_one_who_uses_the_same_browser_later_is_the_only_one_shown_there(
    browser: Address, service: PushDouble, ada: User
) -> None:
    other = AthleteFactory().user

    subscribe(user=other, subscription=parsed(json.dumps(service.subscription)), browser=FIREFOX)

    assert CHANNEL.targets(ada) == []
    assert CHANNEL.targets(other) == [service.subscription["endpoint"]]


def test_a_browser_that_comes_back_is_one_address_with_its_new_keys(
    browser: Address, service: PushDouble, ada: User
) -> None:
    Address.objects.update(disabled_reason="gone")
    again = service.subscription | {"keys": {**service.subscription["keys"], "auth": encoded(b"x" * 16)}}

    subscribe(user=ada, subscription=parsed(json.dumps(again)), browser=FIREFOX)

    athlete, purpose = vault_of(browser)
    assert Address.objects.get(channel="webpush").disabled_reason == ""
    assert vault.unseal(athlete=athlete, purpose=purpose) == again["keys"]


def test_the_button_posts_what_the_browser_made(client: Client, ada: User, service: PushDouble) -> None:
    given = {"subscription": json.dumps(service.subscription)}

    client.post(reverse("notifications:webpush:start"), given, headers={"User-Agent": FIREFOX})
    assert Address.objects.get(channel="webpush").label == "Firefox on Linux"

    client.post(reverse("notifications:webpush:stop"), {"endpoint": service.subscription["endpoint"]})
    assert not Address.objects.filter(channel="webpush").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://10.0.0.1/push"},
        {"endpoint": "https://x.example/" + "a" * 1000},
        {"keys": {"p256dh": "AAAA", "auth": encoded(b"x" * 16)}},
        {"keys": {"p256dh": encoded(b"\x04" + b"1" * 64), "auth": encoded(b"x" * 16)}},
        {"keys": {}},
        {"keys": None},
    ],
)
def test_a_forged_subscription_is_not_kept(
    client: Client, service: PushDouble, changes: dict[str, Any]
) -> None:
    given = {"subscription": json.dumps(service.subscription | changes)}

    client.post(reverse("notifications:webpush:start"), given)

    assert not Address.objects.filter(channel="webpush").exists()


def test_who_has_no_vault_hears_that_it_needs_one(service: PushDouble, db: None) -> None:
    operator = Client()
    operator.force_login(UserFactory())
    given = {"subscription": json.dumps(service.subscription)}

    done = operator.post(reverse("notifications:webpush:start"), given, follow=True)

    assert "This needs an athlete of your own here" in done.content.decode()
    assert not Address.objects.exists()


@pytest.mark.parametrize("text", ["", "[]", "7", "{", '{"endpoint": "x"}', "[" * 5000])
def test_what_is_no_subscription_is_said(client: Client, ada: User, text: str) -> None:
    done = client.post(reverse("notifications:webpush:start"), {"subscription": text}, follow=True)

    assert "The browser gave no subscription that can be used." in done.content.decode()


def test_nobody_stops_somebody_elses_browser(browser: Address, service: PushDouble) -> None:
    stranger = Client()
    stranger.force_login(AthleteFactory().user)

    for endpoint in (browser.target, "\x00"):
        done = stranger.post(reverse("notifications:webpush:stop"), {"endpoint": endpoint})
        assert done.status_code == 302

    assert Address.objects.get(channel="webpush") == browser


@pytest.mark.parametrize(
    "text",
    [
        RAW,
        RAW + "=",
        encoded(KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        .decode()
        .replace("\n", "\\n"),
    ],
    ids=["raw", "padded", "der", "pem", "pem in one line"],
)
def test_a_key_may_be_written_in_the_usual_ways(settings: Settings, text: str) -> None:
    expected = public_key()
    settings.VAPID_PRIVATE_KEY = text

    assert public_key() == expected != ""
    assert CHANNEL.is_available()


@pytest.mark.parametrize("text", ["", "no key", encoded(b"short"), "-----BEGIN nothing"])
def test_without_a_usable_key_the_channel_is_off(settings: Settings, client: Client, text: str) -> None:
    settings.VAPID_PRIVATE_KEY = text

    assert not CHANNEL.is_available()
    assert client.get(reverse("notifications:webpush:connect")).status_code == 404


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604", "Safari on iPhone"),
        ("curl", "A browser"),
    ],
)
def test_a_browser_has_a_name_that_people_know(agent: str, name: str) -> None:
    assert name_of(agent) == name
