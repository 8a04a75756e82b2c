"""Keys for programs: `fl_<id>_<secret>`, shown once, limited in reach and time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from athletes.models import ApiKey, User
from athletes.own import carry_own, has_connection
from athletes.scopes import known
from athletes.services.account_events import record_event
from athletes.services.locking import locked_user
from config.core.errors import DataNotFoundError, DataValidationError, RateLimitedError
from config.core.ratelimit import hit

PREFIX = "fl_"
MAX_DAYS, MAX_KEYS, KEYS_A_DAY = 366, 20, 50
NOTED_EVERY = timedelta(minutes=1)


def make_key(*, user: User, name: str, scopes: Collection[str], days: int) -> tuple[ApiKey, str]:
    """A new key and its text, which is shown once. Raises DataValidationError and RateLimitedError."""
    if not scopes or known(scopes) != frozenset(scopes):
        raise DataValidationError("Choose what the key may do.")
    if not 1 <= days <= MAX_DAYS:
        raise DataValidationError(f"A key lasts between 1 and {MAX_DAYS} days.")
    allowance = hit(f"key-made:{user.pk}", KEYS_A_DAY, 86_400)
    if not allowance.allowed:
        raise RateLimitedError(
            "That were many keys for one day. Go on tomorrow.", retry_after_s=allowance.retry_after_s
        )
    key_id, secret = secrets.token_hex(6), secrets.token_hex(32)
    with locked_user(user):
        if working_keys(user).count() >= MAX_KEYS:
            raise DataValidationError(f"There are {MAX_KEYS} keys already. Revoke one first.")
        key = ApiKey.objects.create(
            user=user,
            name=name.strip()[:80] or "Key",
            key_id=key_id,
            secret_sha256=_hash(secret),
            scopes=sorted(scopes),
            expires_at=timezone.now() + timedelta(days=days),
        )
        record_event(user=user, what="key_made", key=key_id, scopes=key.scopes)
    return key, f"{PREFIX}{key_id}_{secret}"


def working_keys(user: User) -> QuerySet[ApiKey]:
    """Keys that open something now."""
    return ApiKey.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())


def use_key(text: str) -> User | None:
    """Who made this key, with it as `api_key` and its `token_scopes`; None unless it works now."""
    key_id, _line, secret = text.removeprefix(PREFIX).partition("_")
    rows = ApiKey.objects.select_related("user__athlete").annotate(has_connection=has_connection("user"))
    key = rows.filter(key_id=key_id, revoked_at=None).first()
    now = timezone.now()
    is_right = hmac.compare_digest(key.secret_sha256 if key else _hash(""), _hash(secret))
    if key is None or not is_right or key.expires_at <= now:
        return None
    if key.last_used_at is None or now - key.last_used_at >= NOTED_EVERY:
        # A look at it is not a change: its revision, and so its ETag, stay.
        ApiKey.objects.filter(pk=key.pk).update(
            last_used_at=now, revision=F("revision"), updated_at=F("updated_at")
        )
    user: User = key.user
    carry_own(user, is_connected=key.has_connection)
    user.token_scopes = known(key.scopes)  # type: ignore[attr-defined]
    user.api_key = key  # type: ignore[attr-defined]
    return user


def revoke_key(*, user: User, uid: UUID) -> None:
    """It works no more, at once. Raises DataNotFoundError for a key that is not this person's."""
    key = ApiKey.objects.filter(user=user, uid=uid).first()
    if key is None:
        raise DataNotFoundError("There is no such key.")
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        record_event(user=user, what="key_revoked", key=key.key_id)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
