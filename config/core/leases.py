"""Holding something alone, across processes: one conditional write in the database, which may run out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from config.core.models import Lease


def take(name: str, duration: timedelta) -> UUID | None:
    """Hold `name` for `duration`; the token to keep or return it with, None while somebody else has it."""
    now, holder = timezone.now(), uuid4()
    free = Lease.objects.filter(name=name, until__lt=now)
    if free.update(holder=holder, until=now + duration):
        return holder
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, until=now + duration)
    except IntegrityError:
        return None
    return holder


def keep(name: str, holder: UUID, duration: timedelta) -> bool:
    """Hold it for another `duration`; False when it ran out and somebody else took it."""
    return bool(Lease.objects.filter(name=name, holder=holder).update(until=timezone.now() + duration))


def give_back(name: str, holder: UUID) -> None:
    Lease.objects.filter(name=name, holder=holder).delete()


@contextmanager
def held(name: str, duration: timedelta) -> Iterator[UUID | None]:
    """Within the block `name` is held under the token given, or not at all when that is None."""
    holder = take(name, duration)
    try:
        yield holder
    finally:
        if holder is not None:
            give_back(name, holder)
