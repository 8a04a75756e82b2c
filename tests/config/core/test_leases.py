import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from config.core import leases
from config.core.models import Lease

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_one_holds_nobody_else_gets(db):
    assert leases.take("account", HOUR) is not None
    assert leases.take("account", HOUR) is None
    assert leases.take("another", HOUR) is not None


def test_what_is_given_back_can_be_taken_at_once(db):
    with leases.held("account", HOUR) as holder:
        assert holder is not None

    assert leases.take("account", HOUR) is not None


def test_a_lease_runs_out_with_its_holder(db):
    with time_machine.travel(NOON, tick=False) as clock:
        first = leases.take("account", HOUR)
        clock.shift(HOUR + timedelta(seconds=1))
        second = leases.take("account", HOUR)

        assert second not in (None, first)
        assert leases.keep("account", first, HOUR) is False
        leases.give_back("account", first)
        assert leases.take("account", HOUR) is None


def test_a_lease_that_is_kept_does_not_run_out(db):
    with time_machine.travel(NOON, tick=False) as clock:
        holder = leases.take("account", HOUR)
        clock.shift(timedelta(minutes=50))
        assert leases.keep("account", holder, HOUR)
        clock.shift(timedelta(minutes=50))

        assert leases.take("account", HOUR) is None


def test_a_block_that_got_nothing_gives_nothing_back(db):
    leases.take("account", HOUR)

    with leases.held("account", HOUR) as holder:
        assert holder is None

    assert leases.take("account", HOUR) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_it():
    def take(_: int) -> bool:
        try:
            return leases.take("account", HOUR) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(16))) == 1


@pytest.mark.django_db(transaction=True)
def test_who_gives_it_back_and_wants_it_again_comes_after_those_who_wait():
    first = leases.take_in_turn("account", HOUR, 0)
    got: list[str] = []

    def wait() -> None:
        try:
            assert leases.take_in_turn("account", timedelta(seconds=0.3), 10)
            got.append("the other")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        while leases.take("account:next", timedelta(0)):
            time.sleep(0.01)
        leases.give_back("account", first)
        assert leases.take_in_turn("account", HOUR, 10)
        got.append("the first")
        waiting.result()

    assert got == ["the other", "the first"]
    assert not Lease.objects.exclude(name="account").exists()


def test_nobody_waits_for_ever(db):
    leases.take("account", HOUR)

    assert leases.take_in_turn("account", HOUR, 0.1) is None
    assert Lease.objects.count() == 1
