from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection

from config.core import ratelimit
from config.core.models import Counter
from config.core.ratelimit import Allowance, hit

TEN_PAST = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)


def test_hits_are_allowed_up_to_the_limit_and_then_wait_for_the_next_window(db):
    with time_machine.travel(TEN_PAST, tick=False) as clock:
        assert hit("ai:7", 2, 60) == Allowance(allowed=True, remaining=1, resets_in_s=50)
        assert hit("ai:7", 2, 60) == Allowance(allowed=True, remaining=0, resets_in_s=50)
        assert hit("ai:7", 2, 60) == Allowance(allowed=False, remaining=0, resets_in_s=50)
        clock.shift(50)
        assert hit("ai:7", 2, 60).allowed


def test_keys_and_windows_count_for_themselves(db):
    assert hit("ai:7", 1, 60).allowed
    assert hit("ai:8", 1, 60).allowed
    assert hit("ai:7", 1, 3_600).allowed
    assert not hit("ai:7", 1, 60).allowed


def test_a_limit_of_nothing_refuses_everything(db):
    assert not hit("ai:7", 0, 60).allowed


def test_a_flood_costs_no_queries_once_the_window_is_full(db, django_assert_num_queries):
    hit("ai:7", 1, 3_600)
    hit("ai:7", 1, 3_600)

    with django_assert_num_queries(0):
        assert not hit("ai:7", 1, 3_600).allowed


def test_spent_windows_are_pruned_and_running_ones_stay(db):
    with time_machine.travel(TEN_PAST, tick=False) as clock:
        hit("short", 5, 60)
        hit("long", 5, 86_400)
        clock.shift(61)

        assert ratelimit.prune() == 1

    assert Counter.objects.get().key == "long"


@pytest.mark.django_db(transaction=True)
def test_threads_together_never_exceed_the_limit_and_use_all_of_it():
    def ask(_: int) -> bool:
        try:
            return hit("sms:7", 10, 86_400).allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(40)))

    assert answers.count(True) == 10
    assert Counter.objects.get().count == 10
