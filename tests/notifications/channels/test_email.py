import re
import socket
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from athletes.models import User
from config.core.models import Breaker, ExternalCall
from notifications import tasks
from notifications.channels.email import keeping
from notifications.channels.email.channel import CHANNEL
from notifications.channels.email.unsubscribing import unsubscribe_link
from notifications.errors import AddressRefusedError, DeliveryError
from notifications.models import Address, Delivery, Preference
from notifications.services.deliver import deliver
from notifications.services.fan_out import fan_out
from notifications.services.preferences import set_preferences
from tests.doubles.smtp import SmtpDouble, mail_server
from tests.factories.athletes import AthleteFactory, UserFactory, verify_email
from tests.notifications.conftest import hand_over, tell


@pytest.fixture
def smtp(settings: Settings) -> Iterator[SmtpDouble]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def delivery_to(user: User, **changes: object) -> Delivery:
    message = tell(user, **changes)
    fan_out(message_id=message.pk)
    return message.deliveries.get(address__channel="email")


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def test_a_mail_arrives_in_both_forms_with_its_one_click_header(
    ada: User, smtp: SmtpDouble, settings: Settings
) -> None:
    settings.SITE_URL = "https://formline.example"
    delivery = delivery_to(ada)

    deliver(delivery_id=delivery.pk)

    (mail,) = smtp.mails
    delivery.refresh_from_db()
    link = mail["List-Unsubscribe"].strip(" <>")
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Saturday was much more than usual.")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://formline.example/notifications/channels/email/unsubscribe/")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[union-attr]
    assert all(link in part.get_content() for part in mail.iter_parts())  # type: ignore[union-attr]
    assert (delivery.state, delivery.provider_id) == ("sent", f"<{delivery.uid}@formline.example>")
    assert mail["Message-ID"] == delivery.provider_id


def test_where_mails_are_only_logged_nobody_is_offered_them(ada: User, settings: Settings) -> None:
    settings.IS_MAIL_REAL = False
    User.objects.update(is_staff=True)
    client = Client()
    client.force_login(ada)

    html = client.get("/notifications/preferences/").content.decode()

    assert "E-mail is not offered." in html
    assert "it needs EMAIL_URL or MAIL_PROVIDER" in html
    assert "No mail is sent before" not in html
    message = tell(ada)
    fan_out(message_id=message.pk)
    assert list(message.deliveries.values_list("address__channel", flat=True)) == ["in_app"]


def test_each_mail_is_on_record_without_its_words(ada: User, smtp: SmtpDouble) -> None:
    smtp.to_content = ["554 no"]
    for key in ("1", "2"):
        deliver(delivery_id=delivery_to(ada, key=key).pk)

    calls = ExternalCall.objects.order_by("pk")
    assert [(call.service, call.operation, call.subject, call.error_code) for call in calls] == [
        ("mail", "message", ada.athlete.uid, "DELIVERY_FAILED"),
        ("mail", "message", ada.athlete.uid, ""),
    ]


@pytest.mark.parametrize(
    ("recipient", "content", "is_passing", "words"),
    [
        (["450 later"], [], True, "asked to wait (450)"),
        (["550 unknown"], [], False, "refused the address (550)"),
        ([], ["451 busy"], True, "answered 451"),
        ([], ["554 spam"], False, "answered 554"),
    ],
)
def test_the_codes_of_the_server_decide(
    ada: User, smtp: SmtpDouble, recipient: list[str], content: list[str], is_passing: bool, words: str
) -> None:
    smtp.to_recipient, smtp.to_content = recipient, content

    with pytest.raises(DeliveryError, match=re.escape(words)) as raised:
        hand_over(delivery_to(ada))

    assert raised.value.retryable is is_passing
    assert isinstance(raised.value, AddressRefusedError) is ("550" in words)


def test_a_server_that_is_slow_is_given_up_for_now(ada: User, smtp: SmtpDouble, settings: Settings) -> None:
    settings.EMAIL_TIMEOUT, smtp.pause_s = 0.2, 0.6

    with pytest.raises(DeliveryError, match="is away") as raised:
        hand_over(delivery_to(ada))

    assert raised.value.retryable


