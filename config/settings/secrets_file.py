"""Secrets of an installation that was given none: made once, kept beside the data, for its owner only."""

import base64
import os
import secrets
from pathlib import Path


def ensure_secrets(data: Path) -> Path:
    """Return the path of `secrets.env` in `data`, made with mode 0600 when it is missing.

    Two processes that start at once agree: the file is written aside and linked into place, first one wins.
    """
    path = data / "secrets.env"
    if path.exists():
        return path
    data.mkdir(parents=True, exist_ok=True)
    aside = data / f".secrets.{os.getpid()}.env"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_fresh_secrets())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
    return path


def _fresh_secrets() -> str:
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return f"SECRET_KEY={secrets.token_urlsafe(50)}\nCREDENTIAL_KEYS=k1:{key}\n"
