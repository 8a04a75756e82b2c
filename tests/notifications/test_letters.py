"""What goes in one letter is claimed, sent and recorded together, whatever is killed when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.models import User
from config.core.celery import run_inline, sending_with
from notifications.channels.email.channel import CHANNEL
from notifications.models import Address, Delivery, Message
from notifications.services.deliver import claim, deliver
from notifications.services.fan_out import fan_out
from notifications.services.interrupted import settle_interrupted
from notifications.services.preferences import set_preferences
from notifications.services.sweep import sweep
from tests.doubles import mail as answers
from tests.doubles.mail import MailServer
from tests.notifications.conftest import tell

State = Delivery.State
EVENING = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wants_letters(ada: User) -> None:
    set_preferences(user=ada, wishes={("import_finished", "email"): True})


def in_a_letter(user: User, count: int) -> list[Delivery]:
    """Deliveries by mail of that many messages, told in the evening."""
    for number in range(1, count + 1):
        context = {"imported": number, "duplicates": 0, "failed": 0}
        fan_out(message_id=tell(user, kind="import_finished", key=str(number), context=context).pk)
    return list(Delivery.objects.filter(address__channel="email").order_by("pk"))


def states(deliveries: list[Delivery]) -> list[Any]:
    rows = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    return [*rows.order_by("pk").values_list("state", "attempts", "lease_until")]


def test_a_letter_holds_what_was_told_in_a_day(ada: User, mail_server: type[MailServer]) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 3)
        clock.move_to(MORNING)
        for delivery in deliveries:
            deliver(delivery_id=delivery.pk)

    (sent,) = mail.outbox
    assert sent.subject == "1 activity imported, and 2 more"
    assert states(deliveries) == [(State.SENT, 1, None)] * 3
    assert len(set(Delivery.objects.filter(bundle="daily 2026-03-02").values_list("provider_id"))) == 1


def test_one_alone_is_an_ordinary_mail(ada: User, mail_server: type[MailServer]) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        (delivery,) = in_a_letter(ada, 1)
        clock.move_to(MORNING)
        deliver(delivery_id=delivery.pk)

    assert [sent.subject for sent in mail.outbox] == ["1 activity imported"]


def test_a_letter_is_claimed_by_one_worker_only(ada: User) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        first, second, third = in_a_letter(ada, 3)
        assert claim(first.pk) is None
        clock.move_to(MORNING)

        assert claim(second.pk) == [first, second, third]
        assert (claim(first.pk), claim(third.pk)) == (None, None)


def test_what_joins_a_letter_after_it_was_claimed_goes_in_another(ada: User) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        first, second, late = in_a_letter(ada, 3)
        Delivery.objects.filter(pk=late.pk).update(next_attempt_at=MORNING + timedelta(minutes=1))
        clock.move_to(MORNING)
        assert claim(first.pk) == [first, second]
        clock.shift(timedelta(minutes=1))

        assert claim(late.pk) == [late]


def test_a_worker_that_dies_with_a_letter_leaves_all_of_it_to_be_repeated_once(
    ada: User, mail_server: type[MailServer]
) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 2)
        clock.move_to(MORNING)
        claim(deliveries[0].pk)
        clock.shift(timedelta(minutes=4))
        assert settle_interrupted() == 2
        assert states(deliveries) == [(State.UNCERTAIN, 1, None)] * 2

        deliver(delivery_id=deliveries[1].pk)
        assert states(deliveries) == [(State.SENT, 2, None)] * 2
        assert len(mail.outbox) == 1
        assert Delivery.objects.filter(uncertain_at=MORNING + timedelta(minutes=4)).count() == 2


def test_a_letter_that_was_interrupted_twice_takes_nothing_new_with_it(ada: User) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        old, new = in_a_letter(ada, 2)
        Delivery.objects.filter(pk=new.pk).update(next_attempt_at=MORNING + timedelta(minutes=1))
        clock.move_to(MORNING)
        for _ in range(2):
            claim(old.pk)
            clock.shift(timedelta(minutes=4))
            settle_interrupted()

    assert [state for state, *_ in states([old, new])] == [State.FAILED, State.UNCERTAIN]


def test_a_letter_that_finds_no_server_waits_as_one(ada: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [answers.AWAY]
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 2)
        clock.move_to(MORNING)
        deliver(delivery_id=deliveries[0].pk)
        assert states(deliveries) == [(State.WAITING, 1, None)] * 2
        clock.shift(timedelta(minutes=1))
        deliver(delivery_id=deliveries[1].pk)

    assert states(deliveries) == [(State.SENT, 2, None)] * 2
    assert len(mail.outbox) == 1


def test_one_message_without_words_leaves_its_letter_and_the_others_go(
    ada: User, mail_server: type[MailServer]
) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 3)
        Message.objects.filter(deliveries=deliveries[0]).update(context={"imported": "x"})
        clock.move_to(MORNING)
        deliver(delivery_id=deliveries[0].pk)

    assert states(deliveries) == [(State.FAILED, 1, None), *[(State.SENT, 1, None)] * 2]
    assert [sent.subject for sent in mail.outbox] == ["2 activities imported, and 1 more"]


def test_a_letter_is_recorded_as_it_was_composed_or_not_sent(
    ada: User, mail_server: type[MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker may have taken a part of it between composing and claiming."""
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 3)
        clock.move_to(MORNING)
        compose = CHANNEL.compose_bundle

        def while_another_takes_one(together: list[Delivery]) -> object:
            Delivery.objects.filter(pk=deliveries[2].pk).update(state=State.SKIPPED)
            return compose(together)

        monkeypatch.setattr(CHANNEL, "compose_bundle", while_another_takes_one)
        deliver(delivery_id=deliveries[0].pk)
        assert (states(deliveries)[0], mail.outbox) == ((State.WAITING, 0, None), [])

        deliver(delivery_id=deliveries[0].pk)

    assert [state for state, *_ in states(deliveries)] == [State.SENT, State.SENT, State.SKIPPED]
    assert len(mail.outbox) == 1


