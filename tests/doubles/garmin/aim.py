"""Leading a `garminconnect.Garmin` object to the double. Everything it touches is private to the library."""

from __future__ import annotations

from typing import Any

import pytest
from garminconnect.client import sso

ADDRESSES = {
    "_sso": "",
    "_connect": "",
    "_connectapi": "",
    "_portal_service_url": "/app",
    "_ios_service_url": "/gcm/ios",
    "_mobile_sso_service_url": "/gcm/android",
    "_di_token_url": "/di-oauth2-service/oauth/token",
}
"""Attributes of `Garmin.client` and what follows the double's address in them."""
DELAYS = (
    "MOBILE_DELAY_MIN_S",
    "MOBILE_DELAY_MAX_S",
    "WIDGET_DELAY_MIN_S",
    "WIDGET_DELAY_MAX_S",
    "LOGIN_DELAY_MIN_S",
    "LOGIN_DELAY_MAX_S",
)
"""Seconds between page and password, names of `garminconnect.client.sso`."""


class Moved(Exception):
    """The library no longer has a name that is needed here."""


def aim(garmin: Any, url: str) -> Any:
    """Lead `garmin` (or its client) to `url` and give it back; raises Moved."""
    client = getattr(garmin, "client", garmin)
    for name, rest in ADDRESSES.items():
        if not hasattr(client, name):
            raise Moved(name)
        setattr(client, name, url + rest)
    return garmin


def without_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a login wait for nothing."""
    for name in DELAYS:
        if not hasattr(sso, name):
            raise Moved(name)
        monkeypatch.setattr(sso, name, 0.0)
