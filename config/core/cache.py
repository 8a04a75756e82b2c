"""The cache: per athlete, forgotten by one write when data changes, and never needed to answer."""

import hashlib
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache as backend
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from redis.exceptions import RedisError

from config.core import counters
from config.core.logging import logger

SUMMARY_S = 5 * 60
PAST_DAYS_S = 60 * 60
STATISTICS_S = 30 * 60
ANALYSIS_S = 24 * 60 * 60
PLAN_S = None  # until changed

RETRY_AFTER_S = 5.0

log = logger(__name__)
type AthleteId = int | UUID


class _Away:
    """When the cache last failed; for a few seconds after that nobody waits for it again."""

    until = 0.0


def remember[T](
    athlete_id: AthleteId, name: str, timeout: float | None, build: Callable[[], T], *args: Any
) -> T:
    """What `build()` returns, kept for `timeout` seconds (None: until `forget`) per athlete, name and `args`.

    Values and args must be JSON. The answer has gone through JSON on the first call too, so that it never
    depends on whether it was cached: tuples are lists, dates are strings.
    """
    key = _key(athlete_id, name, args)
    kept = read(key)
    counters.CACHE_READS.labels("hit" if isinstance(kept, str) else "miss").inc()
    if isinstance(kept, str):
        return json.loads(kept)
    text = json.dumps(build(), cls=DjangoJSONEncoder)
    write(key, text, timeout)
    return json.loads(text)


def forget(athlete_id: AthleteId) -> None:
    """Make everything remembered for this athlete unreachable, once the running transaction commits."""
    transaction.on_commit(partial(write, _version_key(athlete_id), time.time_ns(), None))


def count_kept(athlete_id: AthleteId) -> int:
    """How many answers and marks are kept under this id; 0 where the cache cannot be looked through."""
    return len(_kept_keys(athlete_id))


def erase_kept(athlete_id: AthleteId) -> None:
    """Remove everything that is kept under this id, at once and not only out of reach."""
    if keys := _kept_keys(athlete_id):
        _attempt(lambda: backend.delete_many(keys))


def read(key: str) -> Any:
    """The value under `key`; None when there is none or the cache is away."""
    return _attempt(lambda: backend.get(key))


def write(key: str, value: Any, timeout: float | None) -> None:
    """Keep a plain value for `timeout` seconds, or for good; nothing happens while the cache is away."""
    _attempt(lambda: backend.set(key, value, timeout))


def drop(key: str) -> None:
    _attempt(lambda: backend.delete(key))


def _attempt(action: Callable[[], Any]) -> Any:
    if time.monotonic() < _Away.until:
        return None
    try:
        result = action()
    except (RedisError, OSError) as error:
        if not _Away.until:
            log.warning("cache_away", error=type(error).__name__)
        counters.CACHE_ERRORS.inc()
        _Away.until = time.monotonic() + RETRY_AFTER_S
        return None
    _Away.until = 0.0
    return result


def _kept_keys(athlete_id: AthleteId) -> list[str]:
    """Keys as callers write them. Django offers no search, so each kind of cache is asked in its own way."""
    inside: Any = getattr(backend, "_cache", None)
    prefix = backend.make_key(f"formline:user:{athlete_id}:")
    if isinstance(inside, dict):
        found = [key for key in list(inside) if key.startswith(prefix)]
    elif hasattr(inside, "get_client"):
        scan = inside.get_client(None, write=True).scan_iter
        found = [key.decode() for key in _attempt(lambda: list(scan(match=f"{prefix}*", count=1_000))) or []]
    else:
        return []
    return [key.removeprefix(backend.make_key("")) for key in found]


def _key(athlete_id: AthleteId, name: str, args: tuple[Any, ...]) -> str:
    # The version is a clock reading, not a count: a count that the cache evicted would start again and
    # bring old values back.
    version = read(_version_key(athlete_id))
    if version is None:
        version = time.time_ns()
        write(_version_key(athlete_id), version, None)
    text = json.dumps([version, args], cls=DjangoJSONEncoder)
    return f"formline:user:{athlete_id}:{name}:{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def _version_key(athlete_id: AthleteId) -> str:
    return f"formline:user:{athlete_id}:version"
