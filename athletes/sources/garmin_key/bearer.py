"""What a key is exchanged for: a JWT of about a day, of which only the end of its life is read."""

from __future__ import annotations

import base64
import json
import math
from dataclasses import dataclass, field
from typing import Any

RENEW_BEFORE_S = 3_600.0
_LONGEST = 16_384


@dataclass(frozen=True, slots=True)
class Bearer:
    """`expires_at` in seconds since 1970; `renew_at` is when to get the next one."""

    token: str = field(repr=False)
    expires_at: float
    renew_at: float

    def is_due(self, now: float) -> bool:
        return now >= self.renew_at


def fresh(text: str, now: float) -> Bearer | None:
    """A bearer as the token endpoint sent it; None for anything else.

    One that lives less than two hours is renewed in the middle of its life, or every call would ask anew.
    """
    bearer = kept(text)
    if bearer is None or bearer.expires_at <= now:
        return None
    early = min(RENEW_BEFORE_S, (bearer.expires_at - now) / 2)
    return Bearer(bearer.token, bearer.expires_at, bearer.expires_at - early)


def kept(text: str | None) -> Bearer | None:
    """A bearer of an earlier time; None without an end that can be read."""
    token = (text or "").strip().strip('"')
    if len(token) > _LONGEST or not token.isascii() or not token.isprintable():
        return None
    expires_at = _expiry(token)
    return None if expires_at is None else Bearer(token, expires_at, expires_at - RENEW_BEFORE_S)


def _expiry(token: str) -> float | None:
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims: Any = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        expires_at = claims["exp"]
        if isinstance(expires_at, bool) or not math.isfinite(float(expires_at)):
            return None
        return float(expires_at)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
