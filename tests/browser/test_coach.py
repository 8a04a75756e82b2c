"""The coach's pages by eye, and an answer that streams; with Claude's double and without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.models import Turn
from analysis.services.analysing import analyse
from analysis.services.chatting import answer_unheard
from analysis.services.consent import agree
from analysis.services.memories import remember
from athletes.models import Athlete
from tests.browser.looks import assert_fine, log_in
from tests.doubles.claude import ClaudeDouble
from tests.factories.athletes import AthleteFactory
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
    claude.answers(lambda _: [{"type": "text", "text": "Your HRV is {hrv.7}. " * 5}])
    claude.plays("stream_error")
    page.goto(address("chat"))
    page.get_by_label("Your question").fill("How is my HRV?")
    page.get_by_role("button", name="Ask", exact=True).click()

    expect(
        page.get_by_text("What you see comes from the rules.").or_(page.get_by_text("trouble"))
    ).to_be_visible()


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
