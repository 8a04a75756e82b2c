"""Money is reserved before a request and settled after it, so that no cap is passed however many ask at once.

`AIUsage.cost_usd` is what counts: the most that a request can cost, and once settled what it did cost.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis.errors import BudgetExceededError
from analysis.gateway.types import Request, Tokens
from analysis.models import AIUsage, Analysis, Price, SpendAccount, Turn
from analysis.selectors.preferences import preferences_of
from analysis.selectors.prices import cost, most, price_for, prompt_tokens
from analysis.selectors.spend import (
    DAY_USED,
    MONTH_USED,
    answers_today,
    budget_of,
    budget_of_site,
    midnight,
    of_today,
)
from analysis.services.spend_warnings import warn
from athletes.models import Athlete
from config.core.logging import logger

SITE = "site"
LOST_AFTER = timedelta(minutes=15)
LOST_IN_BATCH_AFTER = timedelta(hours=48)
OPEN = (AIUsage.State.RESERVED, AIUsage.State.UNKNOWN)

log = logger(__name__)


def reserve(
    *,
    athlete: Athlete | None,
    purpose: str,
    request: Request,
    is_batch: bool = False,
    analysis: Analysis | None = None,
    turn: Turn | None = None,
) -> AIUsage:
    """Set aside the most that `request` can cost, committed at once; `athlete` None is an evaluation.

    Raises BudgetExceededError when the caps of the athlete's day or month, or of the site's month, leave less
    than that, and PriceUnknownError. Must not be called inside a transaction: spent is spent.
    """
    with transaction.atomic(durable=True):
        # One at a time: what is left is only known while nobody else takes from it.
        account = _locked_site()
        now = timezone.now()
        price, amount = most(request, day=now.date(), is_batch=is_batch)
        _check_site(account, amount, now)
        if athlete is not None:
            _check_month(athlete, amount, now)
            _check_day(athlete, analysis, turn, now)
        return AIUsage.objects.create(
            athlete=athlete,
            analysis=analysis,
            turn=turn,
            purpose=purpose,
            model=request.model,
            price=price,
            is_batch=is_batch,
            reserved_usd=amount,
            cost_usd=amount,
        )


def settle(*, usage: AIUsage, tokens: Tokens, request_id: str = "") -> None:
    """Book what the request used, by the price of the day on which it was made. Repeating changes nothing."""
    price = _price(usage, tokens)
    _book(
        usage,
        state=AIUsage.State.SETTLED,
        price=price,
        cost_usd=cost(price, tokens, is_batch=usage.is_batch),
        input_tokens=tokens.input,
        cache_write_5m_tokens=tokens.cache_write_5m,
        cache_write_1h_tokens=tokens.cache_write_1h,
        cache_read_tokens=tokens.cache_read,
        output_tokens=tokens.output,
        thinking_tokens=tokens.thinking,
        request_id=request_id[:80],
    )
    warn(athlete=usage.athlete)


def release(*, usage: AIUsage) -> None:
    """Give back what was set aside: the request never arrived."""
    _book(usage, state=AIUsage.State.RELEASED, cost_usd=Decimal(0))


def keep(*, usage: AIUsage, tokens: Tokens | None = None, request_id: str = "") -> None:
    """Nobody knows what a try cost: all that was set aside counts, besides the `tokens` of other tries."""
    known = cost(_price(usage, tokens), tokens, is_batch=usage.is_batch) if tokens else Decimal(0)
    _book(
        usage,
        state=AIUsage.State.UNKNOWN,
        cost_usd=usage.reserved_usd + known,
        request_id=request_id[:80],
    )
    warn(athlete=usage.athlete)


def attribute(*, usage: AIUsage, analysis: Analysis) -> None:
    """Say which analysis a request was for, once there is one."""
    AIUsage.objects.filter(pk=usage.pk).update(analysis=analysis)


def close_site(*, until: datetime, why: str) -> None:
    """Ask for nothing more until then; an operator can open it again."""
    SpendAccount.objects.update_or_create(
        scope=SITE, defaults={"closed_until": until, "closed_why": why[:200]}
    )
    log.error("ai_account_closed", until=until.isoformat(), why=why)


def sweep() -> int:
    """Keep what was reserved by workers that never came back; how many."""
    now = timezone.now()
    waiting = AIUsage.objects.filter(state=AIUsage.State.RESERVED)
    lost = waiting.filter(is_batch=False, created_at__lt=now - LOST_AFTER) | waiting.filter(
        is_batch=True, created_at__lt=now - LOST_IN_BATCH_AFTER
    )
    return lost.update(state=AIUsage.State.UNKNOWN, settled_at=now)


def _locked_site() -> SpendAccount:
    rows = SpendAccount.objects.select_for_update()
    return rows.filter(scope=SITE).first() or rows.get_or_create(scope=SITE)[0]


def _check_site(account: SpendAccount, amount: Decimal, now: datetime) -> None:
    if account.closed_until and account.closed_until > now:
        raise _refusal("Claude cannot be asked for now: " + account.closed_why, account.closed_until, now)
    budget = budget_of_site(now=now)
    if amount > budget.left_usd:
        raise _refusal("This server's budget for Claude is used up for this month.", budget.until, now)


def _check_month(athlete: Athlete, amount: Decimal, now: datetime) -> None:
    budget = budget_of(athlete, now=now)
    if amount > budget.left_usd:
        raise _refusal(MONTH_USED, budget.until, now)


def _check_day(athlete: Athlete, analysis: Analysis | None, turn: Turn | None, now: datetime) -> None:
    """A second request for the same answer is not a second answer."""
    asked = of_today(athlete, now)
    is_begun = (turn is not None and asked.filter(turn=turn).exists()) or (
        analysis is not None and asked.filter(analysis=analysis).exists()
    )
    if not is_begun and answers_today(athlete, now=now) >= preferences_of(athlete).answers_per_day:
        tomorrow = midnight(athlete, now) + timedelta(days=1)
        raise _refusal(DAY_USED, tomorrow, now)


def _refusal(message: str, until: datetime, now: datetime) -> BudgetExceededError:
    return BudgetExceededError(message, retry_after_s=(until - now).total_seconds())


def _price(usage: AIUsage, tokens: Tokens) -> Price | None:
    day = usage.created_at.date()
    return price_for(model=usage.model, day=day, prompt_tokens=prompt_tokens(tokens))


def _book(usage: AIUsage, **values: Any) -> None:
    """Once: what is settled or released stays as it is."""
    AIUsage.objects.filter(pk=usage.pk, state__in=OPEN).update(settled_at=timezone.now(), **values)
    usage.refresh_from_db()
