"""The coach's pages by eye, and an answer that streams; with Claude's double and without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.models import Question, Turn
from analysis.services.analysing import analyse
from analysis.services.chatting import answer_unheard
from analysis.services.consent import agree
from analysis.services.explaining import explain_now
from analysis.services.memories import remember
from athletes.models import DATA_CLASSES, Athlete
from tests.browser.looks import assert_fine, log_in
from tests.doubles.claude import ClaudeDouble
from tests.doubles.claude.personas import honest
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.metrics import DayFactory, store_loads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    athlete = AthleteFactory.create(name="Ada Runner", time_zone="UTC")
    today = athlete.today()
    for ago in range(70):
        DayFactory.create(athlete=athlete, date=today - timedelta(days=ago), hrv_rmssd_ms=60)
    store_loads(athlete, today - timedelta(days=99), [0.0, 90.0] * 50)
    log_in(page, athlete.user, live_server.url)
    return athlete


def address(name: str) -> str:
    return reverse(f"analysis:{name}", kwargs={"athlete": "me"})


@pytest.mark.long
def test_the_pages_can_be_read(page: Page, athlete: Athlete) -> None:
    analyse(athlete=athlete)
    remember(athlete=athlete, user=athlete.user, text="I sleep badly before races.")

    for name in ("coach", "chat", "memory", "ai-settings", "ai-preview"):
        page.goto(address(name))
        assert_fine(page, f"coach-{name}")


def test_leave_is_given_and_an_answer_streams(page: Page, athlete: Athlete, claude: ClaudeDouble) -> None:
    claude.delta_s = 0.01
    answer = "Your HRV is {hrv.7}. It was 51 yesterday. Keep the next days easy."
    claude.answers(lambda _: [{"type": "text", "text": answer}])
    page.goto(address("ai-settings"))
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("Claude may explain your data.")).to_be_visible()

    page.goto(address("chat"))
    page.get_by_label("Your question").fill("How is my HRV?")
    page.get_by_role("button", name="Ask", exact=True).click()

    said = page.locator(".turn-said").last
    expect(said).to_contain_text("Keep the next days easy.")
    expect(said.get_by_role("link", name=re.compile("60.ms"))).to_be_visible()
    expect(said).not_to_contain_text("51")
    expect(page.get_by_text("1 sentence left out")).to_be_visible()
    assert_fine(page, "coach-answer")

    page.get_by_label("Your question").fill("My chest hurts, can I run?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("call your local emergency number")).to_be_visible()


def test_a_stream_that_breaks_off_says_so_and_keeps_what_was_said(
    page: Page, athlete: Athlete, claude: ClaudeDouble
) -> None:
    agree(athlete=athlete, by=athlete.user)
    claude.answers(lambda _: [{"type": "text", "text": "Rest. Your HRV is {hrv.7}. "}])
    claude.plays("stream_error")
    page.goto(address("chat"))
    page.get_by_label("Your question").fill("How am I?")
    page.get_by_role("button", name="Ask", exact=True).click()

    expect(page.get_by_text("Claude broke off here.")).to_be_visible()
    expect(page.locator(".turn-said")).to_contain_text("Rest.")
    assert_fine(page, "coach-broken-off")


def test_the_page_goes_to_what_claude_was_asked_by_itself(
    page: Page, athlete: Athlete, claude: ClaudeDouble
) -> None:
    agree(athlete=athlete, by=athlete.user)
    analyse(athlete=athlete)
    claude.answers(honest)
    page.clock.install()
    page.goto(address("coach"))
    page.get_by_role("button", name="Ask Claude to explain").click()
    expect(page.get_by_text("Claude is being asked", exact=True)).to_be_visible()
    assert_fine(page, "coach-waiting")

    explain_now(athlete_id=athlete.pk)
    page.clock.fast_forward(4_000)

    expect(page.get_by_text("Written by Claude")).to_be_visible()
    assert "asked=" not in page.url


def test_without_javascript_a_worker_answers(
    browser: Browser, athlete: Athlete, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    plain = context.new_page()
    log_in(plain, athlete.user, live_server.url)
    plain.goto(address("chat"))
    plain.get_by_role("button", name="How is my HRV?").click()
    expect(plain.get_by_role("button", name="Stop")).to_be_visible()
    answer_unheard(turn_id=Turn.objects.get().pk)
    plain.reload()

    expect(plain.get_by_text("Your HRV of the last seven nights is")).to_be_visible()
    context.close()


@pytest.mark.long
def test_two_analyses_stand_side_by_side(page: Page, athlete: Athlete) -> None:
    analyse(athlete=athlete)
    store_loads(athlete, athlete.today() - timedelta(days=99), [0.0, 90.0] * 47 + [180.0] * 6)
    later = analyse(athlete=athlete)
    page.goto(address("analyses"))
    page.get_by_role("link", name="Compare two").click()

    expect(page.get_by_label("Later")).to_have_value(str(later.uid))
    assert_fine(page, "coach-compare")


def test_a_coach_changes_a_draft_and_lets_it_through(
    page: Page, athlete: Athlete, live_server: LiveServer
) -> None:
    draft = analyse(athlete=athlete)
    draft.engine, draft.status, draft.review = "claude", "draft", "waiting"
    draft.save()
    scopes = dict.fromkeys(DATA_CLASSES, "write")
    coach = CoachLinkFactory.create(athlete=athlete, scopes=scopes, reviews_drafts=True).coach
    log_in(page, coach, live_server.url)
    page.goto(reverse("analysis:drafts", kwargs={"athlete": str(athlete.uid)}))
    assert_fine(page, "coach-drafts")
    page.get_by_role("link", name=draft.body["headline"]["text"]).click()
    page.get_by_label("Finding F1").first.fill("You slept 9 hours.")
    page.get_by_role("button", name="Save the words").click()
    expect(page.get_by_label("Finding F1").first).to_have_value("You slept 9 hours.")
    assert_fine(page, "coach-draft")

    page.get_by_role("button", name="Let it through").click()

    expect(page.get_by_text("Let through: the athlete can read it.")).to_be_visible()


def test_today_asks_and_hears_how_its_brief_was(page: Page, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)
    Question.objects.create(
        athlete=athlete, analysis=analysis, about="gap.hrv@2026-11", kind="gap", text="Where was the watch?"
    )
    page.goto(address("today"))
    assert_fine(page, "coach-today")
    page.get_by_role("button", name="Useful").click()
    expect(page.get_by_text("Thank you: it is kept beside the words it is about.")).to_be_visible()

    page.get_by_label("Your answer").fill("At the repair.")
    page.get_by_role("button", name="Answer", exact=True).click()

    expect(page.get_by_text("Noted: later analyses heed it.")).to_be_visible()
    expect(page.get_by_text("Where was the watch?")).to_have_count(0)


@pytest.mark.long
def test_a_drawer_shows_what_a_finding_rests_on(page: Page, athlete: Athlete) -> None:
    analyse(athlete=athlete)
    page.goto(address("coach"))
    page.get_by_text("What it rests on").first.click()

    expect(page.get_by_role("region", name="Values behind finding F1")).to_be_visible()
    assert_fine(page, "coach-drawer")


@pytest.mark.long
def test_the_address_of_what_was_used_opens_it(page: Page, athlete: Athlete) -> None:
    analysis = analyse(athlete=athlete)
    where = reverse("analysis:analysis", kwargs={"athlete": "me", "uid": analysis.uid})
    page.goto(where)
    expect(page.get_by_role("region", name="Every value")).to_be_hidden()

    page.goto(address("today"))
    page.get_by_role("link", name="What was used").click()

    expect(page.get_by_role("region", name="Every value")).to_be_visible()


@pytest.mark.long
def test_a_memory_is_changed_and_forgotten_and_comes_back(page: Page, athlete: Athlete) -> None:
    remember(athlete=athlete, user=athlete.user, text="I sleep badly before races.")
    page.goto(address("memory"))
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Remembered: I sleep badly before races.").fill("I sleep well before races.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("I sleep well before races.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Forget: I sleep well before races.").click()

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("I sleep well before races.", exact=True)).to_be_visible()
