"""Packing the streams of old activities tighter; they are read as before."""

from __future__ import annotations

from datetime import datetime
from itertools import batched

from django.db import transaction

from metrics.models import Stream
from metrics.science.codec import cold_channel

AT_ONCE, AT_MOST = 50, 5_000
"""Streams of one transaction, and of one night: packing takes about ten milliseconds each."""


def chill_streams(before: datetime, dry_run: bool = False) -> int:
    """Pack the streams of activities of before that day, the oldest first; how many."""
    warm = Stream.objects.filter(is_cold=False, activity__local_date__lt=before.date())
    if dry_run:
        return warm.count()
    ids = list(warm.order_by("activity__local_date", "pk").values_list("pk", flat=True)[:AT_MOST])
    return sum(_chill(batch) for batch in batched(ids, AT_ONCE))


def _chill(ids: tuple[int, ...]) -> int:
    with transaction.atomic():
        # A merge or a new reading may have replaced some meanwhile.
        rows = list(Stream.objects.select_for_update().filter(pk__in=ids, is_cold=False))
        for row in rows:
            row.data, row.is_cold = cold_channel(row.data), True
        Stream.objects.bulk_update(rows, ["data", "is_cold"])
    return len(rows)
