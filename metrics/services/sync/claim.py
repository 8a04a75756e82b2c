"""The right to work on one connection: its job, and the athlete's account at Garmin, both under a lease."""

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

KIND = "sync"
BUSY_WAIT = timedelta(seconds=20)
"""How long to leave an account alone that another connection of the athlete is using."""


class Stopped(Exception):
    """Somebody else has the sync by now, or there is no connection any more: leave everything as it is."""


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
        working = Connection.objects.filter(pk=self.connection_id, state=Connection.State.ACTIVE)
        if not working.exists():
            raise Stopped


@contextmanager
def claimed(connection: Connection) -> Iterator[Claim | None]:
    """Within the block the sync of `connection` is ours alone; None while it is not due or not free."""
    job = jobs.claim(KIND, connection.uid, lease())
    if job is None:
        yield None
        return
    account = account_lease(connection.athlete)
    with leases.held(account, lease()) as holder:
        if holder is None:
            jobs.go_on(job, at=timezone.now() + BUSY_WAIT)
            yield None
        else:
            yield Claim(job, connection.pk, account, holder)


def lease() -> timedelta:
    """How long a worker may be silent before another one takes over."""
    return timedelta(seconds=settings.SYNC_LEASE_S)
