from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from athletes import vault
from athletes.errors import (
    AttemptClosedError,
    AttemptOpenError,
    ConnectingBusyError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminRateLimitError,
)
from athletes.login_runner import run_here
from athletes.models import Athlete, Connection, ConnectionAttempt, Credential, User, Way
from athletes.services import cancel_attempt, connect_key, connect_tokens, give_code, start_login
from config.core.celery import sending_with
from config.core.errors import DataValidationError, RateLimitedError
from config.core.models import AuditEvent, AuditPayload
from tests.athletes.services.scripted import (
    ADA,
    ADAS_KEY,
    CODE,
    KEY,
    NEEDS_CODE,
    PASSWORD,
    TOKENS,
    ScriptedGarmin,
)
from tests.factories.athletes import AthleteFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODE_WRONG = GarminAuthenticationError("Garmin does not accept this code.", code="GARMIN_CODE_WRONG")
State = ConnectionAttempt.State


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory()


@pytest.fixture(autouse=True)
def asked() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """The tasks that are asked for, in place of a broker."""
    sent: list[tuple[str, tuple[Any, ...]]] = []
    with sending_with(lambda name, ids: sent.append((name, ids))):
        yield sent


def log_in(athlete: Athlete, garmin: ScriptedGarmin, **more: Any) -> ConnectionAttempt:
    login = {"email": " ada@example.org ", "password": PASSWORD, "run": run_here, **more}
    return start_login(athlete=athlete, doors=garmin.doors, **login)


def enter(attempt: ConnectionAttempt, garmin: ScriptedGarmin, code: str = CODE) -> ConnectionAttempt:
    return give_code(attempt=attempt, code=code, run=run_here, doors=garmin.doors)


def events() -> list[tuple[str, dict[str, Any]]]:
    bodies = dict(AuditPayload.objects.values_list("event_uid", "body"))
    return [(each.action, bodies[each.uid]) for each in AuditEvent.objects.order_by("pk")]


def test_a_login_makes_a_connection_that_is_synced_at_once(ada: Athlete, asked: list[Any]) -> None:
    garmin = ScriptedGarmin(ADA)

    attempt = log_in(ada, garmin)

    connection = Connection.objects.get()
    assert (attempt.state, attempt.error_code, garmin.steps) == (State.CONNECTED, "", ["verifying"])
    assert (connection.way, connection.state, connection.account) == (Way.LOGIN, "active", "ada-at-garmin")
    assert vault.unseal(athlete=ada, purpose="garmin_login") == TOKENS
    assert asked == [
        ("notifications.tasks.retime", (ada.user_id,)),
        ("metrics.tasks.sync_connection", (connection.pk,)),
    ]
    assert events() == [("connection.made", {"way": "garmin_login"})]
    assert AuditEvent.objects.get().actor_uid == ada.user.uid
    line = garmin.asked[0].pop("line")
    assert garmin.asked == [
        {"email": "ada@example.org", "password": PASSWORD, "is_china": False, "given": ()}
    ]
    assert (line.service, line.subject) == ("garmin_sso", ada.uid)


def test_the_zone_of_somebody_new_is_that_of_the_account(ada: Athlete) -> None:
    log_in(ada, ScriptedGarmin(ADA))
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Berlin"

    eve = AthleteFactory(time_zone="Asia/Tokyo")
    log_in(eve, ScriptedGarmin(ADA))
    eve.refresh_from_db()
    assert eve.time_zone == "Asia/Tokyo"


def test_a_code_finishes_the_login(ada: Athlete) -> None:
    garmin = ScriptedGarmin(NEEDS_CODE, ADA)

    attempt = log_in(ada, garmin, is_china=True)
    assert (attempt.state, Connection.objects.count()) == (State.NEEDS_CODE, 0)

    assert enter(attempt, garmin, " 482 913 ").state == State.CONNECTED
    assert (garmin.asked[1]["code"], garmin.asked[1]["state"]) == ("482913", NEEDS_CODE.state)
    assert garmin.asked[1]["is_china"] is True
    assert Connection.objects.get().is_china is True
    assert list(Credential.objects.values_list("purpose", flat=True)) == ["garmin_login"]


def test_a_code_is_used_once(ada: Athlete) -> None:
    garmin = ScriptedGarmin(NEEDS_CODE, ADA)
    attempt = log_in(ada, garmin)
    enter(attempt, garmin)

    with pytest.raises(AttemptClosedError):
        enter(attempt, garmin)
    assert len(garmin.asked) == 2


