import itertools
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from config.core import pacing
from config.core.errors import RateLimitedError
from config.core.models import Turn


@pytest.fixture(autouse=True)
def _valkey_is_there() -> Iterator[None]:
    pacing._Away.until = 0.0
    yield
    pacing._Away.until = 0.0


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(sorted(times))]


def turn(_: int) -> float:
    try:
        pacing.wait_turn("host:a", 20)
        return time.monotonic()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_turns_of_many_threads_lie_a_gap_apart_in_the_database():
    with ThreadPoolExecutor(4) as pool:
        times = list(pool.map(turn, range(8)))

    # Turns are 55 ms apart; a thread may wake up a little late, never early.
    assert max(times) - min(times) >= 7 * 0.055 - 0.02


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_turns_of_many_threads_lie_a_gap_apart_in_valkey(settings, valkey_url):
    settings.CACHE_URL = valkey_url

    with ThreadPoolExecutor(4) as pool:
        times = list(pool.map(turn, range(8)))

    assert max(times) - min(times) >= 7 * 0.055 - 0.02
    assert not Turn.objects.exists()


def test_hosts_do_not_wait_for_each_other(db):
    pacing.wait_turn("host:a", 1)

    started = time.monotonic()
    pacing.wait_turn("host:b", 20)

    assert time.monotonic() - started < 0.5


def test_a_queue_that_is_too_long_is_refused_and_takes_no_turn(db):
    pacing.wait_turn("host:a", 0.2)
    before = Turn.objects.get().free_at_ms

    with pytest.raises(RateLimitedError) as caught:
        pacing.wait_turn("host:a", 5, longest_s=1)

    assert caught.value.retryable
    assert Turn.objects.get().free_at_ms == before


@pytest.mark.servers
def test_the_database_takes_over_while_valkey_is_away(db, settings):
    settings.CACHE_URL = "redis://127.0.0.1:1/0"

    pacing.wait_turn("host:a", 50)

    assert Turn.objects.get().name == "host:a"
