"""Fixtures: import them into the test module or its conftest that wants them.

from tests.doubles.garmin.fixtures import garmin  # noqa: F401
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doubles.garmin.aim import without_delays
from tests.doubles.garmin.double import EMAIL, KEY, PASSWORD, GarminDouble

__all__ = ["EMAIL", "KEY", "PASSWORD", "GarminDouble", "garmin"]


@pytest.fixture
def garmin(monkeypatch: pytest.MonkeyPatch) -> Iterator[GarminDouble]:
    """Both services with one account of 60 days, files of a minute; the key's client is led there.

    `aim(garminconnect.Garmin(…), garmin.connect.url)` leads the login's; its delays are off.
    """
    with GarminDouble() as running:
        monkeypatch.setenv("GARMIN_PERSONAL_API_BASE_URL", running.personal.url)
        monkeypatch.delenv("GARMINTOKENS", raising=False)
        without_delays(monkeypatch)
        yield running
