import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from requests.exceptions import ReadTimeout

from athletes.models import User
from config.core.errors import DataValidationError, RateLimitedError
from config.core.models import ExternalCall
from notifications.channels.sms import sending
from notifications.channels.sms.channel import CHANNEL
from notifications.channels.sms.sending import left_today, text
from notifications.channels.sms.verifying import confirm, send_code
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address, Delivery, Message
from notifications.services.deliver import deliver
from tests.doubles.twilio import SENDER, SID, TOKEN, TwilioDouble, signature, twilio
from tests.doubles.web import Answer
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.notifications.channels.conftest import delivery_to
from tests.notifications.conftest import hand_over

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NUMBER = "+4915112345678"
SITE = "https://formline.example"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TwilioDouble, dict[str, str]]]:
    with twilio(tmp_path_factory.mktemp("twilio")) as (double, proxy):
        yield double, proxy.environment


@pytest.fixture(autouse=True)
def service(
    behind: tuple[TwilioDouble, dict[str, str]], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> TwilioDouble:
    double, environment = behind
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    double.messages.clear()
    double.asked.clear()
    double.refused.clear()
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = SID, TOKEN
    settings.TWILIO_FROM, settings.SITE_URL = SENDER, SITE
    # What paces real calls would only be waited for here.
    monkeypatch.setattr(sending, "PER_S", 1000.0)
    return double


@pytest.fixture
def phone(ada: User, service: TwilioDouble) -> Address:
    """A number that is proven to be Ada's."""
    return Address.objects.create(user=ada, channel="sms", target=NUMBER, verified_at=START)


def code_in(service: TwilioDouble) -> str:
    return re.match(r"(\d{6}) is your code", service.messages[-1]["Body"]).group(1)


def test_a_message_goes_out_as_one_of_160_characters(phone: Address, service: TwilioDouble) -> None:
    delivery = delivery_to(phone)

    deliver(delivery_id=delivery.pk)

    (message,) = service.messages
    delivery.refresh_from_db()
    assert (
        message["Body"] == f"Saturday was much more than usual. {SITE}/notifications/{delivery.message.uid}/"
    )
    assert (message["To"], message["From"], len(message["Body"]) <= 160) == (NUMBER, SENDER, True)
    assert message["StatusCallback"] == f"{SITE}/notifications/channels/sms/status/"
    assert (delivery.state, delivery.provider_id) == ("sent", f"SM{1:032}")


def test_what_it_cost_is_on_record_without_what_it_said(phone: Address, ada: User) -> None:
    hand_over(delivery_to(phone))

    call = ExternalCall.objects.get()
    assert (call.service, call.operation, call.status) == ("twilio", "message", 201)
    assert (call.subject, call.cost_usd) == (ada.athlete.uid, Decimal("0.08"))


def test_without_a_public_site_no_call_back_is_asked_for(
    phone: Address, service: TwilioDouble, settings: Settings
) -> None:
    settings.SITE_URL = "http://localhost:8000"

    hand_over(delivery_to(phone))

    assert "StatusCallback" not in service.messages[0]


@pytest.mark.parametrize("code", [21211, 21610, 21614])
def test_a_number_that_twilio_refuses_is_not_used_again(
    phone: Address, service: TwilioDouble, code: int
) -> None:
    service.refused[NUMBER] = code

    deliver(delivery_id=delivery_to(phone).pk)

    phone.refresh_from_db()
    assert phone.disabled_at is not None
    assert Message.objects.get(kind="address_disabled").context["channel"] == "SMS"


@pytest.mark.parametrize(
    ("answer", "is_passing", "words"),
    [
        (Answer(401), True, "did not accept our login"),
        (Answer(429, headers={"Retry-After": "30"}), True, "answered 429"),
        (Answer(503), True, "answered 503"),
        (Answer(400, b'{"code": 21617, "message": "long"}'), False, "answered 21617"),
        (Answer(201, b"no json"), False, "cannot be read"),
    ],
)
def test_the_answer_of_twilio_decides(
    phone: Address, service: TwilioDouble, answer: Answer, is_passing: bool, words: str
) -> None:
    service.answers = [answer]

    with pytest.raises(DeliveryError, match=words) as raised:
        hand_over(delivery_to(phone))

    assert raised.value.retryable is is_passing
    assert raised.value.retry_after_s == (30 if answer.status == 429 else None)


def test_a_slow_answer_is_not_repeated_since_each_message_costs(
    phone: Address, service: TwilioDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_S", 0.2)
    service.answers = [Answer(201, pause_s=0.6)]

    with pytest.raises(DeliveryError, match="may have arrived") as raised:
        hand_over(delivery_to(phone))

    assert not raised.value.retryable
    assert isinstance(raised.value.__cause__, ReadTimeout)


def test_twilio_that_is_down_is_left_alone(phone: Address, service: TwilioDouble) -> None:
    service.answers = [Answer(503)] * 5
    delivery = delivery_to(phone)
    for _ in range(5):
        with pytest.raises(DeliveryError):
            hand_over(delivery)

    with pytest.raises(DeliveryError, match="left alone") as raised:
        hand_over(delivery)

    assert len(service.asked) == 5
    assert raised.value.retry_after_s


def test_a_thousand_messages_to_one_person_are_ten(
    phone: Address, ada: User, service: TwilioDouble, settings: Settings
) -> None:
    with time_machine.travel(START, tick=False):
        for _ in range(10):
            text(user=ada, number=NUMBER, body="Hello")
        for _ in range(990):
            with pytest.raises(DeliveryError, match="of today are used up") as raised:
                text(user=ada, number=NUMBER, body="Hello")
            assert not raised.value.retryable
        assert left_today(ada) == 0

    assert len(service.messages) == 10


def test_all_people_together_have_a_limit(service: TwilioDouble, settings: Settings, db: None) -> None:
    settings.SMS_PER_DAY = 3
    with time_machine.travel(START, tick=False):
        for _ in range(3):
            text(user=AthleteFactory().user, number=NUMBER, body="Hello")
        with pytest.raises(DeliveryError, match="this installation"):
            text(user=AthleteFactory().user, number=NUMBER, body="Hello")

    assert len(service.messages) == 3


def test_a_country_that_the_operator_took_off_the_list_gets_nothing(
    phone: Address, service: TwilioDouble, settings: Settings
) -> None:
    settings.SMS_COUNTRIES = ["US"]

    with pytest.raises(AddressRefusedError):
        hand_over(delivery_to(phone))

    assert service.asked == []


def test_a_number_is_used_once_its_code_came_back(ada: User, service: TwilioDouble) -> None:
    address = send_code(user=ada, number=NUMBER)
    assert CHANNEL.targets(ada) == []
    code = code_in(service)
    assert code not in str(Address.objects.values())

    confirm(address=address, code=f" {code[:3]} {code[3:]} ")

    address.refresh_from_db()
    assert CHANNEL.targets(ada) == [NUMBER]
    assert address.code_hash == ""


def test_a_code_is_good_for_five_tries(ada: User, service: TwilioDouble) -> None:
    address = send_code(user=ada, number=NUMBER)
    code = code_in(service)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        with pytest.raises(DataValidationError, match="not the code"):
            confirm(address=address, code=wrong)

    with pytest.raises(DataValidationError, match="not valid any more"):
        confirm(address=address, code=code)
    assert CHANNEL.targets(ada) == []


def test_a_code_ends_after_ten_minutes(ada: User, service: TwilioDouble) -> None:
    with time_machine.travel(START, tick=False) as clock:
        address = send_code(user=ada, number=NUMBER)
        clock.shift(timedelta(minutes=10))

        with pytest.raises(DataValidationError, match="not valid any more"):
            confirm(address=address, code=code_in(service))


def test_a_new_code_ends_the_one_before(ada: User, service: TwilioDouble) -> None:
    address = send_code(user=ada, number=NUMBER)
    first = code_in(service)
    send_code(user=ada, number=NUMBER)

    if first != code_in(service):
        with pytest.raises(DataValidationError):
            confirm(address=address, code=first)
    confirm(address=address, code=code_in(service))


def test_codes_are_limited_per_person_and_per_number(ada: User, service: TwilioDouble) -> None:
    with time_machine.travel(START, tick=False):
        for _ in range(3):
            send_code(user=ada, number=NUMBER)
        with pytest.raises(RateLimitedError):
            send_code(user=ada, number="+4915187654321")
        with pytest.raises(RateLimitedError):
            send_code(user=AthleteFactory().user, number=NUMBER)

    assert len(service.messages) == 3


def test_the_page_leads_from_the_number_to_its_use(client: Client, ada: User, service: TwilioDouble) -> None:
    page = reverse("notifications:sms:connect")
    before = client.get(page).content.decode()
    assert "about $0.08" in before
    assert "10 a day; 10 are left today" in before

    asked = client.post(page, {"number": "0049 151 12345678"}, follow=True).content.decode()
    assert f"Code sent to {NUMBER}" in asked
    assert "9 are left today" in asked

    address = Address.objects.get(channel="sms")
    done = client.post(reverse("notifications:sms:verify", args=[address.uid]), {"code": code_in(service)})
    assert done.headers["Location"] == f"{reverse('notifications:preferences')}#addresses"
    assert CHANNEL.targets(ada) == [NUMBER]


@pytest.mark.parametrize("number", ["0151 12345678", "+8613812345678", ""])
def test_a_number_that_cannot_be_used_stays_in_the_form(
    client: Client, service: TwilioDouble, number: str
) -> None:
    html = client.post(reverse("notifications:sms:connect"), {"number": number}).content.decode()

    assert "field-error" in html
    assert f'value="{number}"' in html or not number
    assert service.asked == []


def test_who_is_no_athlete_may_bring_a_number_too(service: TwilioDouble, db: None) -> None:
    coach = UserFactory()

    address = send_code(user=coach, number=NUMBER)

    confirm(address=address, code=code_in(service))
    assert CHANNEL.targets(coach) == [NUMBER]
    assert ExternalCall.objects.get().subject == coach.uid


def test_nobody_else_may_enter_a_code(ada: User, service: TwilioDouble) -> None:
    address = send_code(user=ada, number=NUMBER)
    stranger = Client()
    stranger.force_login(AthleteFactory().user)

    response = stranger.post(
        reverse("notifications:sms:verify", args=[address.uid]), {"code": code_in(service)}
    )

    assert response.status_code == 404
    address.refresh_from_db()
    assert (address.verified_at, address.code_attempts) == (None, 0)


def call(name: str, token: str = TOKEN, site: str = SITE, **values: str) -> int:
    """The status with which we answer a call of Twilio's."""
    path = reverse(f"notifications:sms:{name}")
    headers = {"X-Twilio-Signature": signature(f"{site}{path}", values, token)}
    return Client(enforce_csrf_checks=True).post(path, values, headers=headers).status_code


@pytest.mark.parametrize("word", ["STOP", " stop ", "Unsubscribe"])
def test_stop_switches_a_number_off_wherever_it_is_used(phone: Address, word: str) -> None:
    other = Address.objects.create(
        user=AthleteFactory().user, channel="sms", target=NUMBER, verified_at=START
    )

    assert call("answer", From=NUMBER, Body=word, MessageSid="SM1") == 200
    assert call("answer", From=NUMBER, Body=word, MessageSid="SM1") == 200

    for address in (phone, other):
        address.refresh_from_db()
        assert address.disabled_reason == "You answered STOP."
    assert Message.objects.filter(kind="address_disabled").count() == 2


def test_start_switches_on_what_stop_had_switched_off(phone: Address) -> None:
    call("answer", From=NUMBER, Body="STOP", MessageSid="SM1")
    call("answer", From=NUMBER, Body="START", MessageSid="SM2")
    phone.refresh_from_db()
    assert phone.disabled_at is None

    Address.objects.update(disabled_at=START, disabled_reason="The message did not arrive (30005).")
    call("answer", From=NUMBER, Body="START", MessageSid="SM3")
    phone.refresh_from_db()
    assert phone.disabled_at == START


def test_other_words_change_nothing(phone: Address) -> None:
    assert call("answer", From=NUMBER, Body="Thanks, stop by later", MessageSid="SM1") == 200

    phone.refresh_from_db()
    assert phone.disabled_at is None


def sent_to(phone: Address) -> Delivery:
    delivery = delivery_to(phone)
    deliver(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_message_that_did_not_arrive_is_said_and_a_dead_number_left_alone(phone: Address) -> None:
    delivery = sent_to(phone)
    given = {"MessageSid": delivery.provider_id, "MessageStatus": "undelivered", "ErrorCode": "30005"}

    assert [call("status", **given), call("status", **given)] == [204, 204]

    delivery.refresh_from_db()
    phone.refresh_from_db()
    assert (delivery.state, delivery.error) == ("failed", "The message did not arrive (30005).")
    assert phone.disabled_at is not None
    assert Message.objects.filter(kind="address_disabled").count() == 1


@pytest.mark.parametrize(("status", "code"), [("delivered", ""), ("sent", ""), ("undelivered", "30008")])
def test_other_ends_leave_the_number_in_use(phone: Address, status: str, code: str) -> None:
    delivery = sent_to(phone)

    assert call("status", MessageSid=delivery.provider_id, MessageStatus=status, ErrorCode=code) == 204

    phone.refresh_from_db()
    assert phone.disabled_at is None


@pytest.mark.parametrize("name", ["status", "answer"])
@pytest.mark.parametrize("forged", [{"token": "other"}, {"site": "https://else.example"}])
def test_a_call_that_twilio_did_not_sign_is_refused(
    phone: Address, name: str, forged: dict[str, str]
) -> None:
    given = {"From": NUMBER, "Body": "STOP", "MessageSid": "SM1", "MessageStatus": "failed"}

    assert call(name, **forged, **given) == 403

    phone.refresh_from_db()
    assert phone.disabled_at is None


def test_without_its_settings_the_channel_is_off(client: Client, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""

    assert not CHANNEL.is_available()
    assert client.get(reverse("notifications:sms:connect")).status_code == 404
    assert call("answer", token="", From=NUMBER, Body="STOP") == 403
