"""The calendar and its sessions by mouse, thumb and keyboard, with and without JavaScript."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.services.analysing import refresh
from athletes.models import Athlete
from plans.engine.steps import to_json
from plans.engine.syntax import parse
from plans.models import PlannedSession
from tests.browser.calendar_world import plan_of_weeks, what_was_done
from tests.browser.looks import DESK, PHONE, assert_fine, log_in, take_picture
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import (
    BlackoutFactory,
    CommentFactory,
    PlannedSessionFactory,
    week_of,
)
from tests.factories.races import RaceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftstempolauf"
INTERVALS = "Warmup\n- 15m Z1\n\n5x\n- Smooth 4m Z5\n- Recover 2m Z1\n\nCooldown\n- 10m Z1\n"
LONG_RUN = "- 100m Z2\n- 20m Z3\n"


def planned(athlete: Athlete, day: date, text: str = "- 45m Z2\n", **fields: object) -> PlannedSession:
    """A session of that text."""
    values = {"steps": to_json(parse(text, "running")), "text": text, **fields}  # type: ignore[arg-type]
    return PlannedSessionFactory.create(athlete=athlete, day=day, **values)


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """A runner in the middle of a plan: a week behind, one that runs, and two to come."""
    athlete = AthleteFactory.create(name="Ada Runner", hr_max_bpm=190, hr_rest_bpm=48)
    today = athlete.today()
    monday = today - timedelta(days=today.weekday() + 7)
    ThresholdFactory.create(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    plan = plan_of_weeks(athlete, monday)
    for week in range(4):
        first = monday + timedelta(weeks=week)
        planned(athlete, first + timedelta(days=1), plan=plan)
        planned(
            athlete,
            first + timedelta(days=3),
            INTERVALS,
            plan=plan,
            kind="vo2max",
            title="VO₂max run",
            minutes=55,
            load=72,
            hard=True,
            why="Intervals above the threshold: raise the highest oxygen uptake.",
        )
        planned(athlete, first + timedelta(days=5), "- 40m Z1\n", plan=plan, title=LONG, minutes=40, load=30)
        planned(
            athlete,
            first + timedelta(days=6),
            LONG_RUN,
            plan=plan,
            kind="long",
            title="Long run",
            minutes=120,
            load=118,
        )
    what_was_done(athlete, today, monday)
    RaceFactory.create(athlete=athlete, name="Frühlingsmarathon", date=monday + timedelta(days=27))
    BlackoutFactory.create(
        athlete=athlete, start=monday + timedelta(days=21), end=monday + timedelta(days=22)
    )
    AnnotationFactory.create(athlete=athlete, start=monday - timedelta(days=3), end=monday)
    log_in(page, athlete.user, live_server.url)
    return athlete


def address(name: str, **parts: object) -> str:
    return reverse(f"plans:{name}", kwargs={"athlete": "me", **parts})


@pytest.mark.long
def test_the_month_and_the_week_can_be_read(page: Page, athlete: Athlete) -> None:
    page.goto(address("calendar"))
    assert_fine(page, "calendar-month")

    page.get_by_role("link", name="Week", exact=True).click()
    expect(page).to_have_url(re.compile("view=week"))
    assert_fine(page, "calendar-week")


@pytest.mark.long
def test_a_session_can_be_read(page: Page, athlete: Athlete) -> None:
    session = PlannedSession.objects.filter(day__gte=athlete.today(), kind="vo2max").first()
    CommentFactory.create(session=session, text="Run these by feel, the course is windy.")
    page.goto(address("session", uid=session.uid))

    assert_fine(page, "session")


def card(page: Page, session: PlannedSession) -> Locator:
    return page.locator(f"#session-{session.uid}")


def day_of(page: Page, day: date) -> Locator:
    return page.locator(f"#day-{day.isoformat()}")


@pytest.fixture
def easy(athlete: Athlete) -> PlannedSession:
    """The easy run of next Tuesday."""
    return PlannedSession.objects.filter(title="Easy run", day__gt=athlete.today()).earliest("day")


def test_a_session_is_dragged_to_another_day(page: Page, athlete: Athlete, easy: PlannedSession) -> None:
    target = easy.day + timedelta(days=1)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")

    card(page, easy).drag_to(day_of(page, target).locator(".cal-cards"))

    toasts = page.get_by_role("status", name="Messages")
    expect(toasts).to_contain_text("Moved to")
    expect(day_of(page, target).get_by_role("link", name="Easy run", exact=True)).to_be_focused()
    take_picture(page, "calendar-moved")
    easy.refresh_from_db()
    assert (easy.day, easy.origin) == (target, "person")
    assert page.url.endswith(f"?view=week&date={target - timedelta(days=1)}")


@pytest.mark.long
def test_what_was_done_last_is_said_instead_of_what_was_done_before(
    page: Page, athlete: Athlete, easy: PlannedSession
) -> None:
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")
    toasts = page.get_by_role("status", name="Messages").locator(".toast")

    card(page, easy).drag_to(day_of(page, easy.day + timedelta(days=1)).locator(".cal-cards"))
    expect(toasts).to_contain_text(["Moved to"])
    before = toasts.inner_text()
    card(page, easy).drag_to(day_of(page, easy.day).locator(".cal-cards"))

    expect(toasts.filter(has_text=before.split("\n")[0])).to_have_count(0)
    expect(toasts).to_have_count(1)


@pytest.mark.parametrize("size", [PHONE, (DESK[0], 600)])
@pytest.mark.long
def test_a_month_opens_at_the_day_it_is_about(page: Page, athlete: Athlete, size: tuple[int, int]) -> None:
    month = athlete.today().replace(day=1)
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    page.set_viewport_size({"width": size[0], "height": size[1]})

    page.goto(f"{address('calendar')}?date={last}")
    expect(page.locator(f".cal-week:has(#day-{last}) h3")).to_be_in_viewport()

    page.goto(f"{address('calendar')}?date={month}")
    expect(page.get_by_role("heading", name="Calendar", exact=True)).to_be_in_viewport()


def test_the_open_tab_is_seen_where_not_all_fit(page: Page, athlete: Athlete) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(address("history"))

    expect(page.locator("#plan-tabs [aria-current]")).to_be_in_viewport(ratio=1)


@pytest.mark.long
def test_a_card_that_may_not_lie_there_goes_back(page: Page, athlete: Athlete, easy: PlannedSession) -> None:
    page.set_viewport_size({"width": DESK[0], "height": 1600})
    page.goto(f"{address('calendar')}?date={athlete.today()}")
    yesterday = athlete.today() - timedelta(days=1)

    card(page, easy).drag_to(day_of(page, yesterday).locator(".cal-cards"))

    toasts = page.get_by_role("status", name="Messages")
    expect(toasts).to_contain_text("What lies in the past stays as it was.")
    expect(day_of(page, easy.day).locator(f"#session-{easy.uid}")).to_be_visible()
    assert PlannedSession.objects.get(pk=easy.pk).day == easy.day


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_session_is_moved_with_the_keyboard_alone(
    page: Page, athlete: Athlete, easy: PlannedSession, size: tuple[int, int]
) -> None:
    target = easy.day + timedelta(days=2)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")

    card(page, easy).get_by_role("link", name="Change Easy run").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_text("Move", exact=True).focus()
    page.keyboard.press("Enter")
    dialog.get_by_label("To", exact=True).first.fill(target.isoformat())
    page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(day_of(page, target).locator(f"#session-{easy.uid}")).to_be_visible()
    expect(card(page, easy).locator(".icon-btn")).to_be_focused()
    assert PlannedSession.objects.get(pk=easy.pk).day == target


def test_a_session_is_swapped_copied_and_skipped_with_the_keyboard_alone(
    page: Page, athlete: Athlete, easy: PlannedSession
) -> None:
    other = PlannedSession.objects.filter(title="VO₂max run", day__gt=easy.day).earliest("day")
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")

    def act(name: str) -> Locator:
        card(page, easy).get_by_role("link", name="Change Easy run").focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        dialog.get_by_text(name, exact=True).focus()
        page.keyboard.press("Enter")
        return dialog

    dialog = act("Swap")
    dialog.get_by_label("With").select_option(str(other.uid))
    dialog.get_by_role("button", name="Swap the two").press("Enter")
    expect(day_of(page, other.day).locator(f"#session-{easy.uid}")).to_be_visible()

    dialog = act("Copy")
    dialog.locator("#copy_day").fill((other.day + timedelta(days=1)).isoformat())
    page.keyboard.press("Enter")
    expect(page.locator(".cal-card").get_by_text("Easy run")).to_have_count(2)

    dialog = act("Skip")
    dialog.get_by_label("Why").select_option("tired")
    dialog.get_by_role("button", name="Skip it").press("Enter")
    expect(card(page, easy).get_by_text("Skipped: tired")).to_be_visible()
    assert PlannedSession.objects.get(pk=other.pk).day == easy.day


def test_the_menu_of_a_session_is_a_dialog(page: Page, athlete: Athlete, easy: PlannedSession) -> None:
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")
    card(page, easy).get_by_role("link", name="Change Easy run").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Skip", exact=True).click()
    assert_fine(page, "calendar-menu")

    dialog.get_by_role("button", name="Close").click()

    expect(dialog).to_be_hidden()
    expect(card(page, easy).locator(".icon-btn")).to_be_focused()


def test_a_day_that_is_over_is_refused_where_it_was_typed(
    page: Page, athlete: Athlete, easy: PlannedSession
) -> None:
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")
    card(page, easy).get_by_role("link", name="Change Easy run").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Move", exact=True).click()
    dialog.get_by_label("To", exact=True).first.fill("2020-01-01")
    dialog.get_by_role("button", name="Move it").click()

    expect(dialog.get_by_text("What lies in the past stays as it was.")).to_be_visible()
    expect(dialog.get_by_label("To", exact=True).first).to_have_value("2020-01-01")


@pytest.mark.long
def test_a_refused_move_after_a_drag_leaves_no_style_behind(
    page: Page, athlete: Athlete, easy: PlannedSession
) -> None:
    """The page fixture fails on what the content security policy refuses."""
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")
    day = day_of(page, easy.day + timedelta(days=1))
    card(page, easy).drag_to(day.locator(".cal-cards"))
    expect(day.locator(f"#session-{easy.uid}")).to_be_visible()

    card(page, easy).get_by_role("link", name="Change Easy run").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Move", exact=True).click()
    dialog.get_by_label("To", exact=True).first.fill("2020-01-01")
    dialog.get_by_role("button", name="Move it").click()
    expect(dialog.get_by_text("What lies in the past stays as it was.")).to_be_visible()
    dialog.get_by_label("To", exact=True).first.fill((easy.day + timedelta(days=2)).isoformat())
    dialog.get_by_role("button", name="Move it").click()
    expect(dialog).to_be_hidden()

    assert page.locator("#calendar [style]").count() == 0


@pytest.mark.long
def test_a_closed_day_is_named_with_a_way_back(page: Page, athlete: Athlete, easy: PlannedSession) -> None:
    target = easy.day + timedelta(days=1)
    week_of(athlete, [0 if weekday == target.weekday() else 120 for weekday in range(7)])
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto(f"{address('calendar')}?view=week&date={easy.day}")

    card(page, easy).drag_to(day_of(page, target).locator(".cal-cards"))
    toasts = page.get_by_role("status", name="Messages")
    expect(toasts).to_contain_text("is closed in your week.")
    toasts.get_by_role("button", name="Undo").click()

    expect(day_of(page, easy.day).locator(f"#session-{easy.uid}")).to_be_visible()


def test_everything_works_without_scripts(
    browser: Browser, live_server: LiveServer, page: Page, athlete: Athlete, easy: PlannedSession
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{address('calendar')}?view=week&date={easy.day}")

    plain.locator(f"#session-{easy.uid}").get_by_role("link", name="Change Easy run").click()
    plain.get_by_text("Skip", exact=True).click()
    plain.get_by_label("Why").select_option("Tired")
    plain.get_by_role("button", name="Skip it").click()

    expect(plain.get_by_text("“Easy run” is skipped.")).to_be_visible()
    expect(plain.get_by_text("Skipped: tired")).to_be_visible()
    context.close()


def test_a_session_is_written_and_what_cannot_be_read_stays(page: Page, athlete: Athlete) -> None:
    page.goto(f"{address('session-new')}?date={athlete.today() + timedelta(days=1)}")
    page.get_by_label("Title").fill("Hills")
    page.get_by_role("textbox", name="Steps").fill("- 10m Z1\n- whatever\n- 10m Z99")
    page.get_by_role("button", name="Add the session").click()

    expect(page.get_by_text("Line 2")).to_be_visible()
    expect(page.get_by_text("Line 3")).to_be_visible()
    expect(page.get_by_role("textbox", name="Steps")).to_have_value("- 10m Z1\n- whatever\n- 10m Z99")
    assert_fine(page, "session-form")

    page.get_by_role("textbox", name="Steps").fill("- 10m Z1\n\n6x\n- 1m Z5\n- 2m Z1")
    page.get_by_role("button", name="Add the session").click()
    expect(page.get_by_role("heading", name="Hills", level=1)).to_be_visible()
    expect(page.get_by_text("6 times")).to_be_visible()


def test_an_empty_calendar_leads_to_a_plan(page: Page, live_server: LiveServer) -> None:
    log_in(page, AthleteFactory.create(name="New").user, live_server.url)
    page.goto(address("calendar"))

    expect(page.get_by_text("Nothing is planned yet")).to_be_visible()
    assert_fine(page, "calendar-empty")


@pytest.mark.long
def test_the_charts_go_on_into_the_plan(page: Page, athlete: Athlete) -> None:
    page.goto(reverse("metrics:fitness", args=["me"]))

    expect(page.get_by_text("Dashed, on the tinted ground")).to_be_visible()
    expect(page.locator("#fitness-chart canvas")).to_be_visible()
    assert_fine(page, "fitness-future")


@pytest.mark.long
def test_today_says_what_to_do(page: Page, athlete: Athlete) -> None:
    refresh(athlete_id=athlete.pk)
    planned(athlete, athlete.today(), INTERVALS, title="VO₂max run", minutes=55, load=72, why="Intervals.")
    page.goto(reverse("analysis:today", args=["me"]))

    expect(page.locator("#panel-today").get_by_role("link", name="VO₂max run").first).to_be_visible()
    assert_fine(page, "today-plan")
