"""Second factors: their secrets are sealed in the database with the vault's keys."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from athletes import vault
from config.core.rewrapping import BATCH, Rewrap

PURPOSE = "mfa"
SEALED = ("secret", "seed")
"""Where an authenticator's data hold what must stay secret; the keys of passkeys are public."""


class MFAAdapter(DefaultMFAAdapter):
    """As allauth's, which would keep the key of a TOTP app and the seed of the codes readable."""

    def encrypt(self, text: str) -> str:
        return vault.seal_text(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises VaultError where the text was not sealed here, or its key is gone."""
        return vault.unseal_text(encrypted_text, purpose=PURPOSE)


def rewrap(*, batch: int = BATCH, after: int | None = None) -> Rewrap:
    """Seal up to `batch` authenticators' secrets by the newest of CREDENTIAL_KEYS; safe to repeat.

    As `vault.rewrap`: begin with `after=None`, go on with `last` until that is None.
    """
    rewrapped = unreadable = 0
    with transaction.atomic():
        rows = list(
            Authenticator.objects.select_for_update(skip_locked=True)
            .exclude(type=Authenticator.Type.WEBAUTHN)
            .filter(pk__gt=after or 0)
            .order_by("pk")[:batch]
        )
        for row in rows:
            old = {
                name: text for name in SEALED if (text := row.data.get(name)) and not vault.is_newest(text)
            }
            try:
                fresh = {name: vault.reseal_text(text) for name, text in old.items()}
            except vault.VaultError:
                unreadable += 1
                continue
            if fresh:
                row.data |= fresh
                row.save(update_fields=["data"])
                rewrapped += 1
    return Rewrap(rewrapped, unreadable, rows[-1].pk if rows else None, remaining())


def remaining() -> int:
    """Authenticators that an older key still seals: that key must stay in CREDENTIAL_KEYS until this is 0."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("data", flat=True)
    return sum(
        any(name in data and not vault.is_newest(data[name]) for name in SEALED) for data in rows.iterator()
    )


def used_keys() -> set[str]:
    """Ids of the keys that seal authenticators' secrets."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("data", flat=True)
    texts = (data[name] for data in rows.iterator() for name in SEALED if data.get(name))
    return {text.partition(":")[0] for text in texts}
