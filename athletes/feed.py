"""The change feed: everything of an athlete that was written or removed, in the order in which it happened.

A row's place is its `updated_at` and `uid`. Rows are told once every transaction that could still put one
before them is over: a transaction stamps its rows before it commits. Each app adds its types in its `ready`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from athletes.models import Athlete, Tombstone
from config.core import retention
from config.core.errors import DataError, DataValidationError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY = UUID(int=0)
SETTLE_S = 5.0
"""Longer than a statement takes from being stamped to reaching the database, and than clocks differ."""
MICROSECOND = timedelta(microseconds=1)
KEPT_BY = ("metrics.deleted", "plans.deleted", "analysis.memories", "athletes.tombstones")
"""Rules of retention that remove tombstones: an older cursor could miss one."""

DATA, PLAN, ANALYSIS = "data.changed", "plan.changed", "analysis.ready"
"""What webhooks call it."""


class Position(NamedTuple):
    at: datetime
    uid: UUID


START = Position(EPOCH, NOBODY)


@dataclass(frozen=True)
class Cursor:
    """Where a reader of one athlete's feed stands, and which types it has been told all the while."""

    athlete: UUID
    position: Position
    types: frozenset[str]

    def __str__(self) -> str:
        micros = (self.position.at - EPOCH) // MICROSECOND
        told = json.dumps([1, self.athlete.hex, micros, self.position.uid.hex, sorted(self.types)])
        return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _deleted(row: Mapping[str, Any]) -> bool:
    return row.get("deleted_at") is not None


@dataclass(frozen=True)
class ChangeType:
    """A kind of object in the feed; any one of `classes` opens it.

    `columns` are read besides uid, revision and updated_at, for `is_gone` and for `query` (of the address).
    `visible` narrows rows to what the granted classes cover. `view` is the API's name of one object, that of
    the whole where it is not `by_uid`.
    """

    name: str
    model: type[Model]
    classes: frozenset[str]
    event: str
    view: str
    columns: tuple[str, ...] = ()
    by_uid: bool = True
    is_gone: Callable[[Mapping[str, Any]], bool] = _deleted
    visible: Callable[[QuerySet[Any], frozenset[str]], QuerySet[Any]] | None = None
    query: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None

    def rows(self, athlete: Athlete, classes: frozenset[str]) -> QuerySet[Any]:
        of_athlete = {"pk": athlete.pk} if self.model is Athlete else {"athlete": athlete}
        rows = self.model._default_manager.filter(**of_athlete)
        return self.visible(rows, classes) if self.visible else rows

    def url(self, athlete: Athlete, row: Mapping[str, Any]) -> str:
        parts = {"athlete": athlete.uid} | ({"uid": row["uid"]} if self.by_uid else {})
        path = reverse(f"api:{self.view}", kwargs=parts)
        return f"{path}?{urlencode(self.query(row))}" if self.query else path


@dataclass(frozen=True)
class Change:
    type: ChangeType
    uid: UUID
    revision: int
    updated_at: datetime
    is_gone: bool
    url: str | None


@dataclass(frozen=True)
class Page:
    changes: list[Change]
    cursor: Cursor
    has_more: bool


TYPES: dict[str, ChangeType] = {}


def register(*types: ChangeType) -> None:
    """Called in the `ready` of each app."""
    for each in types:
        if TYPES.setdefault(each.name, each) != each:
            raise ValueError(f"there is a type {each.name} already")


def visible_types(classes: Collection[str]) -> frozenset[str]:
    """Names of the types that these granted data classes open."""
    return frozenset(name for name, each in TYPES.items() if each.classes & set(classes))


def read_page(
    athlete: Athlete, *, cursor: Cursor, types: frozenset[str], classes: frozenset[str], limit: int
) -> Page:
    """The next `limit` changes of these types after the cursor. Raises DataError CURSOR_EXPIRED (410)."""
    before = settled_before()
    _check_age(cursor, types)
    # What is still on its way may lie before a position that was told, never before one that will be.
    window = _window(cursor.position, before)
    tell = partial(_live, athlete, window, classes, limit + 1)
    # Whoever begins is told of nearly every type; most who come back, of none.
    known = [TYPES[name] for name in types]
    kinds = _moved(athlete, window, known, classes) if cursor.position > START else known
    live = (each for kind in kinds for each in tell(kind))
    found = sorted([*live, *_buried(athlete, window, types, limit + 1)], key=_position)
    told, has_more = found[:limit], len(found) > limit
    position = _position(told[-1]) if told else cursor.position
    if not has_more:
        # So that the cursor of a quiet athlete does not grow old; to the day, so that answers stay the same.
        today = before.replace(hour=0, minute=0, second=0, microsecond=0)
        position = max(position, Position(today, NOBODY))
    return Page(told, Cursor(athlete.uid, position, types), has_more)


