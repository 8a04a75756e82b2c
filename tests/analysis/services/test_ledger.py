"""Reserving before and settling after: exact sums, caps, and what stays when somebody leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from analysis.errors import BudgetExceededError, PriceUnknownError
from analysis.gateway.types import Request, Tokens
from analysis.models import AIPreferences, AIUsage, Conversation, Price, SpendAccount, Turn
from analysis.selectors.prices import cost, most, price_for
from analysis.selectors.spend import answers_today, budget_of, budget_of_site
from analysis.services import ledger
from notifications.models import Message
from tests.factories.athletes import AthleteFactory, UserFactory

SONNET, HAIKU = "claude-sonnet-5-5", "claude-haiku-5-5"
TODAY = date(2026, 11, 22)


def request(model: str = SONNET, *, max_tokens: int = 8_000, **options: object) -> Request:
    return Request(
        model=model,
        system="Explain.",
        messages=[{"role": "user", "content": "{}"}],
        max_tokens=max_tokens,
        **options,
    )


def reserve(athlete: object, **options: object) -> AIUsage:
    given = {"purpose": AIUsage.Purpose.ASKED, "request": request(), **options}
    return ledger.reserve(athlete=athlete, **given)


def allow(athlete: object, **fields: object) -> None:
    AIPreferences.objects.update_or_create(athlete=athlete, defaults=fields)


@pytest.mark.parametrize(
    ("tokens", "model", "day", "is_batch", "usd"),
    [
        (Tokens(input=13_000, output=3_500), SONNET, TODAY, False, "0.061000"),
        (Tokens(input=13_000, output=3_500), SONNET, TODAY, True, "0.030500"),
        (Tokens(input=9_000, cache_read=4_000, output=3_500), SONNET, TODAY, False, "0.053400"),
        (Tokens(input=9_000, cache_read=4_000, output=3_500), SONNET, date(2026, 10, 6), False, "0.053800"),
        (Tokens(input=9_000, cache_write_5m=4_000, output=3_500), SONNET, TODAY, False, "0.063000"),
        (Tokens(input=9_000, cache_write_1h=4_000, output=3_500), SONNET, TODAY, True, "0.034500"),
        (Tokens(input=13_000, output=3_500), HAIKU, TODAY, False, "0.003050"),
        (Tokens(input=100_000, output=1_000), HAIKU, TODAY, False, "0.010500"),
        (Tokens(input=100_001, output=1_000), HAIKU, TODAY, False, "0.052501"),
        (Tokens(input=1, cache_read=100_000, output=1_000), HAIKU, TODAY, False, "0.007501"),
        (Tokens(input=60_000, cache_write_5m=40_000, output=0), HAIKU, TODAY, False, "0.011000"),
        (Tokens(output=1), HAIKU, TODAY, True, "0.000001"),
        (Tokens(input=13_000, output=3_500), "claude-opus-5-5", TODAY, False, "0.122000"),
    ],
)
def test_a_request_costs_what_the_table_of_its_day_says(db, tokens, model, day, is_batch, usd):
    prompt = tokens.input + tokens.cache_write_5m + tokens.cache_write_1h + tokens.cache_read
    price = price_for(model=model, day=day, prompt_tokens=prompt)

    assert cost(price, tokens, is_batch=is_batch) == Decimal(usd)


def test_a_new_price_holds_from_its_day_on_and_changes_nothing_before(db):
    Price.objects.create(
        model=SONNET,
        valid_from=date(2027, 1, 1),
        input_usd=1,
        output_usd=5,
        cache_write_5m_usd=1,
        cache_write_1h_usd=1,
        cache_read_usd=1,
    )

    def input_price(day: date) -> Decimal:
        price = price_for(model=SONNET, day=day, prompt_tokens=10)
        assert price is not None
        return price.input_usd

    assert [input_price(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [2, 1]


def test_the_most_that_a_request_can_cost_is_its_text_and_all_the_output_it_allows(db):
    # 53 bytes as JSON are 25 tokens at 2.2 bytes each.
    plain, hour = request(), request(cache_ttl="1h")

    assert most(plain, day=TODAY)[1] == Decimal("0.080050")
    assert most(hour, day=TODAY)[1] == Decimal("0.080100")
    assert most(hour, day=TODAY, is_batch=True)[1] == Decimal("0.040050")


def test_a_model_without_a_price_is_not_asked_unless_it_is_ones_own(athlete, settings):
    with pytest.raises(PriceUnknownError):
        reserve(athlete, request=request("claude-next-6"))
    assert not AIUsage.objects.exists()

    settings.AI_PROFILE = "compatible"
    assert reserve(athlete, request=request("llama")).reserved_usd == 0


def test_what_was_set_aside_counts_until_it_is_settled(athlete):
    usage = reserve(athlete)
    assert budget_of(athlete).spent_usd == usage.reserved_usd == Decimal("0.080050")

    ledger.settle(usage=usage, tokens=Tokens(input=13_000, output=3_500, thinking=900), request_id="req_1")

    assert budget_of(athlete).spent_usd == Decimal("0.061")
    assert (usage.state, usage.request_id, usage.thinking_tokens) == ("settled", "req_1", 900)
    assert usage.reserved_usd == Decimal("0.080050")
    assert usage.price.model == SONNET


def test_settling_twice_books_once(athlete):
    usage = reserve(athlete)
    ledger.settle(usage=usage, tokens=Tokens(input=13_000, output=3_500))
    ledger.settle(usage=usage, tokens=Tokens(input=99_000, output=3_500))
    ledger.release(usage=usage)

    assert (usage.state, usage.cost_usd) == ("settled", Decimal("0.061"))


def test_what_never_arrived_costs_nothing_and_is_no_answer(athlete):
    ledger.release(usage=reserve(athlete))

    assert budget_of(athlete).spent_usd == 0
    assert answers_today(athlete) == 0


def test_what_got_lost_costs_all_that_was_set_aside_until_somebody_knows_better(athlete):
    usage = reserve(athlete)
    ledger.keep(usage=usage)
    assert (usage.state, budget_of(athlete).spent_usd) == ("unknown", Decimal("0.080050"))

    ledger.settle(usage=usage, tokens=Tokens(input=13_000, output=3_500))
    assert (usage.state, budget_of(athlete).spent_usd) == ("settled", Decimal("0.061"))


def test_a_try_that_was_answered_adds_to_one_that_got_lost(athlete):
    usage = reserve(athlete)
    ledger.keep(usage=usage, tokens=Tokens(input=1_000))

    assert usage.cost_usd == Decimal("0.082050")


def test_a_worker_that_never_came_back_leaves_its_reservation_spent(athlete, noon):
    usage, batched = reserve(athlete), reserve(athlete, is_batch=True)
    noon.shift(timedelta(minutes=16))
    assert ledger.sweep() == 1
    noon.shift(timedelta(hours=48))
    assert ledger.sweep() == 1

    usage.refresh_from_db()
    batched.refresh_from_db()
    assert (usage.state, batched.state) == ("unknown", "unknown")
    assert usage.cost_usd == usage.reserved_usd


def test_the_month_of_an_athlete_ends_where_the_next_request_could_pass_it(athlete):
    allow(athlete, monthly_usd=Decimal("0.16"))
    reserve(athlete)

    with pytest.raises(BudgetExceededError) as refused:
        reserve(athlete)
    assert refused.value.retry_after_s == pytest.approx(8.5 * 86_400, abs=5)

    reserve(AthleteFactory())
    assert AIUsage.objects.filter(athlete=athlete).count() == 1


def test_a_cap_may_be_used_to_the_last_millionth(athlete, settings):
    settings.AI_SITE_MONTHLY_USD = 0.160100
    reserve(athlete)
    reserve(athlete)

    with pytest.raises(BudgetExceededError):
        reserve(athlete, request=request(max_tokens=1))


def test_the_sites_month_holds_for_everybody_and_for_who_has_left(athlete, settings):
    settings.AI_SITE_MONTHLY_USD = 0.1
    reserve(athlete)
    athlete.user.delete()

    with pytest.raises(BudgetExceededError):
        reserve(AthleteFactory())
    assert AIUsage.objects.get().athlete is None
    assert budget_of_site().spent_usd == Decimal("0.080050")


def test_an_evaluation_counts_for_the_site_alone(db):
    reserve(None, purpose=AIUsage.Purpose.EVALUATION)

    assert budget_of_site().spent_usd == Decimal("0.080050")


def test_a_new_month_begins_at_the_athletes_midnight(db):
    athlete = AthleteFactory(time_zone="Asia/Tokyo")
    allow(athlete, monthly_usd=Decimal("0.10"))
    with time_machine.travel(datetime(2026, 11, 30, 14, 59, tzinfo=UTC), tick=False) as clock:
        reserve(athlete)
        with pytest.raises(BudgetExceededError):
            reserve(athlete)
        clock.shift(timedelta(minutes=1))
        reserve(athlete)

        assert budget_of(athlete).spent_usd == Decimal("0.080050")
        assert budget_of_site().spent_usd == Decimal("0.160100")


def test_answers_of_a_day_are_counted_whatever_they_take(athlete, noon):
    allow(athlete, answers_per_day=2)
    turn = Turn.objects.create(
        conversation=Conversation.objects.create(athlete=athlete, author=athlete.user), question="Why?"
    )
    for _ in range(3):
        reserve(athlete, purpose=AIUsage.Purpose.CHAT, turn=turn)
    reserve(athlete)
    assert answers_today(athlete) == 2

    with pytest.raises(BudgetExceededError) as refused:
        reserve(athlete)
    assert refused.value.retry_after_s == pytest.approx(43_200, abs=5)

    reserve(athlete, purpose=AIUsage.Purpose.CHAT, turn=turn)
    noon.shift(timedelta(hours=12))
    reserve(athlete)


def test_nothing_is_asked_while_the_provider_gives_no_credit(athlete, noon):
    until = datetime(2026, 12, 1, tzinfo=UTC)
    ledger.close_site(until=until, why="the spend limit is reached")

    with pytest.raises(BudgetExceededError, match="spend limit"):
        reserve(athlete)
    SpendAccount.objects.update(closed_until=None)
    reserve(athlete)


def test_the_athlete_is_warned_once_at_four_fifths(athlete):
    allow(athlete, monthly_usd=Decimal("0.20"))
    ledger.settle(usage=reserve(athlete), tokens=Tokens(input=13_000, output=3_500))
    assert not Message.objects.exists()

    ledger.settle(usage=reserve(athlete), tokens=Tokens(input=24_500, output=5_000))
    usage = AIUsage.objects.first()
    assert usage is not None
    ledger.keep(usage=usage)

    message = Message.objects.get()
    assert (message.user, message.athlete, message.kind) == (athlete.user, athlete, "ai_budget")
    assert message.context == {
        "whose": "own",
        "spent_usd": "0.16",
        "cap_usd": "0.20",
        "until": "2026-12-01",
    }


def test_operators_are_warned_of_the_sites_budget(athlete, settings):
    settings.AI_SITE_MONTHLY_USD = 0.1
    operator = UserFactory(is_staff=True)
    ledger.settle(usage=reserve(athlete), tokens=Tokens(input=40_000))

    message = Message.objects.get()
    assert (message.user, message.athlete, message.context["whose"]) == (operator, None, "site")
