"""The profile page as a person uses it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete, Threshold
from tests.browser.looks import assert_fine, log_in
from tests.factories.athletes import AthleteFactory, ThresholdFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MESSAGES = "Messages"


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    found = AthleteFactory.create()
    log_in(page, found.user, live_server.url)
    return found


def open_profile(page: Page) -> None:
    page.goto(reverse("athletes:profile", args=["me"]))


@pytest.mark.long
def test_it_looks_fine_empty_and_full(page: Page, athlete: Athlete) -> None:
    open_profile(page)
    assert_fine(page, "profile-empty")

    ThresholdFactory.create(athlete=athlete)
    ThresholdFactory.create(athlete=athlete, valid_from=date(2026, 9, 1), value=262)
    kind, sport = Threshold.Kind, Threshold.Sport
    ThresholdFactory.create(athlete=athlete, sport=sport.RUNNING, kind=kind.PACE, value=255)
    ThresholdFactory.create(athlete=athlete, sport=sport.SWIMMING, kind=kind.CSS, value=96)
    open_profile(page)
    page.get_by_text("Advanced").click()
    page.get_by_text("1 earlier").click()
    assert_fine(page, "profile-full")


def test_the_profile_is_filled_in_by_keyboard(page: Page, athlete: Athlete) -> None:
    open_profile(page)

    page.get_by_label("Highest heart rate").focus()
    page.keyboard.type("189")
    page.keyboard.press("Tab")
    page.keyboard.type("48")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status", name=MESSAGES)).to_contain_text("Saved.")
    athlete.refresh_from_db()
    assert (athlete.hr_max_bpm, athlete.hr_rest_bpm) == (189, 48)


def test_a_wrong_value_is_kept_and_explained_at_its_field(page: Page, athlete: Athlete) -> None:
    open_profile(page)

    page.get_by_label("Highest heart rate").fill("120")
    page.get_by_label("Resting heart rate").fill("120")
    page.get_by_role("button", name="Save", exact=True).click()

    field = page.get_by_label("Highest heart rate")
    expect(field).to_be_focused()
    expect(field).to_have_value("120")
    expect(field).to_have_accessible_description(
        "The highest you have really seen, in bpm. Check this: "
        "The highest heart rate must be above the resting heart rate."
    )
    assert_fine(page, "profile-errors")


@pytest.mark.long
def test_a_threshold_appears_without_leaving_the_page(page: Page, athlete: Athlete) -> None:
    open_profile(page)
    page.evaluate("window.stayed = true")

    page.get_by_label("Threshold", exact=True).select_option("running:threshold_pace_s_per_km")
    page.get_by_label("Value").fill("4:15")
    page.get_by_role("button", name="Save the threshold").click()

    expect(page.get_by_role("status", name=MESSAGES)).to_contain_text("The threshold is saved.")
    expect(page.get_by_role("listitem").filter(has_text="Pace")).to_contain_text("4:15")
    expect(page.get_by_role("button", name="Save the threshold")).to_be_focused()
    assert page.evaluate("window.stayed") is True
    assert_fine(page, "profile-toast")


@pytest.mark.long
def test_a_wrong_threshold_is_explained_without_leaving_the_page(page: Page, athlete: Athlete) -> None:
    open_profile(page)
    page.evaluate("window.stayed = true")

    page.get_by_label("Threshold", exact=True).select_option("running:threshold_pace_s_per_km")
    page.get_by_label("Value").fill("255")
    page.get_by_role("button", name="Save the threshold").click()

    expect(page.get_by_text("Type minutes and seconds, such as 4:15.")).to_be_visible()
    expect(page.get_by_label("Value")).to_have_value("255")
    expect(page.get_by_label("Value")).to_be_focused()
    assert page.evaluate("window.stayed") is True


def test_a_threshold_is_changed_and_removed_by_keyboard(page: Page, athlete: Athlete) -> None:
    ThresholdFactory.create(athlete=athlete)
    open_profile(page)

    page.get_by_role("link", name="Change Cycling Power (FTP)").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Value")).to_have_value("250")
    page.get_by_label("Value").fill("255")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Power (FTP)")).to_contain_text("255")

    page.get_by_role("link", name="Remove Cycling Power (FTP)").focus()
    page.keyboard.press("Enter")
    assert_fine(page, "threshold-remove")
    page.get_by_role("button", name="Remove it").press("Enter")

    expect(page.get_by_role("status", name=MESSAGES)).to_contain_text("The threshold is removed.")
    assert not Threshold.objects.exists()


def test_it_works_without_scripts(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    athlete = AthleteFactory.create()
    log_in(page, athlete.user, live_server.url)
    open_profile(page)

    page.get_by_label("Value").fill("250")
    page.get_by_role("button", name="Save the threshold").click()

    expect(page.get_by_text("The threshold is saved.")).to_be_visible()
    assert Threshold.objects.get().value == 250
    context.close()


@pytest.mark.long
def test_a_term_is_explained_by_keyboard(page: Page, athlete: Athlete) -> None:
    open_profile(page)
    page.get_by_role("button", name="threshold power").focus()

    page.keyboard.press("Enter")
    expect(page.get_by_text("The power you can hold for about an hour on the bike.")).to_be_visible()
    assert_fine(page, "term")
    page.keyboard.press("Escape")

    expect(page.get_by_text("The power you can hold for about an hour on the bike.")).to_be_hidden()


def test_the_time_zone_of_the_device_is_offered(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, timezone_id="Europe/Berlin")
    page = context.new_page()
    log_in(page, AthleteFactory.create().user, live_server.url)
    open_profile(page)

    expect(page.get_by_text("This device is in Europe/Berlin.")).to_be_visible()
    page.get_by_role("button", name="Use it").click()

    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    context.close()
