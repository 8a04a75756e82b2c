"""An athlete's account at Garmin: one request at a time, whatever way and process it comes from."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from athletes.models import Athlete
from config.core import leases
from config.core.errors import RateLimitedError

PATIENCE_S = 60.0
"""More than one request of another way takes."""


def account_lease(athlete: Athlete) -> str:
    """The name of the lease that whoever asks Garmin for this athlete, or changes their secrets, holds."""
    return f"garmin:{athlete.uid}"


class AccountTurn:
    """The account held for one request after the other, free in between: ways of one athlete alternate.

    `give_back` whatever happened: a request that broke off may have left it held.
    """

    def __init__(self, athlete: Athlete) -> None:
        self._name = account_lease(athlete)
        self._holder: UUID | None = None

    def take(self) -> None:
        """Raises RateLimitedError, retryable, when another request does not end."""
        duration = timedelta(seconds=settings.SYNC_LEASE_S)
        if self._holder is not None and leases.keep(self._name, self._holder, duration):
            return
        self._holder = leases.take_in_turn(self._name, duration, PATIENCE_S)
        if self._holder is None:
            raise RateLimitedError("Another request of this account does not end.", retry_after_s=PATIENCE_S)

    def give_back(self) -> None:
        if self._holder is not None:
            leases.give_back(self._name, self._holder)
            self._holder = None
