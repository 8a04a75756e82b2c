"""What `manage.py check` says about settings that would only fail, or leak, later."""

import base64
import binascii
import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection

from config.core import rewrapping

KEY_BYTES = 32
TOKEN_MIN_LENGTH = 24
RSA_MIN_BITS = 3072
IN_PROCESS_CACHES = ("LocMemCache", "DummyCache")


@register(Tags.security)
def credential_keys(**_: Any) -> list[CheckMessage]:
    """CREDENTIAL_KEYS is `id:base64,id:base64`, each key 32 bytes, each id once."""
    ids = []
    for part in settings.CREDENTIAL_KEYS.split(","):
        key_id, _colon, text = part.strip().partition(":")
        ids.append(key_id)
        if not key_id or _key_length(text) != KEY_BYTES:
            hint = (
                "Give CREDENTIAL_KEYS as id:key,id:key, newest first; a key is 32 bytes in URL-safe base64."
            )
            return [Error("CREDENTIAL_KEYS holds something that is not a key.", hint=hint, id="core.E001")]
    if len(set(ids)) != len(ids):
        return [Error("CREDENTIAL_KEYS names one id twice.", id="core.E002")]
    return _not_the_secret_key()


def _not_the_secret_key() -> list[CheckMessage]:
    """Whoever learns SECRET_KEY, which signs what leaves the house, must not hold the secrets as well."""
    secret = settings.SECRET_KEY.encode()
    derived = {secret, secret[:KEY_BYTES], hashlib.sha256(secret).digest()}
    given = [part.strip().partition(":")[2] for part in settings.CREDENTIAL_KEYS.split(",")]
    if any(text.encode() == secret or base64.urlsafe_b64decode(text) in derived for text in given):
        hint = "Make one of its own: see docs/keys.md."
        return [Error("CREDENTIAL_KEYS holds SECRET_KEY or what is made from it.", hint=hint, id="core.E006")]
    return []


@register(Tags.security, Tags.database)
def needed_keys(databases: Collection[str] | None = None, **_: Any) -> list[CheckMessage]:
    """No key may be forgotten that something is still sealed by; `migrate` asks."""
    if not databases:
        return []
    return [
        Error(
            f"CREDENTIAL_KEYS has no key {key_id}, by which {' and '.join(parts)} are still sealed.",
            hint="Put it back at the end, run manage.py rotate_keys, then remove it.",
            id="core.E007",
        )
        for key_id, parts in rewrapping.missing_keys().items()
    ]


@register(Tags.security)
def partner_key(**_: Any) -> list[CheckMessage]:
    """What signs that somebody is who they are, for applications of others, is a long key of RSA or none."""
    text = getattr(settings, "IDP_OIDC_PRIVATE_KEY", "")
    if not text:
        return []
    hint = f"Make one: openssl genrsa {RSA_MIN_BITS}"
    try:
        key = load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return [Error("OIDC_PRIVATE_KEY is no private key in PEM.", hint=hint, id="core.E008")]
    if not isinstance(key, RSAPrivateKey) or key.key_size < RSA_MIN_BITS:
        return [Warning(f"OIDC_PRIVATE_KEY has less than {RSA_MIN_BITS} bits.", hint=hint, id="core.W003")]
    return []


@register(Tags.security, deploy=True)
def production(**_: Any) -> list[CheckMessage]:
    """What several workers on a server need and one machine at home does not."""
    return list(_production_problems())


def _production_problems() -> Iterator[CheckMessage]:
    if not settings.BROKER_URL:
        yield Error(
            "Tasks would go nowhere: no broker is set.", hint="Set BROKER_URL or REDIS_URL.", id="core.E003"
        )
    if settings.CACHES["default"]["BACKEND"].endswith(IN_PROCESS_CACHES):
        hint = "Set CACHE_URL or REDIS_URL."
        yield Error(
            "Each process would have a cache of its own: logins and limits would not hold.",
            hint=hint,
            id="core.E004",
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < TOKEN_MIN_LENGTH:
        yield Error(f"METRICS_TOKEN is shorter than {TOKEN_MIN_LENGTH} characters.", id="core.E005")
    if not settings.SITE_URL.startswith("https://"):
        yield Warning("SITE_URL is not https: links in mails would be refused.", id="core.W001")
    if connection.vendor == "sqlite":
        yield Warning(
            "SQLite serves one machine only.", hint="Set DATABASE_URL to PostgreSQL.", id="core.W002"
        )


def _key_length(text: str) -> int:
    try:
        return len(base64.b64decode(text.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return 0
