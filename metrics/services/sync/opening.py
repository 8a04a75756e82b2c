"""From a connection to a source that can be asked: the secret out of the vault, and back when it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from athletes import vault
from athletes.errors import GarminAuthenticationError
from athletes.models import Connection, Way
from athletes.sources.base import RemoteSource
from athletes.sources.garmin_key.source import open_key_source
from athletes.sources.garmin_login.source import open_login_source
from config.core.outbound import Line
from metrics.services.parsing import parse
from metrics.services.sync.answers import keeper
from metrics.services.sync.claim import Renewed
from metrics.services.sync.runs import locked


class SecretSource(RemoteSource, Protocol):
    """A source whose secret may change by being used."""

    @property
    def secret(self) -> dict[str, Any]: ...


type Opener = Callable[[Connection, dict[str, Any], Line], SecretSource]


def _by_key(connection: Connection, secret: dict[str, Any], line: Line) -> SecretSource:
    return open_key_source(
        key=str(secret.get("key", "")),
        bearer=secret.get("bearer"),
        base_url=settings.GARMIN_PERSONAL_API_BASE_URL,
        **_about(connection, line),
    )


def _by_login(connection: Connection, secret: dict[str, Any], line: Line) -> SecretSource:
    return open_login_source(tokens=secret, is_china=connection.is_china, **_about(connection, line))


def _about(connection: Connection, line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "parse": parse,
        "keep": keeper(connection),
        "today": connection.athlete.today(),
        "ai_allowed": connection.ai_allowed,
    }


OPENERS: dict[str, Opener] = {Way.KEY: _by_key, Way.LOGIN: _by_login}


@contextmanager
def opened(connection: Connection, line: Line) -> Iterator[SecretSource]:
    """The source of a connection, closed at the end; a secret that was renewed is kept whatever happened.

    It is kept before the next request already: a worker that is killed must not take tokens with it that
    nobody else has. Raises GarminAuthenticationError without a secret, VaultError, and Renewed where a secret
    was refused that is not the athlete's any more.
    """
    secret = vault.unseal(athlete=connection.athlete, purpose=connection.way)
    if secret is None:
        raise GarminAuthenticationError(code="GARMIN_SECRET_MISSING")
    source = OPENERS[connection.way](connection, dict(secret), line)
    kept, before_call = secret, line.before_call

    def keep() -> None:
        nonlocal kept
        if (renewed := source.secret) != kept:
            _save(connection, kept, renewed)
            kept = renewed

    def before_next_call() -> None:
        before_call()
        keep()

    line.before_call = before_next_call
    try:
        yield source
    except GarminAuthenticationError as error:
        keep()
        if vault.unseal(athlete=connection.athlete, purpose=connection.way) not in (None, kept):
            raise Renewed from error
        raise
    finally:
        try:
            keep()
        finally:
            source.close()


def _save(connection: Connection, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Keep what it became, unless the athlete disconnected or connected anew meanwhile."""
    with transaction.atomic():
        if locked(connection.pk) is None:
            return
        if vault.unseal(athlete=connection.athlete, purpose=connection.way) == before:
            vault.seal(athlete=connection.athlete, purpose=connection.way, data=dict(after))
