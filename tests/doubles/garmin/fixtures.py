"""Fixtures: import them into the test module or its conftest that wants them.

from tests.doubles.garmin.fixtures import garmin  # noqa: F401
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.doubles.garmin.person import Person
from tests.doubles.garmin.personal import PersonalApi

KEY = "GCDC_0123456789abcdef0123456789abcdef"


class GarminDouble:
    """The services with one account on each; `**about` goes to `Person` (days, today, activities, file_s)."""

    def __init__(self, *, latency_s: float = 0.0, **about: Any) -> None:
        self.person = Person(**({"file_s": 60} | about))
        self.key = KEY
        self.personal = PersonalApi(latency_s=latency_s)
        self.personal.add(self.key, self.person)

    def __enter__(self) -> GarminDouble:
        self.personal.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.personal.stop()


@pytest.fixture
def garmin(monkeypatch: pytest.MonkeyPatch) -> Iterator[GarminDouble]:
    """Both services with one account of 60 days, files of a minute; the key's client is led there."""
    with GarminDouble() as running:
        monkeypatch.setenv("GARMIN_PERSONAL_API_BASE_URL", running.personal.url)
        yield running