def test_three_wrong_codes_end_the_login(ada: Athlete) -> None:
    garmin = ScriptedGarmin(NEEDS_CODE, CODE_WRONG, CODE_WRONG, CODE_WRONG)
    attempt = log_in(ada, garmin)

    states = [enter(attempt, garmin).state for _ in range(3)]

    assert states == [State.NEEDS_CODE, State.NEEDS_CODE, State.FAILED]
    assert attempt.error_code == "GARMIN_CODE_WRONG"
    assert not Credential.objects.exists()
    assert events() == [("connection.refused", {"way": "garmin_login", "code": "GARMIN_CODE_WRONG"})] * 3


def test_an_outage_while_a_code_is_checked_ends_the_login(ada: Athlete) -> None:
    garmin = ScriptedGarmin(NEEDS_CODE, GarminConnectionError())

    attempt = enter(log_in(ada, garmin), garmin)

    assert (attempt.state, attempt.error_code) == (State.FAILED, "GARMIN_UNAVAILABLE")
    assert not Credential.objects.exists()
    assert events() == []


@pytest.mark.parametrize("code", ["", "12", "12345678901", "abcdef", "12 34x", "١٢٣٤٥٦"])
def test_what_is_no_code_costs_no_try(ada: Athlete, code: str) -> None:
    garmin = ScriptedGarmin(NEEDS_CODE)
    attempt = log_in(ada, garmin)

    with pytest.raises(DataValidationError) as error:
        enter(attempt, garmin, code)
    assert list(error.value.fields) == ["code"]
    attempt.refresh_from_db()
    assert (attempt.state, attempt.code_tries) == (State.NEEDS_CODE, 0)


def test_a_code_that_finds_everybody_busy_may_be_given_again(ada: Athlete) -> None:
    def busy(work: object) -> None:
        raise ConnectingBusyError

    garmin = ScriptedGarmin(NEEDS_CODE, ADA)
    attempt = log_in(ada, garmin)
    with pytest.raises(ConnectingBusyError):
        give_code(attempt=attempt, code=CODE, run=busy, doors=garmin.doors)

    assert enter(attempt, garmin).state == State.CONNECTED


def test_a_login_that_finds_everybody_busy_is_over(ada: Athlete) -> None:
    def busy(work: object) -> None:
        raise ConnectingBusyError

    with pytest.raises(ConnectingBusyError):
        log_in(ada, ScriptedGarmin(), run=busy)
    assert ConnectionAttempt.objects.get().error_code == "CONNECTING_BUSY"


def test_a_wrong_password_is_told_and_nothing_stays(ada: Athlete, asked: list[Any]) -> None:
    words = "Garmin does not accept this e-mail address with this password."
    refusal = GarminAuthenticationError(words, code="GARMIN_PASSWORD_WRONG")

    attempt = log_in(ada, ScriptedGarmin(refusal))

    assert (attempt.state, attempt.error_code, attempt.error_message) == (
        State.FAILED,
        "GARMIN_PASSWORD_WRONG",
        words,
    )
    assert (Connection.objects.count(), Credential.objects.count(), asked) == (0, 0, [])
    assert events() == [("connection.refused", {"way": "garmin_login", "code": "GARMIN_PASSWORD_WRONG"})]


def test_while_garmin_refuses_logins_none_is_sent(ada: Athlete) -> None:
    garmin = ScriptedGarmin(GarminRateLimitError(), ADA)
    with time_machine.travel(NOON, tick=False) as clock:
        assert log_in(ada, garmin).error_code == "GARMIN_RATE_LIMITED"
        clock.shift(timedelta(hours=1, minutes=59))
        with pytest.raises(GarminRateLimitError, match="today, 14:00"):
            log_in(ada, garmin)
        assert len(garmin.asked) == 1

        clock.shift(timedelta(minutes=1))
        assert log_in(ada, garmin).state == State.CONNECTED


def test_tokens_made_at_home_help_meanwhile(ada: Athlete) -> None:
    garmin = ScriptedGarmin(GarminRateLimitError(), GarminRateLimitError(), ADA)
    log_in(ada, garmin)

    first, second = (
        connect_tokens(athlete=ada, text='{"di_token": "x"}', run=run_here, doors=garmin.doors)
        for _ in range(2)
    )

    assert (first.error_code, first.expires_at) == ("GARMIN_RATE_LIMITED", None)
    assert second.state == State.CONNECTED
    assert garmin.asked[2]["given"] == ('{"di_token": "x"}',)
    assert garmin.asked[2]["line"].service == "garmin_login"


