"""What of the library is relied upon without being promised: a new version that moved it fails here."""

from __future__ import annotations

import inspect
import logging
from uuid import uuid4

import pytest
from garminconnect.client import Client

from athletes.sources.garmin_login.client import PLAIN_LOGINS, AimedGarmin, LineClient
from config.core.outbound import Line, PoliteAdapter

REPLACED = (
    "_http_post",
    "_refresh_session",
    "_establish_session",
    "_do_mobile_login",
    "_do_portal_web_login",
    "_widget_web_login",
    "_restore_mfa_state",
)


@pytest.fixture
def garmin() -> AimedGarmin:
    return AimedGarmin(Line(service="garmin_login", subject=uuid4(), per_s=2), is_china=False)


@pytest.mark.parametrize("name", REPLACED)
def test_a_method_that_is_replaced_is_still_there_and_takes_the_same(name: str) -> None:
    theirs = inspect.signature(getattr(Client, name)).parameters
    ours = inspect.signature(getattr(LineClient, name)).parameters

    assert [(each.name if each.kind != each.VAR_KEYWORD else "**") for each in theirs.values()] == [
        (each.name if each.kind != each.VAR_KEYWORD else "**") for each in ours.values()
    ]


def test_every_request_goes_over_the_line(garmin: AimedGarmin) -> None:
    session = garmin.client._api_session

    assert isinstance(session.get_adapter("https://connectapi.garmin.com/"), PoliteAdapter)
    assert isinstance(session.get_adapter("http://127.0.0.1/"), PoliteAdapter)
    assert garmin.retry_attempts == 0
    assert garmin.username is None
    assert garmin.password is None


def test_the_ways_to_log_in_that_are_left_out_have_their_names(garmin: AimedGarmin) -> None:
    source = inspect.getsource(Client.login)

    assert garmin.client.skip_strategies == PLAIN_LOGINS
    assert all(f'"{name}"' in source for name in PLAIN_LOGINS)


def test_china_is_another_house() -> None:
    garmin = AimedGarmin(Line(service="garmin_login", subject=uuid4(), per_s=2), is_china=True)

    assert garmin.client._connectapi == "https://connectapi.garmin.cn"
    assert garmin.client._di_token_url == "https://diauth.garmin.cn/di-oauth2-service/oauth/token"


@pytest.mark.parametrize("name", ["garminconnect", "garminconnect.client.sso", "garminconnect.api._common"])
def test_the_library_logs_nothing(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.ERROR)