def test_a_letter_that_is_refused_is_told_of_once(ada: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [answers.REFUSED]
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 3)
        clock.move_to(MORNING)
        deliver(delivery_id=deliveries[0].pk)

    assert [state for state, *_ in states(deliveries)] == [State.FAILED] * 3
    assert Address.objects.exclude(disabled_at=None).get().channel == "email"
    assert Message.objects.filter(kind="address_disabled").count() == 1


def test_the_sweep_asks_for_each_letter_once(ada: User) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        deliveries = in_a_letter(ada, 5)
        clock.move_to(MORNING)
        asked: list[tuple[str, tuple[Any, ...]]] = []
        with sending_with(lambda name, ids: asked.append((name, ids))):
            sweep()

    mails = [ids for name, ids in asked if ids[0] in {delivery.pk for delivery in deliveries}]
    assert mails == [(deliveries[0].pk,)]


@pytest.mark.django_db(transaction=True)
def test_the_sweep_sends_the_letter_at_its_hour(ada: User, mail_server: type[MailServer]) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        in_a_letter(ada, 2)
        clock.move_to(MORNING)
        with run_inline() as failures:
            sweep()

    assert (failures, len(mail.outbox)) == ([], 1)


def crowd(user: User, count: int, **outcome: Any) -> None:
    """Deliveries by mail of that many messages, in the given state."""
    address = Address.objects.create(user=user, channel="email", target=f"{count}@example.org")
    given = {"user": user, "kind": "import_finished", "fanned_out_at": EVENING}
    told = [Message(**given, key=f"{count} {number}") for number in range(count)]
    messages = Message.objects.bulk_create(told)
    Delivery.objects.bulk_create(
        [Delivery(message=message, address=address, **outcome) for message in messages]
    )


@pytest.mark.parametrize(
    "outcome",
    [
        {"state": State.WAITING, "next_attempt_at": EVENING},
        {"state": State.WAITING, "next_attempt_at": EVENING, "bundle": "daily 2026-03-01"},
        {"state": State.SENDING, "lease_until": EVENING},
    ],
)
def test_a_crowd_at_once_costs_the_sweep_no_more_questions(ada: User, outcome: dict[str, Any]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured, sending_with(lambda *_: None):
            sweep()
        return len(captured)

    with time_machine.travel(EVENING, tick=False) as clock:
        crowd(ada, 1, **outcome)
        clock.move_to(MORNING)
        few = asked()
        clock.move_to(EVENING)
        crowd(ada, 2_000, **outcome)
        clock.move_to(MORNING)

        assert asked() <= few
