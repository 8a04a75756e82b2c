"""The diary by mouse, thumb and keyboard, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from metrics.models import Activity, Annotation, CheckIn
from tests.browser.looks import PHONE, assert_fine, log_in
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, store_loads
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenband gerissen, dann heim"


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """Somebody who is logged in, with a little of everything they can say."""
    athlete = AthleteFactory.create(name="Ada Runner", keeps_cycle_log=True)
    today = athlete.today()
    for days in (1, 2, 4):
        CheckInFactory.create(
            athlete=athlete, date=today - timedelta(days=days), note=LONG if days == 2 else ""
        )
    for days in (3, 4, 5, 31, 32, 60):
        CycleDayFactory.create(
            athlete=athlete, date=today - timedelta(days=days), bleeding="heavy" if days % 2 else "light"
        )
    AnnotationFactory.create(athlete=athlete, start=today - timedelta(days=2), end=None, note=LONG)
    AnnotationFactory.create(
        athlete=athlete,
        kind="altitude",
        altitude_m=1850.0,
        start=today - timedelta(days=40),
        end=today - timedelta(days=20),
    )
    ActivityFactory.create(athlete=athlete)
    store_loads(athlete, today - timedelta(days=100), [50.0] * 100)
    log_in(page, athlete.user, live_server.url)
    return athlete


def address(name: str, **parts: object) -> str:
    return reverse(f"metrics:{name}", kwargs={"athlete": "me", **parts})


def test_a_morning_is_answered_on_today_with_the_keyboard_alone(page: Page, athlete: Athlete) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(reverse("analysis:today", args=["me"]))
    card = page.locator("#check-in")
    card.get_by_label("1, awful").focus()
    for arrows in (3, 2, 4, 1):
        page.keyboard.press("Space")
        for _ in range(arrows):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
    page.keyboard.type("Good legs")
    page.keyboard.press("Enter")

    expect(card.get_by_text("Feel 4 of 5")).to_be_visible()
    row = CheckIn.objects.get(date=athlete.today())
    assert (row.feel, row.soreness, row.sleep_quality, row.stress, row.note) == (4, 3, 5, 2, "Good legs")
    assert page.url.endswith("/today/")


@pytest.mark.long
def test_every_step_is_as_large_as_a_thumb(page: Page, athlete: Athlete) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(address("check-in"))

    boxes = [step.bounding_box() for step in page.locator(".scale-steps label").all()]

    assert len(boxes) == 20
    assert all(box and box["width"] >= 44 and box["height"] >= 44 for box in boxes)


def test_the_height_is_asked_of_an_altitude_alone(page: Page, athlete: Athlete) -> None:
    page.goto(address("markers"))
    expect(page.get_by_label("Height of the place")).to_be_hidden()

    page.get_by_label("What").select_option("altitude")
    page.get_by_label("Height of the place").fill("1800")
    page.get_by_role("button", name="Add it").click()

    expect(page.get_by_text("1,800")).to_be_visible()
    assert Annotation.objects.get(altitude_m=1800).end is None


def test_a_marker_is_deleted_and_brought_back_in_place(page: Page, athlete: Athlete) -> None:
    page.goto(address("markers"))

    page.get_by_role("button", name="Delete Illness").click()
    expect(page.get_by_text("Illness is deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("button", name="I am well again")).to_be_visible()
    page.get_by_role("button", name="I am well again").click()
    expect(page.get_by_text("Illness: it is over.")).to_be_visible()
    assert Annotation.objects.get(kind="illness").end == athlete.today()


@pytest.mark.long
def test_all_of_it_works_without_scripts(browser: Browser, live_server: LiveServer, athlete: Athlete) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, athlete.user, live_server.url)
    page.goto(reverse("analysis:today", args=["me"]))
    page.get_by_label("5, great").check(force=True)
    page.locator("#check-in").get_by_role("button", name="Save").click()
    expect(page.get_by_text("The check-in is saved.")).to_be_visible()

    page.goto(address("activity-new"))
    page.get_by_label("Start").fill("00:00")
    page.get_by_label("How long").fill("45")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("The activity is saved.")).to_be_visible()
    assert Activity.objects.get(timer_s=2700).sport == "running"
    assert CheckIn.objects.get(date=athlete.today()).feel == 5
    context.close()


@pytest.mark.long
def test_the_pages_look_right(page: Page, athlete: Athlete) -> None:
    activity = Activity.objects.get()
    pages = {
        "today": reverse("analysis:today", args=["me"]),
        "check-in": address("check-in"),
        "markers": address("markers"),
        "marker": address("marker-edit", uid=Annotation.objects.get(kind="altitude").uid),
        "cycle": address("cycle"),
        "cycle-switch": address("cycle-switch"),
        "activity-new": address("activity-new"),
        "activity-rating": address("activity", uid=activity.uid),
    }
    for name, url in pages.items():
        page.goto(url)
        assert_fine(page, f"own-word-{name}")
