"""Leaves a service outside alone after five failures in a row, and lets one call try after a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from config.core import cache
from config.core.errors import CircuitOpenError, ExternalAPIError
from config.core.models import Breaker, BreakerState

FAILURES_TO_OPEN = 5
REST = timedelta(seconds=60)


@contextmanager
def guard(name: str) -> Iterator[None]:
    """Run one call to the service `name`; raises `CircuitOpenError` instead while it is left alone.

    A retryable `ExternalAPIError` counts as a failure. One that is not (a wrong password) is an
    answer and must not stop everybody. Any other error says nothing about the service.
    """
    enter(name)
    try:
        yield
    except ExternalAPIError as error:
        if error.retryable:
            failed(name)
        else:
            answered(name)
        raise
    answered(name)


def is_resting(name: str) -> bool:
    """Whether calls to the service are refused at this moment."""
    return Breaker.objects.filter(
        name=name, state=BreakerState.OPEN, changed_at__gt=timezone.now() - REST
    ).exists()


def enter(name: str) -> None:
    """Ask for leave to call the service; raises `CircuitOpenError`. `failed` or `answered` must follow."""
    now = timezone.now()
    if cache.read(_mark(name)):
        raise CircuitOpenError(retry_after_s=REST.total_seconds())
    breaker, _ = Breaker.objects.get_or_create(name=name)
    if breaker.state == BreakerState.CLOSED:
        return
    rested_since = breaker.changed_at or now
    # The condition on changed_at lets exactly one of many waiting calls be the trial; one that never came
    # back is replaced after another rest.
    is_mine = Breaker.objects.filter(
        Q(changed_at__lte=now - REST), pk=breaker.pk, state=breaker.state, changed_at=rested_since
    ).update(state=BreakerState.HALF_OPEN, changed_at=now)
    if not is_mine:
        _refuse(name, rested_since, now)


def _refuse(name: str, since: datetime, now: datetime) -> None:
    left_s = max((since + REST - now).total_seconds(), 1.0)
    cache.write(_mark(name), True, left_s)
    raise CircuitOpenError(retry_after_s=left_s)


def answered(name: str) -> None:
    """The service answered, whatever it said."""
    has_trouble = ~Q(state=BreakerState.CLOSED) | Q(failures__gt=0)
    troubled = Breaker.objects.filter(has_trouble, name=name)
    # Looked at first: an UPDATE takes SQLite's write lock even when it changes nothing.
    if troubled.exists() and troubled.update(state=BreakerState.CLOSED, failures=0):
        cache.drop(_mark(name))


def failed(name: str) -> None:
    """The service did not answer as it should; the fifth time in a row it is left alone."""
    Breaker.objects.get_or_create(name=name)
    row = Breaker.objects.filter(name=name)
    row.update(failures=F("failures") + 1)
    opens = Q(failures__gte=FAILURES_TO_OPEN) | Q(state=BreakerState.HALF_OPEN)
    row.filter(opens).update(state=BreakerState.OPEN, changed_at=timezone.now())


def _mark(name: str) -> str:
    return f"formline:breaker:{name}"
