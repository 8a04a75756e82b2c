"""A passkey, made and used in a real browser with an authenticator of its own."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looks import PASSWORD, log_in
from tests.factories.athletes import AthleteFactory, verify_email

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_opens_the_account_without_a_password(
    page: Page, live_server: LiveServer
) -> None:
    user = AthleteFactory(user__email="ada@example.org").user
    verify_email(user)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    log_in(page, user, live_server.url)

    page.goto(f"{reverse('account_reauthenticate')}?next={reverse('mfa_add_webauthn')}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page).not_to_have_url(re.compile("/webauthn/add/"))
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page).to_have_url(re.compile("/athletes/me/today/$"))
    assert UserSession.objects.filter(user=user).count() == 1
    page.goto(reverse("usersessions_list"))
    expect(page.get_by_text("this one")).to_be_visible()