def test_a_server_that_is_down_is_left_alone_after_five_mails(ada: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    deliveries = [delivery_to(ada, key=str(number)) for number in range(6)]

    for delivery in deliveries:
        deliver(delivery_id=delivery.pk)

    assert Breaker.objects.get(name="mail").state == "open"
    assert ExternalCall.objects.count() == 5
    errors = Delivery.objects.filter(address__channel="email").order_by("pk").values_list("error", flat=True)
    assert list(errors)[-1] == "The mail server is being left alone."
    assert set(Delivery.objects.filter(address__channel="email").values_list("state", flat=True)) == {
        "waiting"
    }


def test_refused_addresses_keep_nobody_elses_mail(ada: User, smtp: SmtpDouble) -> None:
    smtp.to_recipient = ["550 unknown"] * 6
    for number in range(6):
        with pytest.raises(AddressRefusedError):
            hand_over(delivery_to(ada, key=str(number)))

    hand_over(delivery_to(ada, key="last"))
    assert len(smtp.mails) == 1


def test_the_mail_program_unsubscribes_with_one_post_and_no_login(ada: User) -> None:
    path = path_of(unsubscribe_link([delivery_to(ada)]))

    response = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert Preference.objects.get().enabled is False
    message = tell(ada, key="2")
    fan_out(message_id=message.pk)
    assert list(message.deliveries.values_list("address__channel", flat=True)) == ["in_app"]


def test_a_person_sees_what_stops_before_it_does(ada: User) -> None:
    path = path_of(unsubscribe_link([delivery_to(ada)]))
    client = Client()

    before = client.get(path).content.decode()
    assert "Stop these mails?" in before
    assert "Training signals" in before
    assert not Preference.objects.exists()

    after = client.post(path).content.decode()
    assert "You get no more mails about:" in after
    assert client.post(path).status_code == 200


def test_the_page_promises_the_app_only_what_stands_there(ada: User) -> None:
    path = path_of(unsubscribe_link([delivery_to(ada)]))
    assert "In the app you still find it." in Client().get(path).content.decode()

    set_preferences(user=ada, wishes={("signal", "in_app"): False})

    html = Client().get(path).content.decode()
    assert "In the app you still find it." not in html
    assert "It is not shown in the app, unless you choose so." in html


def test_a_link_stops_what_its_letter_was_about_and_nothing_else(ada: User) -> None:
    comment = {"author": "Kim", "session": "Run", "day": "23 Nov 2026", "said": "Easy."}
    letter = [delivery_to(ada), delivery_to(ada, kind="coach_comment", context=comment)]

    Client().post(path_of(unsubscribe_link(letter)))

    assert set(Preference.objects.values_list("kind", "channel", "enabled")) == {
        ("signal", "email", False),
        ("coach_comment", "email", False),
    }


def test_what_must_be_sent_has_no_such_link(ada: User) -> None:
    delivery = delivery_to(ada)
    delivery.message.kind = "address_disabled"

    assert unsubscribe_link([delivery]) == ""


@pytest.mark.parametrize("token", ["x", "WyJhIl0:1abc:forged"])
def test_a_forged_link_stops_nothing(ada: User, token: str) -> None:
    response = Client().post(f"/notifications/channels/email/unsubscribe/{token}/")

    assert (response.status_code, Preference.objects.count()) == (404, 0)


def test_a_link_to_an_address_that_is_gone_says_so(ada: User) -> None:
    path = path_of(unsubscribe_link([delivery_to(ada)]))
    Address.objects.all().delete()

    assert Client().post(path).status_code == 404


def test_the_demo_athlete_gets_no_mail(db: None) -> None:
    demo = AthleteFactory(is_demo=True).user
    verify_email(demo)

    assert CHANNEL.targets(demo) == []


def test_a_coach_who_is_no_athlete_gets_mail(db: None, smtp: SmtpDouble) -> None:
    coach = UserFactory(email="cleo@example.org")
    verify_email(coach)
    delivery = delivery_to(coach, kind="security", context={"event": "A key was made", "at": "Now"})

    deliver(delivery_id=delivery.pk)

    assert [mail["To"] for mail in smtp.mails] == ["cleo@example.org"]
    assert ExternalCall.objects.get().subject == coach.uid


def test_mails_follow_each_other_on_one_connection(ada: User, smtp: SmtpDouble) -> None:
    for number in range(3):
        tasks.fan_out(tell(ada, key=str(number)).pk)

    assert (len(smtp.mails), smtp.greetings) == (3, 1)


@pytest.mark.parametrize("trouble", ["idle", "many", "gone", "refused"])
def test_a_connection_that_may_be_dead_is_not_used_again(
    ada: User, smtp: SmtpDouble, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    tasks.fan_out(tell(ada, key="1").pk)
    match trouble:
        case "idle":
            monkeypatch.setattr(keeping, "IDLE_S", 0)
        case "many":
            monkeypatch.setattr(keeping, "MAILS", 1)
        case "gone":
            assert keeping._kept.backend is not None
            keeping._kept.backend.connection.sock.shutdown(socket.SHUT_RDWR)
        case "refused":
            smtp.to_content = ["554 looks like spam"]
            tasks.fan_out(tell(ada, key="2").pk)

    tasks.fan_out(tell(ada, key="3").pk)

    assert (len(smtp.mails), smtp.greetings) == (2, 2)
