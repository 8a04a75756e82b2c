"""Writers commit in any order while somebody follows the change feed."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import override_settings

from athletes.feed import START, Cursor, read_page
from athletes.models import Athlete
from metrics.models import CheckIn
from tests.factories.athletes import AthleteFactory

WRITERS, ROWS = 4, 8
OPEN, TYPES = frozenset({"notes"}), frozenset({"check_in"})


@pytest.fixture
def athlete(transactional_db: None) -> Iterator[Athlete]:
    with override_settings(CHANGES_SETTLE_S=0.1):
        yield AthleteFactory()


def write(athlete: Athlete, writer: int) -> set[str]:
    """Rows of which each is stamped some time before its transaction commits."""
    chance, made = random.Random(writer), set()
    try:
        for index in range(ROWS):
            with transaction.atomic():
                day = date(2026, 1, 1) + timedelta(days=writer * ROWS + index)
                made.add(str(CheckIn.objects.create(athlete=athlete, date=day, feel=3).uid))
                time.sleep(chance.uniform(0, 0.25 if connection.vendor == "postgresql" else 0.02))
    finally:
        connection.close()
    return made


def test_who_follows_the_cursor_hears_of_every_row(athlete: Athlete) -> None:
    cursor, heard = Cursor(athlete.uid, START, TYPES), []
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, athlete, writer) for writer in range(WRITERS)]
        ends = None
        while ends is None or time.monotonic() < ends:
            page = read_page(athlete, cursor=cursor, types=TYPES, classes=OPEN, limit=3)
            heard += [str(each.uid) for each in page.changes]
            cursor = page.cursor
            if ends is None and all(each.done() for each in writing):
                ends = time.monotonic() + 1
            time.sleep(0.01)
        written = set().union(*(each.result() for each in writing))

    assert len(written) == WRITERS * ROWS
    assert sorted(heard) == sorted(written)
