"""The key with which this installation proves to push services that it is the one a browser subscribed to."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_pem_private_key,
)
from django.conf import settings

RAW_BYTES = 32


def private_key() -> ec.EllipticCurvePrivateKey | None:
    """VAPID_PRIVATE_KEY, None without one or when it is no key on the curve P-256."""
    return _read(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What browsers subscribe to, in URL-safe base64; empty without a key."""
    key = private_key()
    if key is None:
        return ""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def unpadded(text: str) -> bytes:
    """URL-safe base64 with or without its padding. Raises ValueError."""
    try:
        return base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("no base64") from error


@lru_cache(maxsize=4)
def _read(text: str) -> ec.EllipticCurvePrivateKey | None:
    try:
        key = _parsed(text)
    except (ValueError, TypeError):
        return None
    is_fitting = isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    return key if is_fitting else None  # type: ignore[return-value]


def _parsed(text: str) -> object:
    """A key as 32 bytes or DER in base64, or as PEM, whose line ends may be written as \\n."""
    if "BEGIN" in text:
        return load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
    data = unpadded(text)
    if len(data) == RAW_BYTES:
        return ec.derive_private_key(int.from_bytes(data), ec.SECP256R1())
    return load_der_private_key(data, password=None)
