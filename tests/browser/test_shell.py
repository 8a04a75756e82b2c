"""What every page shares: navigation, menu, theme, messages, errors."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import User
from tests.browser.looks import DESK, PHONE, assert_fine, focused, log_in
from tests.factories.athletes import AthleteFactory, CoachLinkFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DARK, LIGHT = "rgb(17, 19, 21)", "rgb(246, 246, 244)"


@pytest.fixture
def ada(page: Page, live_server: LiveServer) -> User:
    """Somebody who is logged in and whose name is long."""
    athlete = AthleteFactory.create(name="Ada Donaudampfschifffahrtsgesellschaft")
    log_in(page, athlete.user, live_server.url)
    return athlete.user


def profile() -> str:
    return reverse("athletes:profile", args=["me"])


def ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_navigation_names_the_pages_in_their_order(page: Page, ada: User, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(profile())

    links = page.get_by_role("navigation", name="Main").get_by_role("link")

    first_five = ["Today", "Calendar", "Activities", "Fitness", "Health"]
    assert links.all_inner_texts() == (first_five if size == PHONE else [*first_five, "Coach"])
    for link in links.all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44


def test_the_page_one_is_on_is_marked(page: Page, ada: User) -> None:
    page.goto(reverse("metrics:fitness", args=["me"]))

    current = page.locator("nav[aria-label=Main] [aria-current]")

    assert current.all_inner_texts() == ["Fitness"]


def test_the_first_tab_skips_to_the_content(page: Page, ada: User) -> None:
    page.goto(profile())

    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_closes_on_escape_and_gives_the_focus_back(page: Page, ada: User) -> None:
    page.goto(profile())
    summary = page.locator("summary[aria-label^='Account of']")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="API docs")).to_be_visible()
    assert_fine(page, "menu")

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="API docs")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_chosen_theme_holds_against_the_system_and_after_a_reload(page: Page, ada: User) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(profile())
    page.locator("summary[aria-label^='Account of']").click()
    page.get_by_role("button", name="Dark").click()
    assert ground(page) == DARK

    page.reload()
    assert ground(page) == DARK

    page.locator("summary[aria-label^='Account of']").click()
    page.get_by_role("button", name="System").click()
    assert ground(page) == LIGHT


def test_a_coach_is_told_whose_data_it_is(page: Page, ada: User, live_server: LiveServer) -> None:
    athlete = CoachLinkFactory.create(coach=ada, athlete__name="Bea", scopes={"profile": "read"}).athlete

    page.goto(reverse("athletes:profile", args=[athlete.uid]))

    expect(page.get_by_text("You are looking at the data of Bea.")).to_be_visible()
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Fitness")
    assert str(athlete.uid) in (link.get_attribute("href") or "")
    assert_fine(page, "coach-profile")


def test_a_page_that_is_not_there_says_what_to_do(page: Page, ada: User) -> None:
    response = page.goto("/athletes/nobody/profile/")

    assert response
    assert response.status == 404
    expect(page.get_by_role("heading", name="Nothing to see here")).to_be_visible()
    assert_fine(page, "error-404")


def test_an_expired_form_says_what_to_do(page: Page, ada: User) -> None:
    page.goto(profile())
    page.context.clear_cookies(name="csrftoken")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", name="This form has expired")).to_be_visible()
    assert_fine(page, "error-csrf")


def test_a_failed_part_becomes_a_toast_and_the_page_stays(page: Page, ada: User) -> None:
    page.goto(profile())
    page.context.clear_cookies(name="csrftoken")

    page.get_by_label("Value").fill("250")
    page.get_by_role("button", name="Save the threshold").click()

    toasts = page.get_by_role("status", name="Messages")
    expect(toasts).to_contain_text("Load it again")
    expect(page.get_by_label("Value")).to_have_value("250")
    expect(page.get_by_role("button", name="Save the threshold")).to_be_enabled()
    toasts.get_by_role("button", name="Close this message").click()
    expect(toasts).to_have_text("")


def test_a_server_that_does_not_answer_becomes_a_toast(page: Page, ada: User) -> None:
    page.goto(profile())
    page.route("**/thresholds/", lambda route: route.abort())

    page.get_by_label("Value").fill("250")
    page.get_by_role("button", name="Save the threshold").click()

    expect(page.get_by_role("status", name="Messages")).to_contain_text("The server did not answer.")


def test_the_bell_counts_on_and_keeps_silent_when_it_cannot(page: Page, ada: User) -> None:
    page.clock.install()
    page.goto(profile())
    page.route(
        "**/notifications/bell/?*", lambda route: route.fulfill(body="<a id='bell' href='#'>7 unread</a>")
    )
    page.clock.run_for(61_000)
    expect(page.locator("#bell")).to_have_text("7 unread")

    page.goto(profile())
    page.route("**/notifications/bell/?*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.clock.run_for(61_000)

    expect(page.get_by_role("status", name="Messages")).to_have_text("")


def test_a_session_that_ended_leads_a_part_to_the_login_page(page: Page, ada: User) -> None:
    page.goto(profile())
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Value").fill("250")
    page.get_by_role("button", name="Save the threshold").click()

    expect(page).to_have_url(
        f"{page.url.split('/athletes')[0]}/accounts/login/?next=%2Fathletes%2Fme%2Fprofile%2F"
    )


def test_it_can_be_put_on_the_home_screen(page: Page, ada: User) -> None:
    page.goto(profile())

    address = page.locator("link[rel=manifest]").get_attribute("href")
    assert address
    manifest = page.request.get(address).json()

    assert manifest["name"] == "Formline"
    for icon in manifest["icons"]:
        assert page.request.get(f"/static/{icon['src']}").status == 200
