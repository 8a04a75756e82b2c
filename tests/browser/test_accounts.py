"""The way in and out, with a mouse, by keyboard and without scripts."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from athletes.models import User
from tests.browser.looks import PASSWORD, assert_fine, log_in
from tests.factories.athletes import AthleteFactory, verify_email

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW_PASSWORD = "a longer walk home"
TODAY = re.compile("/athletes/me/today/$")


@pytest.fixture(autouse=True)
def _site(live_server: LiveServer, settings: Settings) -> None:
    """Links in mails lead to the configured site."""
    settings.SITE_URL = live_server.url


@pytest.fixture
def ada() -> User:
    """An athlete with a verified address."""
    user = AthleteFactory.create(user__email="ada@example.org").user
    verify_email(user)
    return user


def link_in_mail() -> str:
    found = re.search(r"http://\S+", mail.outbox[-1].body)
    assert found
    return found[0]


def test_a_newcomer_reads_what_it_is_and_creates_an_account_by_keyboard(page: Page) -> None:
    page.goto(reverse("account_signup"))

    expect(page.get_by_text("Formline turns your training files into load, fitness and form")).to_be_visible()
    page.get_by_label("Email").focus()
    page.keyboard.type("eve@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(TODAY)
    assert User.objects.get(email="eve@example.org").athlete.time_zone == "UTC"


def test_a_wrong_password_keeps_the_address_and_says_so(page: Page, ada: User) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.get_by_label("Email")).to_have_value("ada@example.org")


def test_logging_in_and_out_works_without_scripts(
    browser: Browser, live_server: LiveServer, ada: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page).to_have_url(TODAY)

    page.locator("summary[aria-label^='Account of']").click()
    page.get_by_role("button", name="Log out").click()

    expect(page).to_have_url(re.compile("/accounts/login/$"))
    context.close()


def test_a_forgotten_password_is_replaced_by_mail(page: Page, ada: User) -> None:
    page.goto(reverse("account_login"))
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look at your mail")).to_be_visible()

    page.goto(link_in_mail())
    assert_fine(page, "password-reset-from-key")
    page.get_by_label("New Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save the password").click()

    expect(page.get_by_role("heading", name="Your new password is saved")).to_be_visible()
    ada.refresh_from_db()
    assert ada.check_password(NEW_PASSWORD)


def test_a_used_reset_link_says_so_and_offers_another(page: Page, ada: User) -> None:
    page.goto(reverse("account_reset_password_from_key", args=["1", "used-already"]))

    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    expect(page.get_by_role("link", name="Get a new link")).to_be_visible()


def test_a_new_address_is_verified_by_mail(page: Page, ada: User, live_server: LiveServer) -> None:
    log_in(page, ada, live_server.url)
    page.goto(f"{reverse('account_reauthenticate')}?next={reverse('account_email')}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("New address").fill("lovelace@example.org")
    page.get_by_role("button", name="Change the address").click()
    expect(page.get_by_text("waits to be verified")).to_be_visible()
    assert_fine(page, "email-pending")

    page.goto(link_in_mail())
    assert_fine(page, "email-confirm")
    page.get_by_role("button", name="Yes, it is mine").click()

    page.goto(reverse("account_email"))
    expect(page.get_by_role("main")).to_contain_text("lovelace@example.org")
    expect(page.get_by_text("verified", exact=True)).to_be_visible()


@pytest.mark.long
def test_a_password_is_changed(page: Page, ada: User, live_server: LiveServer) -> None:
    log_in(page, ada, live_server.url)
    page.goto(reverse("account_change_password"))
    page.get_by_label("Current Password").fill(PASSWORD)
    page.get_by_label("New Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change the password").click()

    expect(page.get_by_role("status", name="Messages")).to_contain_text("Your password is changed.")


@pytest.mark.parametrize(
    "name", ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
)
@pytest.mark.long
def test_the_door_looks_fine(page: Page, name: str) -> None:
    page.goto(reverse(name))

    assert_fine(page, name)


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_logout"])
@pytest.mark.long
def test_the_account_looks_fine(page: Page, ada: User, live_server: LiveServer, name: str) -> None:
    log_in(page, ada, live_server.url)
    page.goto(reverse(name))

    assert_fine(page, name)


@pytest.mark.long
def test_errors_in_a_form_look_fine(page: Page) -> None:
    page.goto(reverse("account_signup"))
    page.get_by_label("Email").fill("eve@example.org")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create the account").click()

    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    assert_fine(page, "signup-errors")
