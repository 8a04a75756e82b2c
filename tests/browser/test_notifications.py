"""Messages appear on open pages by themselves, and their pages are usable in every form."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from athletes.models import User
from config.core.celery import run_inline
from notifications.models import Address, Delivery, Timing
from tests.browser.looks import assert_fine, log_in
from tests.factories.athletes import AthleteFactory, verify_email
from tests.notifications.conftest import SIGNAL, tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEEN_WITHIN_S = 5


@pytest.fixture
def ada(page: Page, live_server) -> User:
    user = AthleteFactory(time_zone="Europe/Berlin").user
    verify_email(user)
    log_in(page, user, live_server.url)
    return user


def test_a_message_is_seen_on_the_open_page_within_five_seconds(page: Page, ada: User) -> None:
    page.goto("/notifications/")
    expect(page.locator("#entries")).to_contain_text("Nothing yet.")
    page.evaluate("document.body.dataset.same = 'yes'")

    with run_inline():
        tell(ada)
    told = time.monotonic()

    expect(page.locator("#bell .badge")).to_have_text("1", timeout=SEEN_WITHIN_S * 1_000)
    expect(page.locator("#entries")).to_contain_text(SIGNAL["headline"])
    assert time.monotonic() - told < SEEN_WITHIN_S
    assert page.evaluate("document.body.dataset.same") == "yes"


def test_what_is_read_elsewhere_is_counted_off(page: Page, ada: User) -> None:
    with run_inline():
        tell(ada)
    page.goto("/notifications/preferences/")
    expect(page.locator("#bell .badge")).to_have_text("1")

    ada_message = Delivery.objects.filter(address__channel="in_app").get().message
    ada_message.read_at = timezone.now()
    ada_message.save()

    expect(page.locator("#bell .badge")).to_have_count(0, timeout=SEEN_WITHIN_S * 1_000)


def test_hours_are_chosen_on_the_page(page: Page, ada: User) -> None:
    page.goto("/notifications/preferences/")

    page.get_by_label("Quiet from").fill("21:00")
    page.get_by_label("Daily letter at").fill("18:30")
    page.get_by_label("Week in numbers on").select_option("Sunday")
    page.locator("section", has=page.locator("#hours")).get_by_role("button", name="Save").click()

    expect(page.get_by_role("status", name="Messages")).to_contain_text("Saved.")
    expect(page.get_by_label("Daily letter at")).to_have_value("18:30")
    assert Timing.objects.get(user=ada).digest_weekday == 6


def test_a_test_is_sent_by_the_button_of_its_address(page: Page, ada: User) -> None:
    page.goto("/notifications/preferences/")

    page.get_by_role("button", name="Send a test").click()

    expect(page.get_by_role("status", name="Messages")).to_contain_text("A test is on its way.")
    assert Delivery.objects.get().message.kind == "test"


@pytest.mark.long
def test_the_pages_of_messages_are_fine_in_every_form(page: Page, ada: User) -> None:
    with run_inline():
        message = tell(ada)
    long_name = "https://hooks.example.org/weinstrassenmarathonvorbereitungsgruppe/empfaenger?ort=neustadt"
    address = Address.objects.create(
        user=ada, channel="webhook", target=long_name, verified_at=timezone.now(), label="Home assistant"
    )
    Delivery.objects.create(message=message, address=address, state="failed", error="Refused (410).")

    for name in ("", "preferences/", "history/"):
        page.goto(f"/notifications/{name}")
        assert_fine(page, f"notifications-{name.strip('/') or 'list'}")
