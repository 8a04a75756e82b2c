"""The forms with which a channel is connected, as they look with something waiting in each."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from athletes.models import User
from notifications.channels.email.unsubscribing import unsubscribe_link
from notifications.channels.webhook.connecting import add_receiver
from notifications.models import Address
from notifications.services.fan_out import fan_out
from tests.browser.looks import assert_fine, log_in
from tests.doubles.push import encoded
from tests.doubles.web import Answer, WebDouble
from tests.factories.athletes import AthleteFactory, verify_email
from tests.notifications.conftest import tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "https://hooks.example.org/formline/" + "a-rather-long-path-of-somebody/" * 4


@pytest.fixture
def user(page: Page, live_server: LiveServer, settings: Settings) -> User:
    settings.VAPID_PRIVATE_KEY = encoded((20261123).to_bytes(32))
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_AUTH_TOKEN = settings.TWILIO_FROM = "given"
    settings.SITE_URL = live_server.url
    user: User = AthleteFactory.create().user
    verify_email(user)
    log_in(page, user, live_server.url)
    return user


def test_receivers_wait_with_their_secret_and_are_used_after_a_test(
    page: Page, user: User, settings: Settings
) -> None:
    with WebDouble() as server:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{server.server_port}"]
        Address.objects.create(
            user=user, channel="webhook", target=LONG, label="Kitchen display", verified_at=timezone.now()
        )
        add_receiver(user=user, url=f"{server.url}/hook", label="")
        page.goto(reverse("notifications:preferences"))
        assert_fine(page, "channels")
        page.goto(reverse("notifications:webhook:connect"))
        assert_fine(page, "channel-webhook")

        server.answers = [Answer(500)]
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("The receiver answered 500.")).to_be_visible()
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("Your receiver answered. It is in use.")).to_be_visible()


@pytest.mark.long
def test_what_is_wrong_with_a_receiver_stands_at_its_field(page: Page, user: User) -> None:
    page.goto(reverse("notifications:webhook:connect"))
    page.get_by_label("Address").fill("https://10.0.0.1/hook")
    page.get_by_role("button", name="Add a receiver").click()

    expect(page.get_by_text("Only servers that are open to the whole internet")).to_be_visible()
    expect(page.get_by_label("Address")).to_have_value("https://10.0.0.1/hook")
    assert_fine(page, "channel-webhook-refused")


def test_a_number_waits_for_its_code(page: Page, user: User) -> None:
    Address.objects.create(user=user, channel="sms", target="+4915112345678")
    page.goto(reverse("notifications:sms:connect"))
    assert_fine(page, "channel-sms")

    page.get_by_label("Code").fill("123456")
    page.get_by_role("button", name="Use this number").click()
    expect(page.get_by_text("This code is not valid any more. Ask for a new one.")).to_be_visible()


def test_a_browser_says_whether_it_shows_messages(page: Page, user: User) -> None:
    page.goto(reverse("notifications:webpush:connect"))
    expect(page.get_by_role("button", name="Show messages on this device")).to_be_visible()
    assert_fine(page, "channel-webpush")


@pytest.mark.long
def test_mails_are_stopped_without_a_login(page: Page, user: User) -> None:
    message = tell(user)
    fan_out(message_id=message.pk)
    page.context.clear_cookies()
    page.goto(unsubscribe_link([message.deliveries.get(address__channel="email")]))
    assert_fine(page, "unsubscribe")

    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_text("You get no more mails about:")).to_be_visible()
    assert_fine(page, "unsubscribed")
