"""Nothing is asked without leave, and whatever happens on the way, the ledger knows what it cost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.cache import cache

from analysis.errors import (
    AIAnalysisError,
    AIUnavailableError,
    BudgetExceededError,
    ClaudeBillingError,
    ClaudeConnectionError,
    ClaudeOverloadedError,
    ClaudeParsingError,
    ClaudeRefusalError,
    NotConsentedError,
)
from analysis.gateway.types import Ended, TextDelta
from analysis.models import AIPreferences, AIUsage, SpendAccount
from analysis.selectors.spend import budget_of
from analysis.services import asking
from analysis.services.consent import agree, withdraw
from athletes.models import Athlete
from tests.analysis.services.test_ledger import request
from tests.doubles.claude import ClaudeDouble


@pytest.fixture
def agreed(athlete: Athlete) -> Athlete:
    agree(athlete=athlete, by=athlete.user)
    return athlete


def ask(athlete: Athlete, **options: object):
    given = {"purpose": AIUsage.Purpose.ASKED, "request": request(), "deadline_s": 5.0, **options}
    return asking.ask(athlete=athlete, **given)


def usage() -> AIUsage:
    return AIUsage.objects.get()


def test_an_answer_is_booked_with_what_it_used(agreed, claude: ClaudeDouble):
    claude.answers(lambda _: "Your week was steady.")
    reply, booked = ask(agreed)

    assert reply.text == "Your week was steady."
    assert (booked.state, booked.request_id) == ("settled", reply.request_id)
    tokens = reply.tokens
    assert (booked.input_tokens, booked.output_tokens) == (tokens.input, tokens.output)
    expected = (tokens.input * 2 + tokens.output * 10) / Decimal(1_000_000)
    assert booked.cost_usd == budget_of(agreed).spent_usd == expected
    assert 0 < booked.cost_usd < booked.reserved_usd


def test_nothing_leaves_without_consent(athlete, claude: ClaudeDouble):
    with pytest.raises(NotConsentedError):
        ask(athlete)
    agree(athlete=athlete, by=athlete.user)
    withdraw(athlete=athlete, by=athlete.user, erases_chats=False)
    with pytest.raises(NotConsentedError), asking.stream(**streamed(athlete)):
        pytest.fail("nothing may be asked")

    assert (claude.requests, AIUsage.objects.count()) == ([], 0)


def test_nothing_leaves_a_server_where_claude_is_off(agreed, claude: ClaudeDouble, settings):
    settings.AI_ENABLED = False
    with pytest.raises(AIUnavailableError):
        ask(agreed)

    assert (claude.requests, AIUsage.objects.count()) == ([], 0)


def test_nothing_leaves_past_a_cap(agreed, claude: ClaudeDouble):
    AIPreferences.objects.update(monthly_usd=Decimal("0.01"))
    with pytest.raises(BudgetExceededError):
        ask(agreed)

    assert (claude.requests, AIUsage.objects.count()) == ([], 0)


def test_what_never_arrived_is_given_back(agreed, claude: ClaudeDouble):
    claude.stop()
    with pytest.raises(ClaudeConnectionError):
        ask(agreed)

    assert (usage().state, usage().cost_usd) == ("released", 0)


def test_what_may_have_been_answered_stays_set_aside(agreed, claude: ClaudeDouble):
    claude.plays("hang")
    with pytest.raises(AIAnalysisError):
        ask(agreed, deadline_s=0.5)

    assert (usage().state, usage().cost_usd) == ("unknown", usage().reserved_usd)


@pytest.mark.parametrize("scenario", ["badshape", "notjson"])
def test_an_answer_that_counts_nothing_stays_set_aside(agreed, claude: ClaudeDouble, scenario):
    claude.plays(scenario)
    with pytest.raises(ClaudeParsingError):
        ask(agreed)
    with pytest.raises(ClaudeParsingError), asking.stream(**streamed(agreed)) as answer:
        list(answer)

    booked = AIUsage.objects.all()
    assert [each.state for each in booked] == ["unknown"] * 2
    assert all(each.cost_usd == each.reserved_usd > 0 for each in booked)


def test_a_refusal_is_paid_for(agreed, claude: ClaudeDouble):
    claude.plays("refusal")
    with pytest.raises(ClaudeRefusalError):
        ask(agreed)

    assert usage().state == "settled"
    assert usage().input_tokens > 0


def test_no_credit_closes_the_site_until_the_next_month(agreed, claude: ClaudeDouble):
    claude.plays("status402")
    with pytest.raises(ClaudeBillingError):
        ask(agreed)
    cache.clear()
    with pytest.raises(BudgetExceededError, match="no money left"):
        ask(agreed)

    account = SpendAccount.objects.get()
    assert (account.scope, f"{account.closed_until:%Y-%m-%d %H:%M}") == ("site", "2026-12-01 00:00")
    assert (usage().state, len(claude.bodies)) == ("released", 1)


def test_a_fault_of_our_own_on_the_way_leaves_the_reservation(agreed, claude: ClaudeDouble):
    with pytest.raises(RuntimeError), asking.stream(**streamed(agreed)):
        raise RuntimeError

    assert (usage().state, usage().cost_usd) == ("unknown", usage().reserved_usd)


def streamed(athlete: Athlete) -> dict[str, object]:
    return {"athlete": athlete, "purpose": "chat", "request": request(), "deadline_s": 5.0}


def test_a_stream_is_booked_when_it_ends(agreed, claude: ClaudeDouble):
    claude.answers(lambda _: "Your week was steady and quiet.")
    with asking.stream(**streamed(agreed)) as answer:
        events = list(answer)

    assert "".join(each.text for each in events if isinstance(each, TextDelta)).endswith("quiet.")
    ended = events[-1]
    assert isinstance(ended, Ended)
    assert (usage().state, usage().output_tokens) == ("settled", ended.reply.tokens.output)


def test_who_stops_a_stream_pays_for_what_was_written(agreed, claude: ClaudeDouble):
    written = "One sentence after the other. " * 40
    claude.answers(lambda _: written)
    seen = ""
    with asking.stream(**streamed(agreed)) as answer:
        for event in answer:
            if isinstance(event, TextDelta):
                seen += event.text
            if len(seen) > 300:
                break

    booked = usage()
    assert booked.state == "settled"
    assert booked.input_tokens > 0
    assert len(seen) / 2.2 <= booked.output_tokens < len(written) / 2.2
    assert booked.cost_usd < booked.reserved_usd


def test_who_leaves_a_page_in_the_middle_stops_the_stream(agreed, claude: ClaudeDouble):
    claude.answers(lambda _: "One sentence after the other. " * 40)

    def page():
        with asking.stream(**streamed(agreed)) as answer:
            yield from answer

    reader = page()
    next(reader)
    reader.close()

    assert usage().state == "settled"


@pytest.mark.parametrize("scenario", ["stream_error", "stream_drop", "stream_eof"])
def test_an_outage_in_the_middle_keeps_what_was_set_aside(agreed, claude: ClaudeDouble, scenario):
    claude.plays(scenario)
    with pytest.raises(AIAnalysisError), asking.stream(**streamed(agreed)) as answer:
        list(answer)

    assert usage().state == "unknown"
    assert usage().cost_usd >= usage().reserved_usd


def test_an_overload_before_the_answer_costs_nothing(agreed, claude: ClaudeDouble):
    claude.plays("status529")
    with pytest.raises(ClaudeOverloadedError):
        ask(agreed, deadline_s=0.3)

    assert usage().state == "released"
