"""Rows that a program brings under its own names for them, as often as it likes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from athletes.models import Athlete, ExternalId


class Brought(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"


@dataclass(frozen=True)
class Target:
    """Where rows go: `find` gives the living row of a uid, `write` writes over it or, without one, anew.

    `write` answers with the row and whether it is a new one. `living` gives, for those of many uids that have
    a living row, the uid that it is shown under.
    """

    athlete: Athlete
    source: str
    model: type[Model]
    find: Callable[[UUID], Any]
    living: Callable[[Collection[UUID]], Mapping[UUID, UUID]]
    write: Callable[[Any, dict[str, Any]], tuple[Any, bool]]


def bring(*, target: Target, external_id: str, content: Mapping[str, Any]) -> tuple[Brought, UUID]:
    """Write `content` once: what became of it, and the uid of its row.

    Content that came before changes nothing, so what people changed since stays; a row that was deleted here
    is not made again. Raises whatever `write` raises; nothing is kept then.
    """
    digest = _digest(content)
    with transaction.atomic():
        # Two senders of one name would both find nothing, and both make a row.
        Athlete.objects.select_for_update(no_key=True).get(pk=target.athlete.pk)
        known = _known(target, external_id)
        row = target.find(known.row_uid) if known else None
        if known and row is None:
            return Brought.DELETED, known.row_uid
        if known and row and known.content_sha256 == digest:
            return Brought.UNCHANGED, row.uid
        written, is_new = target.write(row, dict(content))
        ExternalId.objects.update_or_create(
            athlete=target.athlete,
            source=target.source,
            model=target.model._meta.label_lower,
            external_id=external_id,
            defaults={"row_uid": written.uid, "content_sha256": digest},
        )
    return Brought.CREATED if is_new else Brought.UPDATED, written.uid


def unchanged(*, target: Target, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, UUID]:
    """Names whose content came before and whose row lives, with its uid: two queries for all of them.

    Nothing is locked, since none of these is written. A name that comes twice is left to `bring`, in order.
    """
    given = list(rows)
    often = Counter(name for name, _ in given)
    digests = {name: _digest(content) for name, content in given if often[name] == 1}
    known = {
        each.external_id: each.row_uid
        for each in _named(target).filter(external_id__in=list(digests))
        if each.content_sha256 == digests[each.external_id]
    }
    living = target.living(list(known.values())) if known else {}
    return {name: living[uid] for name, uid in known.items() if uid in living}


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _known(target: Target, external_id: str) -> ExternalId | None:
    return _named(target).filter(external_id=external_id).first()


def _named(target: Target) -> QuerySet[ExternalId]:
    return ExternalId.objects.filter(
        athlete=target.athlete, source=target.source, model=target.model._meta.label_lower
    )
