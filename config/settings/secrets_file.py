"""Secrets of an installation that was given none: made once, kept beside the data, for its owner only."""

import base64
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def ensure_secrets(data: Path) -> Path:
    """Return the path of `secrets.env` in `data`, made with mode 0600 when it is missing.

    Two processes that start at once agree: the file is written aside and linked into place, first one wins.
    """
    return _made_once(data / "secrets.env", _fresh_secrets)


def ensure_signing_key(data: Path) -> str:
    """The key (RSA, PEM) that proves to partners' applications who somebody is; made on first use."""
    return _made_once(data / "oidc.pem", _fresh_signing_key).read_text()


def derived(secret: str, purpose: str) -> str:
    """A key for one purpose, so that no two uses of `secret` share one."""
    return hmac.new(secret.encode(), f"formline.{purpose}".encode(), "sha256").hexdigest()


def _made_once(path: Path, make: Callable[[], str]) -> Path:
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(make())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return path


def _fresh_secrets() -> str:
    key, backup = (base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    return f"SECRET_KEY={secrets.token_urlsafe(50)}\nCREDENTIAL_KEYS=k1:{key}\nBACKUP_KEY={backup}\n"


def _fresh_signing_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
