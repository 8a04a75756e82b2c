"""The right to send one week: its job, and the athlete's account at Garmin, both under a lease."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from athletes.models import Connection
from athletes.services import account_lease
from config.core import jobs, leases
from config.core.models import Job
from plans.models import WeekSending

KIND = "send_week"
PATIENCE_S = 15.0
"""How long a worker waits for the account: a sync gives it back after each request."""
BUSY_WAIT = timedelta(seconds=20)


class Stopped(Exception):
    """Somebody else sends this week by now, or the connection is gone: leave everything as it is."""


@dataclass(frozen=True)
class Claim:
    job: Job
    connection_id: int
    account: str
    holder: UUID

    def beat(self) -> None:
        """Keep the right before the next request. Raises Stopped when it is lost."""
        with transaction.atomic():
            self._keep(jobs.beat(self.job, lease()))

    def progressed(self) -> None:
        """Like `beat`, and an interruption from here on is a first one. Raises Stopped."""
        with transaction.atomic():
            self._keep(jobs.progressed(self.job, lease()))

    def _keep(self, has_job: bool) -> None:
        if not has_job or not leases.keep(self.account, self.holder, lease()):
            raise Stopped
        if not Connection.objects.filter(pk=self.connection_id, state=Connection.State.ACTIVE).exists():
            raise Stopped


@contextmanager
def claimed(sending: WeekSending) -> Iterator[Claim | None]:
    """Within the block the week is ours alone to send; None while it is not due or the account not free.

    The account is held all the time, not for single requests: a sync uses the same tokens, and whoever renews
    them makes the other's worthless.
    """
    job = jobs.claim(KIND, sending.uid, lease())
    if job is None:
        yield None
        return
    account = account_lease(sending.athlete)
    holder = leases.take_in_turn(account, lease(), PATIENCE_S)
    if holder is None:
        jobs.go_on(job, at=timezone.now() + BUSY_WAIT)
        yield None
        return
    try:
        yield Claim(job, sending.connection_id, account, holder)
    finally:
        leases.give_back(account, holder)


def lease() -> timedelta:
    """How long a worker may be silent before another one takes over."""
    return timedelta(seconds=settings.SYNC_LEASE_S)
