"""What people type to connect, and what Garmin gives for it, is readable nowhere; with the real libraries."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from garminconnect.client import Client
from prometheus_client import generate_latest
from pytest_django import Settings

from athletes import vault
from athletes.models import Athlete, Connection, ConnectionAttempt, Way
from athletes.services import connect_key, connect_tokens, disconnect, give_code, start_login
from config.core.models import ExternalCall
from tests.doubles.garmin.aim import aim
from tests.doubles.garmin.double import GarminDouble
from tests.doubles.garmin.fixtures import garmin  # noqa: F401
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)

CODE, WRONG_CODE, WRONG_PASSWORD = "4829130576", "7305918264", "wrong-password-canary"
State = ConnectionAttempt.State
LOUD = ("", "garminconnect", "urllib3", "requests", "django.db.backends")


@pytest.fixture
def service(garmin: GarminDouble, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> GarminDouble:  # noqa: F811
    """Both of Garmin's services; whoever asks `garminconnect` asks the one for logins."""
    plain = Client.__init__

    def aimed(self: Client, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        aim(self, garmin.connect.url)

    monkeypatch.setattr(Client, "__init__", aimed)
    settings.GARMIN_REQUESTS_PER_S = 5_000
    settings.GARMIN_PERSONAL_API_BASE_URL = garmin.personal.url
    garmin.email = "garmin-name-canary@example.org"
    garmin.account = garmin.connect.add(garmin.email, garmin.password, garmin.person, mfa_code=CODE)
    return garmin


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that anybody logs, at the finest level."""
    before = {name: logging.getLogger(name).level for name in LOUD}
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def settled(attempt: ConnectionAttempt) -> ConnectionAttempt:
    """The attempt once its thread is done with it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        attempt.refresh_from_db()
        if attempt.state != State.WORKING:
            return attempt
        time.sleep(0.05)
    raise AssertionError("nobody finished this attempt")


def tables() -> Iterator[str]:
    """Every value of every row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield f"{table}: " + " ".join(
                    bytes(each).decode("latin-1") if isinstance(each, bytes | memoryview) else str(each)
                    for each in row
                )


def everything(settings: Settings, logs: pytest.LogCaptureFixture) -> str:
    """Rows, cache, log records, metrics and the files of the data folder, among them the database's own."""
    kept = [repr(value) for value in cache._cache.values()]  # type: ignore[attr-defined]
    records = [f"{each.getMessage()} {each.__dict__}" for each in logs.records]
    files = [
        path.read_bytes().decode("latin-1")
        for path in Path(settings.FORMLINE_DATA).rglob("*")
        if path.is_file()
    ]
    return "\n".join([*tables(), *kept, *records, generate_latest().decode(), *files, logs.text])


def test_no_password_code_token_or_key_is_readable_anywhere(
    service: GarminDouble, ada: Athlete, settings: Settings, logs: pytest.LogCaptureFixture
) -> None:
    planted = {service.password, service.email, service.key, CODE, WRONG_CODE, WRONG_PASSWORD}
    login = {"athlete": ada, "email": service.email}

    refused = settled(start_login(**login, password=WRONG_PASSWORD))
    assert (refused.state, refused.error_code) == (State.FAILED, "GARMIN_PASSWORD_WRONG")

    waiting = settled(start_login(**login, password=service.password))
    assert waiting.state == State.NEEDS_CODE
    pending = vault.unseal(athlete=ada, purpose="pending_login") or {}
    planted |= {each["value"] for each in pending["state"]["garmin"]["cookies"]}
    during = everything(settings, logs)
    wrong = settled(give_code(attempt=waiting, code=WRONG_CODE))
    assert (wrong.state, wrong.error_code) == (State.NEEDS_CODE, "GARMIN_CODE_WRONG")
    assert settled(give_code(attempt=waiting, code=CODE)).state == State.CONNECTED

    tokens = vault.unseal(athlete=ada, purpose="garmin_login") or {}
    planted |= {tokens["di_token"], tokens["di_refresh_token"]}
    assert settled(connect_key(athlete=ada, key=service.key)).state == State.CONNECTED
    planted.add((vault.unseal(athlete=ada, purpose="garmin_key") or {})["bearer"])
    connected = everything(settings, logs)
    for each in Connection.objects.all():
        disconnect(connection=each)
    after = everything(settings, logs)

    assert len(planted) >= 10
    for moment in (during, connected, after):
        assert ada.user.email in moment
        assert [secret for secret in planted if secret in moment] == []
    assert set(ExternalCall.objects.values_list("service", flat=True)) == {"garmin_sso", "garmin_key"}


def test_tokens_made_at_home_are_taken_over_and_readable_nowhere(
    service: GarminDouble, ada: Athlete, settings: Settings, logs: pytest.LogCaptureFixture
) -> None:
    given = service.connect.tokens(service.email)

    attempt = settled(connect_tokens(athlete=ada, text=json.dumps(given)))

    assert (attempt.state, attempt.way) == (State.CONNECTED, Way.LOGIN)
    kept = vault.unseal(athlete=ada, purpose="garmin_login") or {}
    planted = {given["di_token"], given["di_refresh_token"], kept["di_token"], kept["di_refresh_token"]}
    found = everything(settings, logs)
    assert [secret for secret in planted if secret in found] == []
    assert Connection.objects.get().account == service.person.display_name


def test_a_key_that_garmin_does_not_take_makes_no_connection(service: GarminDouble, ada: Athlete) -> None:
    attempt = settled(connect_key(athlete=ada, key="GCDC_of_somebody_else"))

    assert (attempt.state, attempt.error_code) == (State.FAILED, "GARMIN_KEY_REFUSED")
    assert not Connection.objects.exists()
