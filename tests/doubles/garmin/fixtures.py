"""Fixtures: import them into the test module or its conftest that wants them.

from tests.doubles.garmin.fixtures import garmin  # noqa: F401
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.doubles.garmin.aim import without_delays
from tests.doubles.garmin.connect import GarminConnect
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.personal import PersonalApi

KEY = "GCDC_0123456789abcdef0123456789abcdef"
EMAIL = "ada@example.org"
PASSWORD = "correct-horse-battery-staple"


class GarminDouble:
    """Both services with the same account on each; `**about` goes to `Person`: days, today, activities, file_s.

    `key` is the account's Personal API key; `email`, `password` and `mfa_code` its login.
    """

    def __init__(self, *, latency_s: float = 0.0, mfa_code: str | None = None, **about: Any) -> None:
        self.person = Person(**({"file_s": 60} | about))
        self.key, self.email, self.password, self.mfa_code = KEY, EMAIL, PASSWORD, mfa_code
        self.personal = PersonalApi(latency_s=latency_s)
        self.personal.add(self.key, self.person)
        self.connect = GarminConnect(latency_s=latency_s)
        self.account = self.connect.add(self.email, self.password, self.person, mfa_code=mfa_code)

    def tokens(self) -> dict[str, str]:
        """Tokens of the account as a login would leave them."""
        return self.connect.tokens(self.email)

    def ask_for_code(self, code: str = "123456") -> None:
        """Let the next logins need a code."""
        self.mfa_code = self.account.login.mfa_code = code

    def __enter__(self) -> GarminDouble:
        self.personal.start()
        self.connect.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.personal.stop()
        self.connect.stop()


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
