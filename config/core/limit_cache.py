"""The cache of Valkey; what protects sign-in goes on in the database while Valkey is away.

allauth counts sign-ins, remembers codes of second factors that were used and holds codes of authorisation in
the cache. Without it these limits would vanish or nobody could sign in, so its keys have a second place.
Everything else fails as before: `config.core.cache` answers without a cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from config.core.logging import logger

PROTECTED = "allauth"
IN_DATABASE = "in_database"
AWAY_S = 5.0

log = logger(__name__)


class _Away:
    """When Valkey last failed; for a few seconds after that nobody waits for it again."""

    until = 0.0


class LimitCache(RedisCache):
    """As Django's, but for the keys of PROTECTED, which the database keeps while Valkey is away."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _kept(key, lambda: super(LimitCache, self).get(key, default, version), "get", default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        args = (value, timeout, version)
        return _kept(key, lambda: super(LimitCache, self).set(key, *args), "set", *args)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> Any:
        args = (value, timeout, version)
        return _kept(key, lambda: super(LimitCache, self).add(key, *args), "add", *args)

    def delete(self, key: str, version: int | None = None) -> Any:
        return _kept(key, lambda: super(LimitCache, self).delete(key, version), "delete", version)


def prune() -> None:
    """Forget what the database kept during outages that are over: Valkey answers now."""
    try:
        caches["default"].get("answers")
    except (RedisError, OSError):
        return
    caches[IN_DATABASE].clear()


def _kept(key: str, ask: Callable[[], Any], method: str, *args: Any) -> Any:
    if not key.startswith(PROTECTED):
        return ask()
    if time.monotonic() >= _Away.until:
        try:
            return ask()
        except (RedisError, OSError) as error:
            _Away.until = time.monotonic() + AWAY_S
            log.warning("limits_in_database", error=type(error).__name__)
    return getattr(caches[IN_DATABASE], method)(key, *args)
