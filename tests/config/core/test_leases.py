from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from config.core import leases

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
