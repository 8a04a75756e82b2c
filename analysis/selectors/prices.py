"""What a request costs. Exact decimal arithmetic in US dollars, rounded up to a millionth at the end."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Subquery

from analysis.errors import PriceUnknownError
from analysis.estimates import estimated_prompt
from analysis.gateway.types import Request, Tokens
from analysis.models import Price

MILLION = Decimal(1_000_000)
MILLIONTH = Decimal("0.000001")


def price_for(*, model: str, day: date, prompt_tokens: int) -> Price | None:
    """What is in force on `day` for a prompt of this length: of the newest rows the smallest bound that fits.

    None when no table is known and the service is one's own (AI_PROFILE=compatible), which costs nothing.
    Otherwise raises PriceUnknownError: what has no price cannot be held below a cap.
    """
    in_force = Price.objects.filter(model=model, valid_from__lte=day).order_by("-valid_from")
    newest = in_force.values("valid_from")[:1]
    rows = in_force.filter(valid_from=Subquery(newest)).order_by(
        F("up_to_prompt_tokens").asc(nulls_last=True)
    )
    for price in rows:
        if price.up_to_prompt_tokens is None or prompt_tokens <= price.up_to_prompt_tokens:
            return price
    if settings.AI_PROFILE == "compatible":
        return None
    raise PriceUnknownError(details=f"An operator can add what {model} costs under Prices.")


def prompt_tokens(tokens: Tokens) -> int:
    """The whole prompt, cached or not: the length that a price may depend on."""
    return tokens.input + tokens.cache_write_5m + tokens.cache_write_1h + tokens.cache_read


def cost(price: Price | None, tokens: Tokens, *, is_batch: bool = False) -> Decimal:
    """US dollars; thinking is part of the output. 0 without a price."""
    if price is None:
        return Decimal(0)
    amount = (
        tokens.input * price.input_usd
        + tokens.cache_write_5m * price.cache_write_5m_usd
        + tokens.cache_write_1h * price.cache_write_1h_usd
        + tokens.cache_read * price.cache_read_usd
        + tokens.output * price.output_usd
    )
    factor = price.batch_factor if is_batch else Decimal(1)
    return (amount * factor / MILLION).quantize(MILLIONTH, ROUND_UP)


def most(request: Request, *, day: date, is_batch: bool = False) -> tuple[Price | None, Decimal]:
    """The price of a request that is about to be made, and the most that it can cost.

    That is its whole text as input (`analysis.estimates`), written to the cache where it asks for one, and
    every token of output that it allows.
    """
    size = estimated_prompt(request)
    price = price_for(model=request.model, day=day, prompt_tokens=size)
    kind = {"5m": "cache_write_5m", "1h": "cache_write_1h"}.get(request.cache_ttl, "input")
    parts: dict[str, Any] = {kind: size, "output": request.max_tokens}
    return price, cost(price, Tokens(**parts), is_batch=is_batch)
