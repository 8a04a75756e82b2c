"""The right to work on one connection: its job, under a lease."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from athletes.models import Connection
from config.core import jobs
from config.core.models import Job

KIND = "sync"


class Stopped(Exception):
    """Somebody else has the sync by now, or there is no connection any more: leave everything as it is."""


class Renewed(Exception):
    """Garmin refused a secret that the athlete has replaced meanwhile: go on with the new one."""


@dataclass(frozen=True)
class Claim:
    job: Job
    connection_id: int

    def beat(self) -> None:
        """Keep the right before the next request. Raises Stopped when it is lost."""
        with transaction.atomic():
            self._keep(jobs.beat(self.job, lease()))

    def progressed(self) -> None:
        """Like `beat`, and an interruption from here on is a first one. Raises Stopped."""
        with transaction.atomic():
            self._keep(jobs.progressed(self.job, lease()))

    def _keep(self, has_job: bool) -> None:
        if not has_job:
            raise Stopped
        working = Connection.objects.filter(pk=self.connection_id, state=Connection.State.ACTIVE)
        if not working.exists():
            raise Stopped


def claim_sync(connection: Connection) -> Claim | None:
    """The right to the sync of `connection`; None while it is not due or not free."""
    job = jobs.claim(KIND, connection.uid, lease())
    return None if job is None else Claim(job, connection.pk)


def lease() -> timedelta:
    """How long a worker may be silent before another one takes over."""
    return timedelta(seconds=settings.SYNC_LEASE_S)
