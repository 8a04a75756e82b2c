"""Even gaps between the requests to one host, shared by all processes of all machines.

A turn is handed out by one atomic step in Valkey, whose clock all share; without it, by one conditional write
in the database. Turns lie a tenth further apart than the rate asks for, so that the jitter of a network never
puts one more request into a second than there may be.
"""

from __future__ import annotations

import time
from functools import cache as once

import redis
from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from config.core.errors import RateLimitedError
from config.core.logging import logger
from config.core.models import Turn

MARGIN = 1.1
LONGEST_WAIT_S = 60.0
KEPT_MS = 3_600_000
AWAY_S = 5.0

_NEXT_TURN = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
local at = math.max(now, free)
if at - now > tonumber(ARGV[2]) then return -1 end
redis.call('SET', KEYS[1], at + ARGV[1], 'PX', ARGV[3])
return at - now
"""

log = logger(__name__)


class _Away:
    until = 0.0


def wait_turn(name: str, per_s: float, *, longest_s: float = LONGEST_WAIT_S) -> float:
    """Sleep until it is this process' turn to ask `name`, at most `per_s` times a second; the seconds slept.

    Raises RateLimitedError, retryable, when the queue is longer than `longest_s`; no turn is taken then.
    """
    gap_ms = round(MARGIN * 1_000 / per_s)
    wait_ms = _from_cache(name, gap_ms, longest_s)
    if wait_ms is None:
        wait_ms = _from_database(name, gap_ms, longest_s)
    if wait_ms < 0:
        raise RateLimitedError("Too many requests are waiting for this service.", retry_after_s=longest_s)
    time.sleep(wait_ms / 1_000)
    return wait_ms / 1_000


def _from_cache(name: str, gap_ms: int, longest_s: float) -> int | None:
    """Milliseconds to wait, -1 for too many, None when there is no Valkey to ask."""
    client = _client(settings.CACHE_URL)
    if client is None or time.monotonic() < _Away.until:
        return None
    try:
        answer = client.eval(
            _NEXT_TURN, 1, _key(name), gap_ms, round(longest_s * 1_000), KEPT_MS + round(longest_s * 1_000)
        )
        return int(answer)
    except (RedisError, OSError):
        _stay_away()
        return None


def _from_database(name: str, gap_ms: int, longest_s: float) -> int:
    with transaction.atomic():
        turn = _locked(name)
        now = _now_ms()
        # Another process may have had its turn from Valkey a moment ago.
        at = max(now + (gap_ms if settings.CACHE_URL else 0), turn.free_at_ms)
        if at - now > longest_s * 1_000 + gap_ms:
            return -1
        turn.free_at_ms = at + gap_ms
        turn.save()
    return at - now


def _locked(name: str) -> Turn:
    Turn.objects.get_or_create(name=name)
    return Turn.objects.select_for_update().get(name=name)


def _stay_away() -> None:
    _Away.until = time.monotonic() + AWAY_S
    log.warning("pacing_in_database")


@once
def _client(url: str) -> redis.Redis | None:
    if not url:
        return None
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)


def _key(name: str) -> str:
    return f"formline:turn:{name}"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
