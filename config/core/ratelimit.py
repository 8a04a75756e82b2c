"""One limiter for everything that must not happen too often, exact across processes and without Redis."""

import time
from dataclasses import dataclass

from django.db.models import F

from config.core import cache
from config.core.models import Counter


@dataclass(frozen=True)
class Allowance:
    """`remaining` hits are left in this window; the next one starts in `resets_in_s` seconds."""

    allowed: bool
    remaining: int
    resets_in_s: int

    @property
    def retry_after_s(self) -> int:
        """How long to wait before the next hit."""
        return 0 if self.allowed else self.resets_in_s


def hit(key: str, limit: int, window_s: int, *, count: int = 1) -> Allowance:
    """Count one hit of `key`; refused once `limit` hits fell into the current window of `window_s` seconds.

    `count` hits at once are counted all or not at all.

    Windows are fixed, aligned to the Unix epoch, so a burst over their edge may reach twice the limit. The
    database counts; the cache only remembers that a window is full, so a flood costs no queries. A hit inside
    a transaction counts when that commits, so hit before opening one.
    """
    now = int(time.time())
    start = now - now % window_s
    refused = Allowance(allowed=False, remaining=0, resets_in_s=start + window_s - now)
    full_key = f"formline:limit:{key}:{window_s}:{start}"
    if limit <= 0 or cache.read(full_key):
        return refused
    if not _counted(key, start, window_s, limit, count):
        if count == 1:
            cache.write(full_key, True, refused.resets_in_s)
        return refused
    used = Counter.objects.values_list("count", flat=True).get(key=key, window_s=window_s, window_start=start)
    return Allowance(allowed=True, remaining=max(limit - used, 0), resets_in_s=refused.resets_in_s)


def left(key: str, limit: int, window_s: int) -> int:
    """How many hits of `key` are left in the current window."""
    start = int(time.time()) // window_s * window_s
    used = Counter.objects.filter(key=key, window_s=window_s, window_start=start).values_list(
        "count", flat=True
    )
    return max(limit - (used.first() or 0), 0)


def prune() -> int:
    """Remove counters whose window has ended; the number of rows."""
    return Counter.objects.filter(window_start__lt=int(time.time()) - F("window_s")).delete()[0]


def _counted(key: str, start: int, window_s: int, limit: int, count: int) -> bool:
    below = Counter.objects.filter(key=key, window_s=window_s, window_start=start, count__lte=limit - count)
    if below.update(count=F("count") + count):
        return True
    # Full, or not there yet; looking first would mistake a row that is made in between for a full one.
    Counter.objects.bulk_create(
        [Counter(key=key, window_s=window_s, window_start=start)], ignore_conflicts=True
    )
    return below.update(count=F("count") + count) == 1
