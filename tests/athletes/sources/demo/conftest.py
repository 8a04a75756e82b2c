from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.sources.demo import HISTORY_DAYS, DemoSource
from athletes.sources.records import RecordedActivity, RecordedDay

SEED = 7
TODAY = date(2026, 11, 22)
FIRST_DAY = TODAY - timedelta(days=HISTORY_DAYS)


@pytest.fixture(scope="session")
def history() -> list[RecordedActivity | RecordedDay]:
    """Eighteen months of the demo athlete, newest first."""
    return list(DemoSource(SEED, TODAY).fetch(FIRST_DAY, TODAY))


@pytest.fixture(scope="session")
def activities(history: list[RecordedActivity | RecordedDay]) -> list[RecordedActivity]:
    return [record for record in history if isinstance(record, RecordedActivity)]


@pytest.fixture(scope="session")
def days(history: list[RecordedActivity | RecordedDay]) -> dict[date, RecordedDay]:
    return {record.date: record for record in history if isinstance(record, RecordedDay)}