def parse_cursor(text: str, athlete: Athlete) -> Cursor:
    """Raises DataValidationError CURSOR_INVALID for what is no cursor of this athlete's feed."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        version, owner, micros, uid, types = json.loads(raw)
        position = Position(EPOCH + int(micros) * MICROSECOND, UUID(uid))
        known = frozenset(str(each) for each in types)
        if version == 1 and UUID(owner) == athlete.uid and known <= TYPES.keys():
            return Cursor(athlete.uid, position, known)
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
    message = "This page's cursor does not belong to this list."
    raise DataValidationError(message, code="CURSOR_INVALID")


def settled_before() -> datetime:
    """An instant before which no row can appear any more.

    PostgreSQL knows its oldest transaction that has written. SQLite lets one write at a time, and the others
    wait for `timeout` seconds at most with what they have stamped.
    """
    lag: float | None = settings.CHANGES_SETTLE_S
    now = timezone.now()
    if connection.vendor != "postgresql":
        waits = float(connection.settings_dict["OPTIONS"].get("timeout", 5))
        return now - timedelta(seconds=SETTLE_S + waits if lag is None else lag)
    with connection.cursor() as asking:
        asking.execute(
            "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        )
        oldest: datetime | None = asking.fetchone()[0]
    return min(now, oldest or now) - timedelta(seconds=SETTLE_S if lag is None else lag)


def _check_age(cursor: Cursor, types: frozenset[str]) -> None:
    if not types <= cursor.types:
        _expired("You may see more than when this cursor was made. Start again without one.")
    rules = [retention.RULES[name] for name in KEPT_BY if name in retention.RULES]
    kept = [days for rule in rules if (days := retention.keep_days(rule)) is not None]
    oldest = timezone.now() - timedelta(days=min(kept)) if kept else EPOCH
    if START < cursor.position < Position(oldest, NOBODY):
        _expired("What was deleted since this cursor is partly forgotten. Start again without one.")


def _expired(message: str) -> None:
    raise DataError(message, code="CURSOR_EXPIRED", status=410)


def _window(after: Position, before: datetime) -> Q:
    return Q(updated_at__gte=after.at, updated_at__lt=before) & (
        Q(updated_at__gt=after.at) | Q(uid__gt=after.uid)
    )


def _moved(athlete: Athlete, window: Q, kinds: list[ChangeType], classes: frozenset[str]) -> list[ChangeType]:
    """Those of which any row is in the window: one question for all, since most athletes are quiet."""
    asked = {f"has_{kind.name}": Exists(kind.rows(athlete, classes).filter(window)) for kind in kinds}
    row: Mapping[str, Any] = Athlete.objects.filter(pk=athlete.pk).values(**asked).get() if asked else {}
    return [kind for kind in kinds if row[f"has_{kind.name}"]]


def _live(
    athlete: Athlete, window: Q, classes: frozenset[str], limit: int, kind: ChangeType
) -> Iterator[Change]:
    rows = kind.rows(athlete, classes).filter(window).order_by("updated_at", "uid")
    for row in rows.values("uid", "revision", "updated_at", *_columns(kind))[:limit]:
        is_gone = kind.is_gone(row)
        url = None if is_gone else kind.url(athlete, row)
        yield Change(kind, row["uid"], row["revision"], row["updated_at"], is_gone, url)


def _buried(athlete: Athlete, window: Q, types: Collection[str], limit: int) -> Iterator[Change]:
    by_label = {TYPES[name].model._meta.label_lower: TYPES[name] for name in types}
    stones = Tombstone.objects.filter(window, athlete=athlete, model__in=by_label)
    for stone in stones.order_by("updated_at", "uid")[:limit]:
        yield Change(by_label[stone.model], stone.uid, stone.revision, stone.updated_at, True, None)


def _columns(kind: ChangeType) -> tuple[str, ...]:
    has_mark = any(field.name == "deleted_at" for field in kind.model._meta.fields)
    return (*kind.columns, *(("deleted_at",) if has_mark else ()))


def _position(change: Change) -> Position:
    return Position(change.updated_at, change.uid)
