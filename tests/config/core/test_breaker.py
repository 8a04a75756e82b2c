from datetime import UTC, datetime

import pytest
import time_machine

from config.core.breaker import guard
from config.core.errors import CircuitOpenError, ExternalAPIError
from config.core.models import Breaker, BreakerState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def fail(name: str = "garmin", *, retryable: bool = True) -> None:
    with pytest.raises(ExternalAPIError), guard(name):
        raise ExternalAPIError(retryable=retryable)


def succeed(name: str = "garmin") -> None:
    with guard(name):
        pass


@pytest.fixture
def clock(db):
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_the_fifth_failure_in_a_row_opens_the_breaker(clock):
    for _ in range(5):
        fail()

    with pytest.raises(CircuitOpenError) as refusal, guard("garmin"):
        pytest.fail("the call must not happen")
    assert refusal.value.retry_after_s == 60
    assert refusal.value.retryable


def test_a_success_in_between_starts_the_count_again(clock):
    for _ in range(4):
        fail()
    succeed()
    for _ in range(4):
        fail()

    succeed()


def test_services_break_apart(clock):
    for _ in range(5):
        fail("garmin")

    succeed("claude")


def test_after_a_minute_one_call_tries_and_closes_it_again(clock):
    for _ in range(5):
        fail()
    clock.shift(60)

    succeed()

    assert Breaker.objects.get().state == BreakerState.CLOSED
    succeed()


def test_while_one_call_tries_the_others_are_refused(clock):
    for _ in range(5):
        fail()
    clock.shift(60)

    with guard("garmin"), pytest.raises(CircuitOpenError), guard("garmin"):
        pytest.fail("the second call must not happen")


def test_a_failed_trial_opens_it_for_another_minute(clock):
    for _ in range(5):
        fail()
    clock.shift(60)
    fail()
    clock.shift(59)

    with pytest.raises(CircuitOpenError), guard("garmin"):
        pytest.fail("the call must not happen")


def test_a_trial_that_never_came_back_is_replaced(clock):
    for _ in range(5):
        fail()
    clock.shift(60)
    with pytest.raises(ZeroDivisionError), guard("garmin"):
        raise ZeroDivisionError
    clock.shift(61)

    succeed()


def test_a_wrong_password_does_not_stop_everybody(clock):
    for _ in range(9):
        fail(retryable=False)

    succeed()


def test_refusals_cost_no_queries(clock, django_assert_num_queries):
    for _ in range(5):
        fail()
    with pytest.raises(CircuitOpenError), guard("garmin"):
        pass

    with django_assert_num_queries(0), pytest.raises(CircuitOpenError), guard("garmin"):
        pass
