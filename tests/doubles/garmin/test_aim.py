from __future__ import annotations

from types import SimpleNamespace

import pytest
from garminconnect import Garmin
from garminconnect.client import Client, sso

from tests.doubles.garmin import aim


def test_the_library_still_has_every_name_that_is_aimed() -> None:
    """When this fails the library was changed: look at its client before changing the names."""
    fresh = Client()
    values = {name: getattr(fresh, name) for name in aim.ADDRESSES}
    assert values == {
        "_sso": "https://sso.garmin.com",
        "_connect": "https://connect.garmin.com",
        "_connectapi": "https://connectapi.garmin.com",
        "_portal_service_url": "https://connect.garmin.com/app",
        "_ios_service_url": "https://mobile.integration.garmin.com/gcm/ios",
        "_mobile_sso_service_url": "https://mobile.integration.garmin.com/gcm/android",
        "_di_token_url": "https://diauth.garmin.com/di-oauth2-service/oauth/token",
    }
    left = {name for name, value in vars(fresh).items() if isinstance(value, str) and "garmin.com/" in value}
    assert left <= set(aim.ADDRESSES)


def test_an_aimed_object_knows_no_address_of_garmins() -> None:
    garmin = aim.aim(Garmin(), "http://127.0.0.1:1")
    assert [value for value in vars(garmin.client).values() if str(value).startswith("https://")] == []


def test_a_name_that_is_gone_is_told() -> None:
    with pytest.raises(aim.Moved, match="_sso"):
        aim.aim(SimpleNamespace(client=SimpleNamespace()), "http://127.0.0.1:1")


def test_the_delays_are_off(monkeypatch: pytest.MonkeyPatch) -> None:
    aim.without_delays(monkeypatch)
    assert {getattr(sso, name) for name in aim.DELAYS} == {0.0}
