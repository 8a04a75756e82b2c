"""Rows that a program brings under its own names for them, as often as it likes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from athletes.models import Athlete, ExternalId


class Brought(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"


@dataclass(frozen=True)
class Target:
    """Where rows go: `find` gives the living row of a uid, `write` writes over it or, without one, anew.

    `write` answers with the row and whether it is a new one.
    """

    athlete: Athlete
    source: str
    model: type[Model]
    find: Callable[[UUID], Any]
    write: Callable[[Any, dict[str, Any]], tuple[Any, bool]]


def bring(*, target: Target, external_id: str, content: Mapping[str, Any]) -> tuple[Brought, UUID]:
    """Write `content` once: what became of it, and the uid of its row.

    Content that came before changes nothing, so what people changed since stays; a row that was deleted here
    is not made again. Raises whatever `write` raises; nothing is kept then.
    """
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
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


def _known(target: Target, external_id: str) -> ExternalId | None:
    return ExternalId.objects.filter(
        athlete=target.athlete,
        source=target.source,
        model=target.model._meta.label_lower,
        external_id=external_id,
    ).first()
