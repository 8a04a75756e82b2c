"""Tokens that look like JWTs."""

from __future__ import annotations

import base64
import json
import secrets
import time
from typing import Any


def _piece(value: dict[str, Any] | bytes) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(life_s: float, **claims: Any) -> str:
    """Return a new three-part JWT that ends `life_s` seconds from now."""
    now = time.time()
    body = {"iat": int(now), "exp": int(now + life_s), "jti": secrets.token_hex(8), **claims}
    return ".".join((_piece({"alg": "RS256", "typ": "JWT"}), _piece(body), _piece(secrets.token_bytes(32))))
