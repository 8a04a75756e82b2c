"""The most that a weekly analysis can cost: every character as if it were a token of the dearest sort."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import ceil

from django.conf import settings

from analysis.evaluation.gates import Gates, at_most
from analysis.evaluation.people import Somebody
from analysis.gateway.types import Request
from analysis.gateway.wire import body_of
from analysis.models import Analysis
from analysis.selectors.prices import price_for
from analysis.services.preparing import prepare

CHARS_PER_TOKEN = 2.2
BATCH, INTERACTIVE = 0.06, 0.12


def gates(people: Sequence[Somebody]) -> Gates:
    """The dearest of these people's weekly reviews, by batch and at once, all of it written to the cache."""
    requests = [prepare(athlete=each.athlete, purpose=Analysis.Purpose.WEEKLY).request for each in people]
    tokens = [(_prompt_tokens(each), each.max_tokens) for each in requests]
    prices = [_price(each, *count) for each, count in zip(requests, tokens, strict=True)]
    dearest = max(prices)
    told = {
        "model": settings.ANALYSIS_MODEL,
        "input_tokens": max(sent for sent, _ in tokens),
        "max_tokens": max(most for _, most in tokens),
    }
    return {
        "weekly_cost_batch_usd": at_most(float(dearest / 2), BATCH, told),
        "weekly_cost_interactive_usd": at_most(float(dearest), INTERACTIVE, told),
    }


def _prompt_tokens(request: Request) -> int:
    """Instructions, evidence and schema, by characters, as they are sent."""
    body = body_of(request)
    asked = {name: body[name] for name in ("system", "messages", "output_config")}
    return ceil(len(json.dumps(asked, ensure_ascii=False, separators=(",", ":"))) / CHARS_PER_TOKEN)


def _price(request: Request, sent: int, most: int) -> Decimal:
    price = price_for(model=request.model, day=date.today(), prompt_tokens=sent)  # noqa: DTZ011
    if price is None:
        raise ValueError(f"no price is known for {request.model}")
    return (price.cache_write_5m_usd * sent + price.output_usd * most) / 1_000_000
