from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import requests
from garmin_personal_api.auth import PersonalApiAuthenticator
from garmin_personal_api.client import GarminPersonalApiClient
from garminconnect import Garmin

from tests.doubles.garmin.aim import aim, without_delays
from tests.doubles.garmin.double import GarminDouble

TODAY = date(2026, 5, 6)


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Iterator[GarminDouble]:
    """An account of 400 days up to 6 May 2026, files of a minute."""
    with GarminDouble(days=400, today=TODAY) as running:
        monkeypatch.setenv("GARMIN_PERSONAL_API_BASE_URL", running.personal.url)
        monkeypatch.delenv("GARMINTOKENS", raising=False)
        without_delays(monkeypatch)
        yield running


@pytest.fixture
def bearer(double: GarminDouble, tmp_path: Path) -> Callable[[], str]:
    """Exchanges the key by the real client and gives the bearer."""

    def exchange() -> str:
        with PersonalApiAuthenticator(bearer_token_cache_file=tmp_path / "bearer.json") as authenticator:
            return authenticator.obtain_token(double.key, force_refresh=True).access_token

    return exchange


@pytest.fixture
def client(bearer: Callable[[], str]) -> Iterator[GarminPersonalApiClient]:
    """The real client with a good bearer."""
    with GarminPersonalApiClient(bearer(), timeout=2) as made:
        yield made


@pytest.fixture
def connect(double: GarminDouble) -> Iterator[Callable[..., Garmin]]:
    """Makes real `Garmin` objects that are led to the double and never repeat a call."""
    made: list[Garmin] = []

    def make(email: str | None = None, password: str | None = None, **about: object) -> Garmin:
        garmin = aim(Garmin(email, password, retry_attempts=0, **about), double.connect.url)
        made.append(garmin)
        return garmin

    yield make
    for each in made:
        for session in (each.client.cs, each.client._api_session):
            session.close()


@pytest.fixture
def plain() -> Iterator[requests.Session]:
    """A session that knows no proxy and no netrc."""
    with requests.Session() as session:
        session.trust_env = False
        yield session
