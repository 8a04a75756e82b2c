from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from athletes import vault
from athletes.errors import (
    AttemptClosedError,
    AttemptOpenError,
    CodeExpiredError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminRateLimitError,
)
from athletes.models import Athlete, ConnectionAttempt, Credential, DataKey, Way
from athletes.services import attempts, sweep_attempts
from athletes.services.attempts import PENDING, cancel_attempt, fail_attempt, open_attempt
from athletes.services.login_waits import check_login_allowed, refuse_logins
from athletes.vault import VaultError
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STATE = {"state": {"cookies": "pending-canary"}, "is_china": False}
WRONG = GarminAuthenticationError("Garmin does not accept this code.", code="GARMIN_CODE_WRONG")
State = ConnectionAttempt.State


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory(time_zone="Europe/Berlin")


def login(athlete: Athlete) -> ConnectionAttempt:
    return open_attempt(athlete=athlete, way=Way.LOGIN)


def waiting(athlete: Athlete) -> ConnectionAttempt:
    """A login that waits for its code."""
    attempt = login(athlete)
    attempts.ask_for_code(attempt, STATE)
    return read(attempt)


def read(attempt: ConnectionAttempt) -> ConnectionAttempt:
    return ConnectionAttempt.objects.get(pk=attempt.pk)


def refused(athlete: Athlete, **said: float) -> ConnectionAttempt:
    attempt = login(athlete)
    refuse_logins(attempt=attempt, error=GarminRateLimitError(**said))
    return read(attempt)


def test_one_try_at_a_time_and_each_way_by_itself(ada: Athlete) -> None:
    login(ada)

    with pytest.raises(AttemptOpenError):
        login(ada)
    assert open_attempt(athlete=ada, way=Way.KEY).state == State.WORKING
    assert login(AthleteFactory()).state == State.WORKING


def test_a_login_that_waits_for_its_code_gives_way_to_a_new_one(ada: Athlete) -> None:
    first = waiting(ada)

    second = login(ada)

    assert (read(first).state, read(second).state) == (State.FAILED, State.WORKING)
    assert not Credential.objects.exists()


