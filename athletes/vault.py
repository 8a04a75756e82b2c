"""Secrets of athletes, sealed: the only reader and writer of `Credential` and `DataKey`.

Each athlete has a data key of their own, wrapped by the newest of CREDENTIAL_KEYS, which are in no database
and no backup. What is sealed says whose it is and what for, so that a row moved to another athlete or purpose
cannot be read, even together with its data key. This protects a stolen dump, not a server taken over.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from athletes.models import Athlete, Credential, DataKey
from config.core.errors import DataError
from config.core.logging import logger
from config.core.rewrapping import BATCH, Rewrap

VERSION = 1

log = logger(__name__)


class VaultError(DataError):
    """A stored secret cannot be read: its key is gone, or its row was damaged or moved."""

    code = "CREDENTIAL_UNREADABLE"
    status = 500
    default_message = "The stored secret of this connection cannot be read. Disconnect, then connect again."


def seal(*, athlete: Athlete, purpose: str, data: dict[str, Any]) -> None:
    """Keep `data`, which must be JSON, in place of what was kept for this athlete and purpose."""
    inside = {"v": VERSION, "uid": str(athlete.uid), "purpose": purpose, "data": data}
    plain = json.dumps(inside, separators=(",", ":"), allow_nan=False).encode()
    with transaction.atomic():
        key = _own_key(athlete)
        sealed = _unwrap(key.wrapped, key.wrapped_by).encrypt(plain).decode()
        Credential.objects.update_or_create(athlete=athlete, purpose=purpose, defaults={"ciphertext": sealed})


def unseal(*, athlete: Athlete, purpose: str) -> dict[str, Any] | None:
    """What is kept for this athlete and purpose, None when nothing is. Raises VaultError."""
    # Secret and key in one question: between two of them others may erase both, and make new ones.
    key = DataKey.objects.filter(athlete=OuterRef("athlete"))
    beside = {f"key_{name}": Subquery(key.values(name)) for name in ("wrapped", "wrapped_by")}
    rows = Credential.objects.filter(athlete=athlete, purpose=purpose).annotate(**beside)
    found = rows.values_list("ciphertext", *beside).first()
    if found is None:
        return None
    ciphertext, wrapped, wrapped_by = found
    if wrapped is None:
        raise VaultError(details="Its data key is gone.")
    try:
        plain = _unwrap(wrapped, wrapped_by).decrypt(ciphertext)
    except (InvalidToken, ValueError, UnicodeError):
        raise VaultError(details="It was sealed with another key, or damaged.") from None
    return _checked(plain, athlete, purpose)


def take(*, athlete: Athlete, purpose: str) -> dict[str, Any] | None:
    """Like `unseal`, and erased by the same step: of several callers one gets it. Raises VaultError."""
    with transaction.atomic():
        data = unseal(athlete=athlete, purpose=purpose)
        return data if erase(athlete=athlete, purpose=purpose) else None


def erase(*, athlete: Athlete, purpose: str) -> bool:
    """Forget what is kept; with an athlete's last secret goes the data key, so that no backup holds one.

    False when there was nothing.
    """
    with transaction.atomic():
        key = DataKey.objects.select_for_update().filter(athlete=athlete).first()
        erased, _ = Credential.objects.filter(athlete=athlete, purpose=purpose).delete()
        if key is not None and not Credential.objects.filter(athlete=athlete).exists():
            key.delete()
    return bool(erased)


def erase_left(rows: QuerySet[Credential]) -> int:
    """Erase what `rows` finds, each if it still is among them while nobody can seal another; how many."""
    count = 0
    for pk, athlete_id in rows.values_list("pk", "athlete"):
        with transaction.atomic():
            DataKey.objects.select_for_update().filter(athlete=athlete_id).first()
            row = rows.filter(pk=pk).select_related("athlete").first()
            count += row is not None and erase(athlete=row.athlete, purpose=row.purpose)
    return count


def rewrap(*, batch: int = BATCH, after: int | None = None) -> Rewrap:
    """Wrap up to `batch` data keys by the newest of CREDENTIAL_KEYS; safe to repeat and to interrupt.

    A key that cannot be unwrapped is counted and stays as it is. Begin with `after=None`, go on with `last`
    until that is None.
    """
    newest, keys = next(iter(_keys())), MultiFernet(list(_keys().values()))
    rewrapped = unreadable = 0
    with transaction.atomic():
        old = DataKey.objects.exclude(wrapped_by=newest).filter(pk__gt=after or 0).order_by("pk")
        rows = list(old.select_for_update(skip_locked=True)[:batch])
        for row in rows:
            try:
                row.wrapped = keys.rotate(row.wrapped).decode()
            except InvalidToken:
                unreadable += 1
                log.warning("data_key_unreadable", athlete=row.athlete_id, wrapped_by=row.wrapped_by)
                continue
            row.wrapped_by, row.rewrapped_at = newest, timezone.now()
            row.save(update_fields=["wrapped", "wrapped_by", "rewrapped_at"])
            rewrapped += 1
    return Rewrap(rewrapped, unreadable, rows[-1].pk if rows else None, remaining())


def remaining() -> int:
    """Data keys that an older key still wraps: that key must stay in CREDENTIAL_KEYS until this is 0."""
    return DataKey.objects.exclude(wrapped_by=next(iter(_keys()))).count()


def used_keys() -> set[str]:
    """Ids of the keys that wrap data keys."""
    return set(DataKey.objects.order_by().values_list("wrapped_by", flat=True).distinct())


def seal_text(text: str, *, purpose: str) -> str:
    """A short secret that belongs to a row of another table, sealed by the newest of CREDENTIAL_KEYS."""
    newest, key = next(iter(_keys().items()))
    inside = json.dumps({"v": VERSION, "purpose": purpose, "data": text}, separators=(",", ":"))
    return f"{newest}:{key.encrypt(inside.encode()).decode()}"


def unseal_text(sealed: str, *, purpose: str) -> str:
    """What `seal_text` was given. Raises VaultError."""
    key_id, _colon, token = sealed.partition(":")
    try:
        inside = json.loads(_keys()[key_id].decrypt(token))
        text, is_meant = inside["data"], inside["purpose"] == purpose
    except (KeyError, InvalidToken, ValueError, TypeError):
        raise VaultError(details="It was sealed with another key, or damaged.") from None
    if not is_meant or not isinstance(text, str):
        raise VaultError(details="It was sealed for something else.")
    return text


def reseal_text(sealed: str) -> str:
    """The same secret under the newest of CREDENTIAL_KEYS. Raises VaultError."""
    key_id, _colon, token = sealed.partition(":")
    newest, key = next(iter(_keys().items()))
    try:
        return f"{newest}:{key.encrypt(_keys()[key_id].decrypt(token)).decode()}"
    except (KeyError, InvalidToken, ValueError):
        raise VaultError(details="It was sealed with another key, or damaged.") from None


def is_newest(sealed: str) -> bool:
    """Whether the newest of CREDENTIAL_KEYS sealed this text."""
    return sealed.partition(":")[0] == next(iter(_keys()))


def _own_key(athlete: Athlete) -> DataKey:
    """The athlete's data key, locked until the transaction ends; made on first use."""
    newest, wrapping = next(iter(_keys().items()))
    key, _ = DataKey.objects.select_for_update().get_or_create(
        athlete=athlete,
        defaults={"wrapped": wrapping.encrypt(Fernet.generate_key()).decode(), "wrapped_by": newest},
    )
    return key


def _unwrap(wrapped: str, wrapped_by: str) -> Fernet:
    keys = _keys()
    try:
        return Fernet(MultiFernet(list(keys.values())).decrypt(wrapped))
    except (InvalidToken, ValueError, UnicodeError):
        missing = "" if wrapped_by in keys else f" CREDENTIAL_KEYS has no key {wrapped_by}."
        raise VaultError(details=f"Its data key cannot be unwrapped.{missing}") from None


def _checked(plain: bytes, athlete: Athlete, purpose: str) -> dict[str, Any]:
    try:
        inside = json.loads(plain)
        is_theirs = (inside["v"], inside["uid"], inside["purpose"]) == (VERSION, str(athlete.uid), purpose)
        data = inside["data"]
    except (ValueError, TypeError, KeyError):
        raise VaultError(details="What was sealed has another form.") from None
    if not is_theirs or not isinstance(data, dict):
        raise VaultError(details="It was sealed for somebody or something else.")
    return data


def _keys() -> dict[str, Fernet]:
    """CREDENTIAL_KEYS by id, newest first; their form is checked when the server starts."""
    parts = (part.strip().partition(":") for part in settings.CREDENTIAL_KEYS.split(","))
    return {key_id: Fernet(text) for key_id, _colon, text in parts}
