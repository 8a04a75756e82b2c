import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from athletes import vault
from athletes.mfa import MFAAdapter
from athletes.models import Athlete, DataKey
from config.core import rewrapping
from config.core.checks import credential_keys, needed_keys
from config.core.models import AuditEvent, AuditPayload
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

OLD = "t1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
NEW = "t2:" + base64.urlsafe_b64encode(b"fedcba9876543210fedcba9876543210").decode()
COUNT = 12


class Killed(BaseException):
    """The process is gone, wherever it was."""


@pytest.fixture
def people() -> list[Athlete]:
    """Twelve athletes with tokens, the first also with an authenticator app."""
    athletes = [AthleteFactory() for _ in range(COUNT)]
    for number, each in enumerate(athletes):
        vault.seal(athlete=each, purpose="garmin_login", data={"token": number})
    data = {"secret": MFAAdapter().encrypt("TOTP-SEED")}
    Authenticator.objects.create(user=athletes[0].user, type=Authenticator.Type.TOTP, data=data)
    return athletes


def all_readable(people: list[Athlete]) -> bool:
    tokens = [vault.unseal(athlete=each, purpose="garmin_login") for each in people]
    seed = MFAAdapter().decrypt(Authenticator.objects.get().data["secret"])
    return tokens == [{"token": number} for number in range(COUNT)] and seed == "TOTP-SEED"


@contextmanager
def killed_at_write(number: int) -> Iterator[None]:
    """The process dies at its `number`th write of a data key."""
    writes = 0

    def die(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal writes
        writes += sql.startswith('UPDATE "athletes_datakey"')
        if writes == number:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(Killed):
        yield


def test_everything_is_sealed_by_the_newest_key_and_the_older_one_can_go(
    people: list[Athlete], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"
    call_command("rotate_keys", "--json", "--batch", "5")
    answer = json.loads(capsys.readouterr().out)
    assert answer.pop("seconds") >= 0
    assert answer == {"rewrapped": COUNT + 1, "remaining": 0}

    settings.CREDENTIAL_KEYS = NEW

    assert needed_keys(databases=["default"]) == []
    assert all_readable(people)


def test_a_rotation_that_was_killed_goes_on_where_it_was_and_nothing_is_unreadable_meanwhile(
    people: list[Athlete], settings: Settings
) -> None:
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"
    with killed_at_write(7):
        rewrapping.rotate(batch=3)

    assert DataKey.objects.filter(wrapped_by="t2").count() == 6
    assert all_readable(people)
    outcome = rewrapping.rotate(batch=3)
    assert (outcome.rewrapped, outcome.remaining) == (7, 0)
    assert all_readable(people)


def test_what_is_read_between_two_batches_is_readable(people: list[Athlete], settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"
    after, reads = None, []
    while (step := vault.rewrap(batch=2, after=after)).last is not None:
        after = step.last
        reads.append(all_readable(people))

    assert reads == [True] * 6


def test_a_key_that_is_still_needed_is_not_forgotten(people: list[Athlete], settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = NEW

    assert rewrapping.missing_keys() == {"t1": ["athletes.data_keys", "athletes.second_factors"]}
    [error] = needed_keys(databases=["default"])
    assert error.id == "core.E007"
    assert "no key t1" in error.msg


def test_a_rotation_without_the_older_key_says_so_and_changes_nothing(
    people: list[Athlete], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CREDENTIAL_KEYS = NEW
    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys", "--json")
    printed = capsys.readouterr()

    assert ended.value.code == 1
    assert json.loads(printed.out)["remaining"] == COUNT + 1
    assert printed.err.splitlines()[-1] == "KEYS_UNREADABLE: Put back these keys of CREDENTIAL_KEYS: t1."
    settings.CREDENTIAL_KEYS = OLD
    assert all_readable(people)


def test_a_rotation_is_on_record_without_a_key(people: list[Athlete], settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = f"{NEW},{OLD}"
    rewrapping.rotate()

    event = AuditEvent.objects.get(action="keys.rotated")
    payload = AuditPayload.objects.get(event_uid=event.uid)
    assert payload.body == {"newest": "t2", "rewrapped": COUNT + 1, "remaining": 0}


def test_a_batch_has_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys", "--batch", "0")

    assert ended.value.code == 2
    assert capsys.readouterr().err == "ARGUMENTS_INVALID: A batch has at least one row.\n"


def test_the_secret_key_is_no_credential_key(settings: Settings) -> None:
    settings.SECRET_KEY = Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = f"{NEW},k0:{settings.SECRET_KEY}"

    assert [each.id for each in credential_keys()] == ["core.E006"]
