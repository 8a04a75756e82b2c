"""Messages keep the hours of whoever hears them, wherever they are, and whatever is late."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.models import User
from athletes.services import update_athlete
from config.core.celery import run_inline, sending_with
from notifications.models import Delivery, Message, Timing
from notifications.services.deliver import deliver
from notifications.services.fan_out import fan_out
from notifications.services.holding import hold_back, retime, users_to_retime
from notifications.services.preferences import set_preferences
from notifications.services.sweep import sweep
from tests.doubles import mail as answers
from tests.doubles.mail import MailServer
from tests.notifications.conftest import tell

State = Delivery.State
NIGHT = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
COUNTS = {"imported": 1, "duplicates": 0, "failed": 0}


@pytest.fixture
def sleeper(ada: User) -> User:
    """Ada with quiet hours from ten to seven, in London's winter."""
    choose(ada, quiet_from=time(22), quiet_until=time(7))
    update_athlete(athlete=ada.athlete, time_zone="Europe/London")
    set_preferences(user=ada, wishes={("import_finished", "email"): True})
    return ada


def choose(user: User, **hours: Any) -> None:
    Timing.objects.filter(user=user).update(**hours)


def mailed(user: User, key: str = "1", **changes: Any) -> Delivery:
    message = tell(user, key=key, **changes)
    fan_out(message_id=message.pk)
    return message.deliveries.get(address__channel="email")


def imported(user: User, key: str = "1") -> Delivery:
    return mailed(user, key, kind="import_finished", context=COUNTS)


def test_at_night_a_mail_waits_for_the_morning_and_the_app_shows_it_at_once(sleeper: User) -> None:
    asked: list[str] = []
    with time_machine.travel(NIGHT, tick=False), sending_with(lambda name, _: asked.append(name)):
        held = mailed(sleeper)
        shown = held.message.deliveries.get(address__channel="in_app")

    assert (held.state, held.next_attempt_at, held.bundle) == (State.WAITING, MORNING, "")
    assert held.reason == "Waits for the end of your quiet hours at 07:00."
    assert (shown.state, shown.sent_at, shown.reason) == (State.SENT, NIGHT, "")
    assert asked == ["notifications.tasks.fan_out"]


def test_what_can_wait_is_put_into_the_letter_of_its_day(sleeper: User) -> None:
    with time_machine.travel(NIGHT, tick=False):
        held = imported(sleeper)

    assert (held.next_attempt_at, held.bundle) == (MORNING, "daily 2026-03-02")
    assert held.reason == "Goes into the daily letter at 07:00."


def test_during_a_pause_a_mail_is_not_sent_and_says_why(sleeper: User) -> None:
    choose(sleeper, paused_until=date(2026, 3, 9))
    with time_machine.travel(NIGHT, tick=False):
        skipped = mailed(sleeper)
        deliver(delivery_id=skipped.pk)

    skipped.refresh_from_db()
    assert (skipped.state, skipped.attempts, mail.outbox) == (State.SKIPPED, 0, [])
    assert skipped.reason == "You had paused all messages until 9 Mar 2026."
    assert skipped.message.deliveries.get(address__channel="in_app").state == State.SENT


def test_somebody_without_an_athlete_keeps_the_hours_of_utc(db: None) -> None:
    from tests.factories.athletes import UserFactory, verify_email

    coach = UserFactory()
    verify_email(coach)
    with time_machine.travel(NIGHT, tick=False):
        assert mailed(coach).next_attempt_at == MORNING


def test_a_mail_whose_worker_was_late_is_not_sent_at_night(
    sleeper: User, mail_server: type[MailServer]
) -> None:
    with time_machine.travel(NIGHT - timedelta(hours=2), tick=False) as clock:
        late = mailed(sleeper)
        clock.move_to(NIGHT)
        deliver(delivery_id=late.pk)
        late.refresh_from_db()
        assert (late.state, late.attempts, late.next_attempt_at) == (State.WAITING, 0, MORNING)

        clock.move_to(MORNING)
        deliver(delivery_id=late.pk)

    late.refresh_from_db()
    assert (late.state, late.sent_at, late.reason) == (State.SENT, MORNING, "")