def test_steps_are_told_and_are_a_sign_of_life(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = login(ada)
        clock.shift(240)
        attempts.show_step(attempt, "verifying")
        clock.shift(240)

        assert sweep_attempts() == 0
        assert (read(attempt).step, read(attempt).updated_at) == ("verifying", NOON + timedelta(minutes=4))


def test_five_silent_minutes_are_an_interruption(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = login(ada)
        clock.shift(301)

        assert sweep_attempts() == 1
        found = read(attempt)
        assert (found.state, found.error_code) == (State.FAILED, "LOGIN_INTERRUPTED")
        assert "type it again" in found.error_message
        assert sweep_attempts() == 0


def test_a_dead_try_does_not_keep_anybody_from_a_new_one(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        login(ada)
        clock.shift(301)

        assert login(ada).state == State.WORKING


def test_a_thread_whose_try_was_swept_or_stopped_gets_no_further(ada: Athlete) -> None:
    attempt = login(ada)
    assert cancel_attempt(attempt=attempt)

    for step in (
        lambda: attempts.show_step(attempt, "asking"),
        lambda: attempts.show_life(attempt),
        lambda: attempts.ask_for_code(attempt, STATE),
        lambda: attempts.succeed(attempt),
    ):
        with pytest.raises(AttemptClosedError):
            step()
    assert not cancel_attempt(attempt=attempt)
    assert not Credential.objects.exists()


def test_a_code_is_awaited_for_ten_minutes(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = waiting(ada)
        assert (attempt.state, attempt.expires_at) == (State.NEEDS_CODE, NOON + timedelta(minutes=10))

        clock.shift(599)
        assert sweep_attempts() == 0
        clock.shift(1)
        assert sweep_attempts() == 1

    assert (read(attempt).state, read(attempt).error_code) == (State.FAILED, "GARMIN_CODE_EXPIRED")
    assert not Credential.objects.exists()
    assert not DataKey.objects.exists()


def test_a_code_that_comes_before_the_sweep_is_late_as_well(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = waiting(ada)
        clock.shift(600)

        with pytest.raises(CodeExpiredError):
            attempts.take_pending(attempt)

    assert read(attempt).state == State.FAILED
    assert not Credential.objects.exists()


def test_the_pending_login_is_taken_once(ada: Athlete) -> None:
    attempt = waiting(ada)

    assert attempts.take_pending(attempt) == STATE
    assert (read(attempt).state, read(attempt).step) == (State.WORKING, "checking_code")
    assert not Credential.objects.exists()
    with pytest.raises(AttemptClosedError):
        attempts.take_pending(attempt)


def test_a_pending_login_of_another_try_is_not_used(ada: Athlete) -> None:
    attempt = waiting(ada)
    vault.seal(athlete=ada, purpose=PENDING, data={**STATE, "attempt": "another"})

    with pytest.raises(VaultError):
        attempts.take_pending(attempt)
    assert (read(attempt).state, read(attempt).error_code) == (State.FAILED, "CREDENTIAL_UNREADABLE")
    assert not Credential.objects.exists()


def test_a_wrong_code_may_be_repeated_twice_within_the_same_time(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = waiting(ada)
        for tries, words in ((1, "twice"), (2, "once")):
            clock.shift(60)
            attempts.put_back(attempt, attempts.take_pending(attempt), WRONG)

            found = read(attempt)
            assert (found.state, found.code_tries, found.error_code) == (
                State.NEEDS_CODE,
                tries,
                "GARMIN_CODE_WRONG",
            )
            assert found.error_message == f"That is not the code. You can try {words} more."
            assert found.expires_at == NOON + timedelta(minutes=10)

        attempts.put_back(attempt, attempts.take_pending(attempt), WRONG)

    assert (read(attempt).state, read(attempt).code_tries) == (State.FAILED, 3)
    assert not Credential.objects.exists()


def test_a_wrong_code_after_the_ten_minutes_ends_it(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = waiting(ada)
        clock.shift(599)
        pending = attempts.take_pending(attempt)
        clock.shift(5)
        attempts.put_back(attempt, pending, WRONG)

    assert read(attempt).state == State.FAILED
    assert not Credential.objects.exists()


def test_what_sits_between_the_sweeps_look_and_its_write_is_left_alone(ada: Athlete) -> None:
    attempt = login(ada)
    seen = read(attempt)
    attempts.show_life(attempt)

    assert not fail_attempt(attempt=seen, error=AttemptClosedError(), is_unchanged=True)
    assert read(attempt).state == State.WORKING


def test_refused_logins_wait_twice_as_long_each_time_up_to_a_day(ada: Athlete) -> None:
    hours = []
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(6):
            until = refused(ada).expires_at
            assert until is not None
            hours.append((until - datetime.now(UTC)) / timedelta(hours=1))
            clock.move_to(until)
            check_login_allowed(ada)

    assert hours == [2, 4, 8, 16, 24, 24]


def test_nobody_asks_before_the_wait_is_over_and_the_time_is_told(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = refused(ada)
        clock.shift(2 * 3600 - 1)

        with pytest.raises(GarminRateLimitError) as error:
            check_login_allowed(ada)

    words = "Garmin takes no logins of this account for now. Please try again today, 15:00, not before."
    assert (error.value.message, error.value.retry_after_s) == (words, 1.0)
    assert (attempt.error_code, attempt.error_message) == ("GARMIN_RATE_LIMITED", words)
    assert ConnectionAttempt.objects.count() == 1
    check_login_allowed(AthleteFactory())


def test_a_longer_wait_that_garmin_asks_for_is_kept(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False):
        assert refused(ada, retry_after_s=5 * 3600.0).expires_at == NOON + timedelta(hours=5)


def test_an_outage_in_between_does_not_make_the_wait_short_again(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        refused(ada)
        clock.shift(3 * 3600)
        fail_attempt(attempt=login(ada), error=GarminConnectionError())

        until = refused(ada).expires_at
        assert until == NOON + timedelta(hours=7)


def test_a_login_that_garmin_took_does(ada: Athlete) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        refused(ada)
        clock.shift(3 * 3600)
        fail_attempt(attempt=login(ada), error=GarminAuthenticationError(code="GARMIN_PASSWORD_WRONG"))
        clock.shift(60)

        until = refused(ada).expires_at
        assert until == NOON + timedelta(hours=5, minutes=1)
