"""Moving everything that CREDENTIAL_KEYS protect to the newest of them, and not forgetting one too early.

Each app registers what it seals in the `ready` of its AppConfig. A batch is one transaction, so that a
rotation that was killed is simply started again, and who reads meanwhile never waits for more than one batch.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import connection

from config.core import audit
from config.core.logging import logger

BATCH = 500

log = logger(__name__)


@dataclass(frozen=True)
class Rewrap:
    """What one batch did. `last` is the next one's `after`, `remaining` what is left over all."""

    rewrapped: int
    unreadable: int
    last: int | None
    remaining: int


class Step(Protocol):
    """Seals up to `batch` rows above the id `after` by the newest key."""

    def __call__(self, *, batch: int, after: int | None) -> Rewrap: ...


@dataclass(frozen=True)
class Sealed:
    """`name` is "app.what"; `table` must exist for `used`, the ids of the keys that rows are sealed by."""

    name: str
    table: str
    step: Step
    used: Callable[[], set[str]]


@dataclass(frozen=True)
class Rotation:
    """`rewrapped` and `unreadable` rows of this run; `remaining` still need an older key."""

    rewrapped: int
    unreadable: int
    remaining: int
    seconds: float


SEALED: dict[str, Sealed] = {}


def register(*parts: Sealed) -> None:
    """Called in the `ready` of each app that seals something with CREDENTIAL_KEYS."""
    for part in parts:
        if SEALED.setdefault(part.name, part) != part:
            raise ValueError(f"{part.name} is registered already")


def rotate(*, batch: int = BATCH) -> Rotation:
    """Seal everything by the newest key; safe to repeat, to interrupt and to run twice at the same time."""
    started, rewrapped, unreadable, remaining = time.monotonic(), 0, 0, 0
    for part in SEALED.values():
        after: int | None = None
        while True:
            done = part.step(batch=batch, after=after)
            rewrapped, unreadable, after = rewrapped + done.rewrapped, unreadable + done.unreadable, done.last
            if after is None:
                break
        remaining += done.remaining
    outcome = Rotation(rewrapped, unreadable, remaining, time.monotonic() - started)
    facts = {"newest": key_ids()[0], "rewrapped": rewrapped, "remaining": remaining}
    audit.record(None, "keys.rotated", None, facts)
    log.info("keys_rotated", **facts, unreadable=unreadable)
    return outcome


def key_ids() -> list[str]:
    """The ids of CREDENTIAL_KEYS, newest first."""
    return [part.strip().partition(":")[0] for part in settings.CREDENTIAL_KEYS.split(",")]


def missing_keys() -> dict[str, list[str]]:
    """Ids of keys that stored secrets still need and CREDENTIAL_KEYS has not, with what needs them."""
    known, tables = set(key_ids()), set(connection.introspection.table_names())
    missing: dict[str, list[str]] = {}
    for part in SEALED.values():
        if part.table in tables:
            for key_id in sorted(part.used() - known):
                missing.setdefault(key_id, []).append(part.name)
    return missing