def test_another_try_does_not_fall_into_the_night(sleeper: User, mail_server: type[MailServer]) -> None:
    mail_server.answers = [answers.AWAY]
    with time_machine.travel(NIGHT - timedelta(minutes=61), tick=False) as clock:
        tried = mailed(sleeper)
        deliver(delivery_id=tried.pk)
        clock.move_to(NIGHT)
        deliver(delivery_id=tried.pk)

    tried.refresh_from_db()
    assert (tried.state, tried.attempts, tried.next_attempt_at) == (State.WAITING, 1, MORNING)


def test_a_pause_that_begins_later_also_holds_for_what_is_due(sleeper: User) -> None:
    with time_machine.travel(NIGHT - timedelta(hours=2), tick=False):
        due = mailed(sleeper)
        choose(sleeper, paused_until=date(2026, 3, 9))

        assert hold_back(due)

    due.refresh_from_db()
    assert due.state == State.SKIPPED


def test_who_crosses_the_date_line_hears_at_the_hours_of_the_new_place(sleeper: User) -> None:
    with time_machine.travel(NIGHT, tick=False):
        update_athlete(athlete=sleeper.athlete, time_zone="Pacific/Auckland")
        letter = imported(sleeper)
        assert letter.bundle == "daily 2026-03-03"
        assert letter.next_attempt_at == datetime(2026, 3, 2, 18, 0, tzinfo=UTC)

        with run_inline() as failures:
            update_athlete(athlete=sleeper.athlete, time_zone="Pacific/Honolulu")
            retime(user=sleeper)

        letter.refresh_from_db()
        assert failures == []
        assert letter.bundle == "daily 2026-03-02"
        assert letter.next_attempt_at == datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def test_moving_asks_for_new_hours_of_what_waits(sleeper: User) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []
    with sending_with(lambda name, ids: asked.append((name, ids))):
        update_athlete(athlete=sleeper.athlete, time_zone="Asia/Tokyo")
        update_athlete(athlete=sleeper.athlete, name="Ada")

    assert asked == [("notifications.tasks.retime", (sleeper.pk,))]


@pytest.mark.django_db(transaction=True)
def test_the_sweep_notices_a_move_of_which_no_message_told(sleeper: User) -> None:
    with time_machine.travel(NIGHT, tick=False) as clock:
        held = mailed(sleeper)
        clock.shift(timedelta(minutes=1))
        update_athlete(athlete=sleeper.athlete, time_zone="America/New_York")
        assert users_to_retime(10) == [sleeper.pk]

        with sending_with(lambda *_: None):
            sweep()
        held.refresh_from_db()
        assert (held.next_attempt_at, held.reason) == (NIGHT + timedelta(minutes=1), "")
        assert users_to_retime(10) == []


def test_new_hours_do_not_touch_what_is_due_or_was_tried(sleeper: User) -> None:
    with time_machine.travel(NIGHT, tick=False) as clock:
        letter, tried = imported(sleeper), mailed(sleeper, "2")
        Delivery.objects.filter(pk=tried.pk).update(attempts=1)
        clock.move_to(MORNING)

        assert retime(user=sleeper) == 0

    letter.refresh_from_db()
    assert letter.next_attempt_at == MORNING


@pytest.mark.django_db(transaction=True)
def test_in_the_minute_after_the_quiet_hours_the_sweep_sends(
    sleeper: User, mail_server: type[MailServer]
) -> None:
    with time_machine.travel(NIGHT, tick=False) as clock:
        mailed(sleeper)
        for minute, mails in ((MORNING - timedelta(minutes=1), 0), (MORNING, 1)):
            clock.move_to(minute)
            with run_inline() as failures:
                sweep()
            assert (failures, len(mail.outbox)) == ([], mails)


@pytest.mark.parametrize("count", [1, 40])
def test_fan_out_asks_as_often_for_many_messages_as_for_one(sleeper: User, count: int) -> None:
    for number in range(count):
        message = tell(sleeper, key=str(number))
        fan_out(message_id=message.pk)
    last = tell(sleeper, key="last")

    with CaptureQueriesContext(connection) as captured:
        fan_out(message_id=last.pk)

    assert len(captured) <= 16
    assert Message.objects.not_fanned_out().count() == 0
