"""Asking: the box, the stream, the stop button, what is proposed, and the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.models import Memory, Turn
from analysis.services.consent import agree
from athletes.models import Athlete
from tests.browser.looks import assert_fine, log_in
from tests.doubles.claude import ClaudeDouble
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import DayFactory, store_loads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Your HRV is {hrv.7}. Keep the next days easy. " * 12


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    athlete = AthleteFactory.create(name="Ada Runner", time_zone="UTC")
    today = athlete.today()
    for ago in range(70):
        DayFactory.create(athlete=athlete, date=today - timedelta(days=ago), hrv_rmssd_ms=60)
    store_loads(athlete, today - timedelta(days=99), [0.0, 90.0] * 50)
    log_in(page, athlete.user, live_server.url)
    return athlete


@pytest.fixture
def talking(athlete: Athlete, claude: ClaudeDouble) -> ClaudeDouble:
    agree(athlete=athlete, by=athlete.user)
    claude.delta_s = 0.01
    claude.answers(saying("Keep the next days easy."))
    return claude


def saying(text: str) -> Callable[[dict[str, Any]], list[dict[str, Any]]]:
    return lambda _: [{"type": "text", "text": text}]


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")


def begin(page: Page, question: str = "How is my HRV?") -> None:
    page.goto(reverse("analysis:chat", kwargs={"athlete": "me"}))
    ask(page, question)
    page.wait_for_url("**/chat/*-*/")


def test_enter_asks_and_the_box_is_empty_again_with_the_focus_in_it(
    page: Page, talking: ClaudeDouble
) -> None:
    begin(page)
    expect(page.locator(".turn-said")).to_contain_text("Keep the next days easy.")

    ask(page, "And my sleep?")

    expect(page.locator(".turn")).to_have_count(2)
    expect(page.get_by_label("Your question")).to_have_value("")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator(".turn-said").last).to_contain_text("Keep the next days easy.")


def test_shift_and_enter_begin_a_line(page: Page, athlete: Athlete) -> None:
    page.goto(reverse("analysis:chat", kwargs={"athlete": "me"}))
    page.get_by_label("Your question").fill("One")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")

    expect(page.get_by_label("Your question")).to_have_value("One\ntwo")
    assert not Turn.objects.exists()


def test_an_answer_grows_and_is_stopped_by_its_button(page: Page, talking: ClaudeDouble) -> None:
    talking.delta_s = 0.15
    talking.answers(saying(LONG))
    begin(page)
    expect(page.locator(".turn-said .said").first).to_be_visible()
    assert_fine(page, "chat-streaming")

    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("Stopped. What was written so far stays.")).to_be_visible()
    expect(page.locator(".turn")).to_be_focused()
    assert 1 <= page.locator(".turn-said .said").count() < 24
    assert Turn.objects.get().state == Turn.State.STOPPED


def test_a_refused_question_stays_in_the_box(page: Page, talking: ClaudeDouble) -> None:
    begin(page)
    expect(page.get_by_text(", every number from your data")).to_be_visible()
    page.evaluate("document.querySelector('#question').removeAttribute('maxlength')")
    page.get_by_label("Your question").fill("x" * 1001)
    page.keyboard.press("Enter")

    expect(page.locator("#toasts .toast")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("x" * 1001)
    expect(page.locator(".turn")).to_have_count(1)


def test_what_is_proposed_is_remembered_by_a_click_and_the_focus_stays(
    page: Page, talking: ClaudeDouble
) -> None:
    propose = {
        "type": "tool_use",
        "id": "toolu_1",
        "name": "remember_fact",
        "input": {"fact": "I run on trails."},
    }

    def answers(body: dict[str, Any]) -> list[dict[str, Any]]:
        was_told = any(
            isinstance(each["content"], list)
            and each["role"] == "user"
            and any(part.get("type") == "tool_result" for part in each["content"])
            for each in body["messages"]
        )
        return saying("Noted for your word.")(body) if was_told else [propose]

    talking.answers(answers)
    begin(page, "Please remember that I run on trails.")
    expect(page.get_by_text("Remember this?")).to_be_visible()
    assert not Memory.objects.exists()
    assert_fine(page, "chat-proposal")

    page.get_by_role("button", name="Remember it").press("Enter")

    expect(page.get_by_text("It is remembered.")).to_be_visible()
    expect(page.locator(".proposed")).to_be_focused()
    assert Memory.objects.get().text == "I run on trails"


def test_without_a_key_a_list_of_questions_is_answered(page: Page, athlete: Athlete) -> None:
    page.goto(reverse("analysis:chat", kwargs={"athlete": "me"}))
    assert_fine(page, "chat-guided")
    page.get_by_role("button", name="How is my HRV?").click()

    expect(page.locator(".turn-said").get_by_role("link", name="60").first).to_be_visible()
    expect(page.get_by_text("Rules, every number from your data")).to_be_visible()
    assert_fine(page, "chat-guided-answer")


def test_what_changes_by_itself_is_announced(page: Page, talking: ClaudeDouble) -> None:
    begin(page)

    expect(page.locator('.turn-said[aria-live="polite"]')).to_contain_text("Keep the next days easy.")
