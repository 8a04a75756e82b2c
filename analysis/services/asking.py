"""The one way to a model: only with consent, only within the caps, and everything that it costs is booked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from analysis.errors import AIAnalysisError, AIUnavailableError, ClaudeBillingError, NotConsentedError
from analysis.gateway import asking as gateway
from analysis.gateway import streaming as gateway_streaming
from analysis.gateway.state import why_unavailable
from analysis.gateway.streaming import Event
from analysis.gateway.types import Ended, Reply, Request, Tokens
from analysis.models import AIUsage, Analysis, Turn
from analysis.selectors.preferences import has_consented
from analysis.selectors.spend import SITE_ZONE, month_around
from analysis.services import ledger
from athletes.models import Athlete


def ask(
    *,
    athlete: Athlete,
    purpose: str,
    request: Request,
    deadline_s: float,
    analysis: Analysis | None = None,
    turn: Turn | None = None,
) -> tuple[Reply, AIUsage]:
    """The model's answer, and what it cost.

    Raises NotConsentedError, AIUnavailableError, BudgetExceededError and PriceUnknownError before anything is
    sent, and what `analysis.gateway.asking` raises after. `analysis` or `turn` is the answer that it is for:
    several requests for one are one answer of the day. Must not be called inside a transaction.
    """
    usage = _begin(athlete, purpose, request, analysis, turn)
    try:
        reply = gateway.ask(request, deadline_s=deadline_s)
    except AIAnalysisError as error:
        _book_failure(usage, error)
        raise
    except BaseException:
        ledger.keep(usage=usage)
        raise
    _book_reply(usage, reply)
    return reply, usage


@contextmanager
def stream(
    *,
    athlete: Athlete,
    purpose: str,
    request: Request,
    deadline_s: float,
    analysis: Analysis | None = None,
    turn: Turn | None = None,
) -> Iterator[Iterator[Event]]:
    """`ask` for an answer that is read while it is written; raises the same, also in the middle.

    Who leaves the block early stops the answer and pays for what was written until then, which nobody counts
    but we: by its text.
    """
    usage = _begin(athlete, purpose, request, analysis, turn)
    seen = _Seen()
    try:
        with gateway_streaming.stream(request, deadline_s=deadline_s) as events:
            try:
                yield seen.watch(events)
            finally:
                events.close()
                seen.tokens = events.tokens
    except AIAnalysisError as error:
        error.tokens = error.tokens or seen.tokens
        _book_failure(usage, error)
        raise
    except BaseException:
        _book_seen(usage, seen)
        raise
    _book_seen(usage, seen)


def check_may_ask(athlete: Athlete) -> None:
    """Raises NotConsentedError and AIUnavailableError: why this athlete's data are not sent anywhere now."""
    if not has_consented(athlete):
        raise NotConsentedError
    if reason := why_unavailable():
        raise AIUnavailableError(reason)


def _begin(
    athlete: Athlete, purpose: str, request: Request, analysis: Analysis | None, turn: Turn | None
) -> AIUsage:
    check_may_ask(athlete)
    return ledger.reserve(athlete=athlete, purpose=purpose, request=request, analysis=analysis, turn=turn)


def _book_failure(usage: AIUsage, error: AIAnalysisError) -> None:
    """What was answered is paid for even if the answer is of no use."""
    error.usage_id = usage.pk
    if error.is_cost_unknown:
        ledger.keep(usage=usage, tokens=error.tokens, request_id=error.request_id)
    elif error.tokens is not None:
        ledger.settle(usage=usage, tokens=error.tokens, request_id=error.request_id)
    else:
        ledger.release(usage=usage)
    if isinstance(error, ClaudeBillingError):
        _, next_month = month_around(timezone.now(), SITE_ZONE)
        ledger.close_site(until=next_month, why=error.message)


class _Seen:
    """What went by of a stream."""

    def __init__(self) -> None:
        self.tokens: Tokens | None = None
        self.reply: Reply | None = None

    def watch(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            if isinstance(event, Ended):
                self.reply = event.reply
            yield event


def _book_seen(usage: AIUsage, seen: _Seen) -> None:
    """Nothing seen is nothing known: the request was sent."""
    if seen.reply is not None:
        _book_reply(usage, seen.reply)
    elif seen.tokens is not None:
        ledger.settle(usage=usage, tokens=seen.tokens)
    else:
        ledger.keep(usage=usage)


def _book_reply(usage: AIUsage, reply: Reply) -> None:
    """The answer may have come at a second try, of which the first may have been paid for as well."""
    book = ledger.keep if reply.is_cost_unknown else ledger.settle
    book(usage=usage, tokens=reply.tokens, request_id=reply.request_id)
