import smtplib
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from athletes.models import User
from config.core.celery import run_inline
from notifications.errors import DeliveryError
from notifications.models import Address, Delivery, Message
from notifications.selectors import messages_to, unread_of
from notifications.services.addresses import enable_address
from notifications.services.deliver import WAITS, claim, deliver, resend
from notifications.services.fan_out import fan_out
from notifications.services.interrupted import settle_interrupted
from notifications.services.sweep import sweep
from tests.doubles import mail as answers
from tests.doubles.mail import MailServer
from tests.factories.athletes import CoachLinkFactory, UserFactory, verify_email
from tests.notifications.conftest import tell

State = Delivery.State
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def delivery_to(user: User, channel: str = "email") -> Delivery:
    message = tell(user)
    fan_out(message_id=message.pk)
    return message.deliveries.get(address__channel=channel)


def test_a_mail_is_sent_once_however_often_it_is_asked_for(ada: User, mail_server: type[MailServer]) -> None:
    delivery = delivery_to(ada)

    deliver(delivery_id=delivery.pk)
    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (delivery.state, delivery.attempts, delivery.lease_until) == (State.SENT, 1, None)


def test_in_the_app_a_message_is_delivered_by_being_shown(ada: User) -> None:
    delivery = delivery_to(ada, "in_app")

    deliver(delivery_id=delivery.pk)

    assert Message.objects.shown().count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_sends(ada: User, mail_server: type[MailServer]) -> None:
    delivery = delivery_to(ada)
    mail_server.gate.clear()
    first = threading.Thread(target=run_and_close, args=(delivery.pk,))

    first.start()
    assert mail_server.entered.wait(timeout=10)
    deliver(delivery_id=delivery.pk)
    mail_server.gate.set()
    first.join(timeout=10)

    delivery.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_the_same_instant_one_claims(ada: User) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory has one connection; the file and PostgreSQL have many")
    delivery = delivery_to(ada)
    barrier, claims = threading.Barrier(8), []

    def race() -> None:
        barrier.wait(timeout=10)
        claims.append(claim(delivery.pk))
        connection.close()

    workers = [threading.Thread(target=race) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)

    assert len(claims) == 8
    assert len([each for each in claims if each is not None]) == 1


def run_and_close(delivery_id: int) -> None:
    try:
        deliver(delivery_id=delivery_id)
    finally:
        connection.close()


def test_a_worker_that_dies_while_sending_leaves_a_mail_that_is_repeated_once(
    ada: User, mail_server: type[MailServer]
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        delivery = delivery_to(ada)
        claim(delivery.pk)
        assert settle_interrupted() == 0

        clock.shift(timedelta(minutes=4))
        assert settle_interrupted() == 1
        delivery.refresh_from_db()
        assert (delivery.state, delivery.uncertain_at) == (State.UNCERTAIN, START + timedelta(minutes=4))

        deliver(delivery_id=delivery.pk)
        delivery.refresh_from_db()
        assert (delivery.state, len(mail.outbox)) == (State.SENT, 1)
        assert delivery.uncertain_at is not None


def test_a_worker_that_dies_twice_while_sending_is_not_followed_by_a_third(ada: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        delivery = delivery_to(ada)
        for _ in range(2):
            assert claim(delivery.pk) is not None
            clock.shift(timedelta(minutes=4))
            assert settle_interrupted() == 1

        assert claim(delivery.pk) is None
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.FAILED, 2)


def test_what_is_harmless_to_repeat_is_simply_repeated(ada: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        delivery = delivery_to(ada, "in_app")
        Delivery.objects.filter(pk=delivery.pk).update(state=State.WAITING)
        for _ in range(3):
            assert claim(delivery.pk) is not None
            clock.shift(timedelta(minutes=4))
            settle_interrupted()

        delivery.refresh_from_db()
        assert (delivery.state, delivery.uncertain_at) == (State.WAITING, None)


def test_a_slow_worker_that_did_send_prevents_the_repeat(ada: User, mail_server: type[MailServer]) -> None:
    with time_machine.travel(START, tick=False) as clock:
        delivery = delivery_to(ada)

        def interrupted_while_sending(*_: object) -> int:
            clock.shift(timedelta(minutes=4))
            settle_interrupted()
            return 1

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MailServer, "send_messages", interrupted_while_sending)
            deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.SENT
    assert claim(delivery.pk) is None


@pytest.mark.parametrize("answer", [answers.BUSY, answers.AWAY, answers.WRONG_LOGIN, TimeoutError("slow")])
def test_a_passing_fault_is_tried_again_later(
    ada: User, mail_server: type[MailServer], answer: Exception
) -> None:
    mail_server.answers = [answer]
    with time_machine.travel(START, tick=False) as clock:
        delivery = delivery_to(ada)

        deliver(delivery_id=delivery.pk)
        deliver(delivery_id=delivery.pk)
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.WAITING, 1)
        assert delivery.next_attempt_at == START + timedelta(minutes=1)

        clock.shift(timedelta(minutes=1))
        deliver(delivery_id=delivery.pk)
        assert len(mail.outbox) == 1


def test_the_waits_grow_and_end(ada: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [answers.AWAY] * 7
    with time_machine.travel(START, tick=False) as clock:
        delivery = delivery_to(ada)
        for wait in WAITS:
            deliver(delivery_id=delivery.pk)
            delivery.refresh_from_db()
            assert delivery.next_attempt_at - datetime.now(UTC) == wait
            clock.shift(wait)
        deliver(delivery_id=delivery.pk)

        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.FAILED, 7)


