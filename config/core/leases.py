"""Holding something alone, across processes: one conditional write in the database, which may run out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from config.core.models import Lease

STEP_S = 0.05


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


def take_in_turn(name: str, duration: timedelta, patience_s: float) -> UUID | None:
    """Like `take`, waiting `patience_s` at most, behind nobody but those who waited before.

    One waits on a seat, `name:next`, and everybody else for the seat: who gives it back and wants it again at
    once does not get it before them.
    """
    ends, seat = time.monotonic() + patience_s, f"{name}:next"
    if not _is_held(seat) and (holder := take(name, duration)) is not None:
        return holder
    place = _wait(seat, timedelta(seconds=patience_s), ends)
    if place is None:
        return None
    try:
        return _wait(name, duration, ends)
    finally:
        give_back(seat, place)


def keep(name: str, holder: UUID, duration: timedelta) -> bool:
    """Hold it for another `duration`; False when it ran out and somebody else took it."""
    return bool(Lease.objects.filter(name=name, holder=holder).update(until=timezone.now() + duration))


def give_back(name: str, holder: UUID) -> None:
    Lease.objects.filter(name=name, holder=holder).delete()


def _wait(name: str, duration: timedelta, ends: float) -> UUID | None:
    while _is_held(name) or (holder := take(name, duration)) is None:
        if time.monotonic() >= ends:
            return None
        time.sleep(STEP_S)
    return holder


def _is_held(name: str) -> bool:
    return Lease.objects.filter(name=name, until__gte=timezone.now()).exists()


@contextmanager
def held(name: str, duration: timedelta) -> Iterator[UUID | None]:
    """Within the block `name` is held under the token given, or not at all when that is None."""
    holder = take(name, duration)
    try:
        yield holder
    finally:
        if holder is not None:
            give_back(name, holder)
