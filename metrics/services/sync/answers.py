"""Garmin's answers as they came, kept for a while so that a better reading can be tried on them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import zstandard
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from athletes.models import Athlete, Connection
from athletes.sources.base import Keep, RawAnswerRecord
from config.core.pruning import prune
from metrics.models import RawAnswer
from metrics.services.sync.runs import locked

LEVEL = 6
LARGEST_BYTES = 64 * 1024 * 1024


def keeper(connection: Connection) -> Keep:
    """Where the source of this connection leaves its answers: the newest of each endpoint and range.

    Nothing is kept any more once the athlete has disconnected.
    """

    def keep(record: RawAnswerRecord) -> None:
        if settings.RAW_PAYLOAD_DAYS <= 0:
            return
        with transaction.atomic():
            if locked(connection.pk) is not None:
                _keep(connection.athlete, record)

    return keep


def content_of(answer: RawAnswer) -> Any:
    """The answer as it came. Raises ValueError when it cannot be read."""
    try:
        text = zstandard.ZstdDecompressor().decompress(bytes(answer.data), max_output_size=LARGEST_BYTES)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    return json.loads(text)


def prune_answers(before: datetime, dry_run: bool = False) -> int:
    """Remove what came before then, and what a connection that ended has left; how many."""
    connected = Connection.objects.filter(athlete=OuterRef("athlete"), way=OuterRef("source"))
    return prune(RawAnswer.objects.filter(Q(received_at__lt=before) | ~Exists(connected)), dry_run)


def _keep(athlete: Athlete, record: RawAnswerRecord) -> None:
    which: dict[str, Any] = {
        "athlete": athlete,
        "source": record.source,
        "endpoint": record.endpoint[:60],
        "start": record.start,
        "end": record.end,
    }
    text = json.dumps(record.content, separators=(",", ":"))
    fresh = {"received_at": timezone.now(), "data": zstandard.compress(text.encode(), LEVEL)}
    if record.content:
        RawAnswer.objects.update_or_create(**which, defaults=fresh)
    else:
        # Nothing must not take the place of something, here as in the rows that are made of it.
        RawAnswer.objects.get_or_create(**which, defaults=fresh)