def test_whatever_a_library_raises_ends_the_try_without_its_words(ada: Athlete, caplog: Any) -> None:
    attempt = log_in(ada, ScriptedGarmin(KeyError(f"{PASSWORD} in a header")))

    assert (attempt.state, attempt.error_code) == (State.FAILED, "INTERNAL_ERROR")
    assert PASSWORD not in attempt.error_message
    assert PASSWORD not in caplog.text
    assert "KeyError" in caplog.text


def test_what_was_stopped_meanwhile_is_not_saved(ada: Athlete, asked: list[Any]) -> None:
    def stopped() -> Any:
        cancel_attempt(attempt=ConnectionAttempt.objects.get())
        return ADA

    attempt = log_in(ada, ScriptedGarmin(stopped))

    assert (attempt.state, attempt.error_message) == (State.FAILED, "You stopped it.")
    assert (Connection.objects.count(), Credential.objects.count(), asked) == (0, 0, [])


def test_a_key_is_tried_and_kept_with_its_last_day(ada: Athlete) -> None:
    garmin = ScriptedGarmin(ADAS_KEY)
    last = date(2027, 11, 22)

    attempt = connect_key(athlete=ada, key=f" {KEY}\n", expires_on=last, run=run_here, doors=garmin.doors)

    connection = Connection.objects.get()
    assert (attempt.way, attempt.state) == (Way.KEY, State.CONNECTED)
    assert (connection.way, connection.key_expires_on) == (Way.KEY, last)
    assert vault.unseal(athlete=ada, purpose="garmin_key") == ADAS_KEY.secret
    assert garmin.asked[0]["given"][0] == KEY


@pytest.mark.parametrize("key", ["", "  ", "two words", "lïne", "a\nb", "x" * 2_001])
def test_what_is_no_key_is_not_tried(ada: Athlete, key: str) -> None:
    with pytest.raises(DataValidationError):
        connect_key(athlete=ada, key=key, run=run_here, doors=ScriptedGarmin().doors)
    assert not ConnectionAttempt.objects.exists()


def test_both_ways_stand_beside_each_other(ada: Athlete) -> None:
    log_in(ada, ScriptedGarmin(ADA))
    connect_key(athlete=ada, key=KEY, run=run_here, doors=ScriptedGarmin(ADAS_KEY).doors)

    assert list(Connection.objects.values_list("way", flat=True)) == ["garmin_key", "garmin_login"]
    assert Credential.objects.count() == 2


def test_the_record_names_who_did_it(ada: Athlete) -> None:
    coach: User = UserFactory()

    log_in(ada, ScriptedGarmin(ADA), by=coach)

    event = AuditEvent.objects.get()
    assert (event.actor_uid, event.subject_uid) == (coach.uid, ada.uid)


def test_a_second_login_waits_for_the_first(ada: Athlete) -> None:
    log_in(ada, ScriptedGarmin(), run=lambda work: None)

    with pytest.raises(AttemptOpenError):
        log_in(ada, ScriptedGarmin(ADA))


def test_nobody_guesses_passwords_from_here(ada: Athlete) -> None:
    wrong = GarminAuthenticationError("No.", code="GARMIN_PASSWORD_WRONG")
    garmin = ScriptedGarmin(*[wrong] * 10, ADA)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(10):
            log_in(ada, garmin)

        with pytest.raises(RateLimitedError, match="10 tries within an hour"):
            log_in(ada, garmin)
        assert len(garmin.asked) == 10
        assert ConnectionAttempt.objects.filter(athlete=ada).latest("pk").state == State.FAILED

        clock.shift(timedelta(hours=1))
        assert log_in(ada, garmin).state == State.CONNECTED


def test_a_double_click_is_one_try(ada: Athlete) -> None:
    garmin = ScriptedGarmin(lambda: [_refused(ada, garmin) for _ in range(20)] and ADA)

    assert log_in(ada, garmin).state == State.CONNECTED
    assert log_in(ada, ScriptedGarmin(ADA)).state == State.CONNECTED


def _refused(athlete: Athlete, garmin: ScriptedGarmin) -> None:
    with pytest.raises(AttemptOpenError):
        log_in(athlete, garmin)
