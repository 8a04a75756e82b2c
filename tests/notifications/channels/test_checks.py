from typing import Any

import pytest
from pytest_django import Settings

from notifications.checks import channels
from tests.doubles.push import encoded

GOOD = {
    "VAPID_PRIVATE_KEY": encoded((20261123).to_bytes(32)),
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_FROM": "+15005550006",
    "SMS_COUNTRIES": ["DE", "US"],
    "MAIL_PROVIDER": "mailgun",
    "ANYMAIL": {"MAILGUN_API_KEY": "key", "MAILGUN_WEBHOOK_SIGNING_KEY": "key"},
    "OUTBOUND_ALLOW": ["10.0.0.5:8443", "hooks.lan:80", "[fd00::5]:443"],
}


def said(settings: Settings, **changes: Any) -> list[str]:
    for name, value in (GOOD | changes).items():
        setattr(settings, name, value)
    return [message.id for message in channels()]


def test_settings_that_work_are_not_talked_about(settings: Settings) -> None:
    assert said(settings) == []


def test_nothing_given_is_nothing_wrong(settings: Settings) -> None:
    nothing = dict.fromkeys(GOOD, "") | {"SMS_COUNTRIES": [], "OUTBOUND_ALLOW": [], "ANYMAIL": {}}

    assert said(settings, **nothing) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"VAPID_PRIVATE_KEY": "no key"}, "notifications.E001"),
        ({"TWILIO_FROM": ""}, "notifications.W001"),
        ({"SMS_COUNTRIES": ["DE", "XX"]}, "notifications.E002"),
        ({"MAIL_PROVIDER": "nobody"}, "notifications.E003"),
        ({"MAIL_PROVIDER": "postmark", "ANYMAIL": {}}, "notifications.W003"),
        ({"OUTBOUND_ALLOW": ["10.0.0.5"]}, "notifications.E004"),
        ({"OUTBOUND_ALLOW": ["https://10.0.0.5:1"]}, "notifications.E004"),
    ],
)
def test_what_would_not_work_is_said(settings: Settings, changes: dict[str, Any], code: str) -> None:
    assert said(settings, **changes) == [code]
