"""What this app seals with CREDENTIAL_KEYS."""

from __future__ import annotations

from athletes import mfa, vault
from config.core.rewrapping import Sealed

PARTS = (
    Sealed("athletes.data_keys", "athletes_datakey", vault.rewrap, vault.used_keys),
    Sealed("athletes.second_factors", "mfa_authenticator", mfa.rewrap, mfa.used_keys),
)