def test_a_mail_that_will_never_be_taken_is_not_tried_again(ada: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [answers.CONTENT_REFUSED]
    delivery = delivery_to(ada)

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == (State.FAILED, "The mail server answered 554.")
    assert Address.objects.get(channel="email").disabled_at is None


def test_a_refused_address_is_not_used_again_and_its_owner_hears_of_it_in_the_app(
    ada: User, mail_server: type[MailServer]
) -> None:
    mail_server.answers = [answers.REFUSED]
    delivery = delivery_to(ada)

    deliver(delivery_id=delivery.pk)

    address = Address.objects.get(channel="email")
    assert address.disabled_at is not None
    assert address.disabled_reason == "The mail server refused the address (550)."
    told = Message.objects.get(kind="address_disabled")
    assert (told.user, told.url) == (ada, "/notifications/preferences/#addresses")
    following = tell(ada, key="2")
    fan_out(message_id=following.pk)
    assert list(following.deliveries.values_list("address__channel", flat=True)) == ["in_app"]


def test_an_address_that_refuses_once_more_after_it_was_mended_is_told_again(
    ada: User, mail_server: type[MailServer]
) -> None:
    mail_server.answers = [answers.REFUSED, answers.REFUSED]
    delivery = delivery_to(ada)
    deliver(delivery_id=delivery.pk)
    enable_address(address=delivery.address)

    resend(delivery=delivery)
    deliver(delivery_id=delivery.pk)

    assert Address.objects.get(channel="email").disabled_at is not None
    assert Message.objects.filter(kind="address_disabled").count() == 2


def test_a_mail_that_waits_is_not_sent_to_an_address_that_was_given_up(
    ada: User, mail_server: type[MailServer]
) -> None:
    delivery = delivery_to(ada)
    EmailAddress.objects.filter(user=ada).update(email="new@example.org")

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, mail.outbox) == (State.FAILED, [])


@pytest.mark.parametrize("is_revoked", [False, True])
def test_a_coach_hears_nothing_of_an_athlete_who_took_back_the_leave(
    ada: User, mail_server: type[MailServer], is_revoked: bool
) -> None:
    coach = UserFactory()
    verify_email(coach)
    link = CoachLinkFactory(coach=coach, athlete=ada.athlete, scopes={"analysis": "write"})
    context = {"athlete": "Ada", "about": "Weekly review"}
    message = tell(coach, kind="draft_waiting", context=context, athlete=ada.athlete)
    fan_out(message_id=message.pk)
    delivery = message.deliveries.get(address__channel="email")
    if is_revoked:
        link.status = link.Status.REVOKED
        link.save()

    with time_machine.travel(delivery.next_attempt_at, tick=False):
        deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == (State.FAILED if is_revoked else State.SENT)
    assert len(mail.outbox) == unread_of(coach).count == messages_to(coach).count() == int(not is_revoked)


def test_an_operator_may_have_a_failed_mail_sent_again(ada: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [smtplib.SMTPDataError(554, b"no")]
    delivery = delivery_to(ada)
    deliver(delivery_id=delivery.pk)

    assert resend(delivery=delivery)
    deliver(delivery_id=delivery.pk)

    assert len(mail.outbox) == 1
    assert not resend(delivery=delivery)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_finds_what_every_lost_message_left_behind(
    ada: User, mail_server: type[MailServer]
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        tell(ada)
        clock.shift(timedelta(minutes=1))

        with run_inline() as failures:
            sweep()

    assert failures == []
    assert len(mail.outbox) == 1
    assert Message.objects.shown().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_sweep_leaves_alone_what_is_on_its_way(ada: User, mail_server: type[MailServer]) -> None:
    tell(ada)

    with run_inline():
        sweep()

    assert mail.outbox == []


def test_a_wait_that_the_other_side_names_is_kept(ada: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [DeliveryError("Busy.", retryable=True, retry_after_s=600)]
    with time_machine.travel(START, tick=False):
        delivery = delivery_to(ada)
        deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.next_attempt_at) == (State.WAITING, START + timedelta(minutes=10))


def test_words_that_cannot_be_made_are_a_fault_with_a_name_and_nothing_is_perhaps_sent(
    ada: User, mail_server: type[MailServer], client: Client
) -> None:
    delivery = delivery_to(ada)
    Message.objects.update(kind="import_finished", context={"imported": "x"})

    deliver(delivery_id=delivery.pk)
    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.lease_until) == (State.FAILED, 1, None)
    assert delivery.error == "The words of this message could not be made. Nothing was sent."
    assert (delivery.uncertain_at, mail.outbox) == (None, [])
    client.force_login(ada)
    pages = [client.get(f"/notifications/{part}") for part in ("", "history/")]
    assert [page.status_code for page in pages] == [200, 200]
    assert b"Nothing was sent." in pages[1].content


def test_what_waits_for_a_channel_without_its_setting_is_tried_again(ada: User, settings: Settings) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    address = Address.objects.create(user=ada, channel="webpush", target="https://push.example/1")
    delivery = Delivery.objects.create(message=tell(ada), address=address)

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.WAITING, 1)
    assert delivery.error == "This installation cannot send on this channel now."
