"""The tokens of a login, as they are kept: versioned, so that an old or foreign blob is known as one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from athletes.errors import GarminAuthenticationError

VERSION = 1
INVALID = "GARMIN_TOKENS_INVALID"
LONGEST_FILE = 50_000

_NOT_A_FILE = (
    "This is not a garmin_tokens.json. It holds di_token, di_refresh_token and di_client_id, and is made by "
    "logging in with garminconnect 0.3.20 or newer on your own computer."
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login leaves behind: a token for hours, one to renew it with, and who they belong to."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    client_id: str = field(repr=False)
    display_name: str | None = field(default=None, repr=False)

    def as_secret(self) -> dict[str, Any]:
        """Plain JSON to be sealed."""
        return {
            "v": VERSION,
            "di_token": self.access,
            "di_refresh_token": self.refresh,
            "di_client_id": self.client_id,
            "display_name": self.display_name,
        }

    @classmethod
    def from_secret(cls, secret: Mapping[str, Any]) -> Self:
        """Raises GarminAuthenticationError, "connect again", for a blob that is not of this version."""
        found = _tokens_in(secret) if secret.get("v") == VERSION else None
        if found is None:
            raise GarminAuthenticationError()
        name = secret.get("display_name")
        return cls(*found, display_name=name if isinstance(name, str) and name else None)

    @classmethod
    def from_file(cls, text: str) -> Self:
        """From a garmin_tokens.json; raises GarminAuthenticationError, code GARMIN_TOKENS_INVALID."""
        try:
            data = json.loads(text) if len(text) <= LONGEST_FILE else None
        except (ValueError, RecursionError):
            data = None
        found = _tokens_in(data) if isinstance(data, dict) else None
        if found is None:
            raise GarminAuthenticationError(_NOT_A_FILE, code=INVALID)
        return cls(*found)


def _tokens_in(data: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """(access, refresh, client id), or None unless all three are there and fit into a header."""
    values = [data.get(name) for name in ("di_token", "di_refresh_token", "di_client_id")]
    texts = [
        each for each in values if isinstance(each, str) and each and each.isascii() and each.isprintable()
    ]
    return (texts[0], texts[1], texts[2]) if len(texts) == len(values) else None
