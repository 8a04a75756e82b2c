"""Everything that is known before Claude is asked: the rules' words, the evidence, the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from analysis.analysts.claude.schema import schema
from analysis.evidence import Pack, assemble, read
from analysis.evidence.layout import laid_out
from analysis.evidence.sending import Sent, text_of
from analysis.gateway.types import CacheTTL, Effort, Request
from analysis.models import Analysis, BatchItem
from analysis.prompting import Prompt, prompt_for, user_key
from analysis.selectors.analyses import WINDOW_DAYS
from analysis.selectors.preferences import preferences_of
from analysis.services.analysing import analyse
from athletes.models import Athlete
from metrics.models import Activity

MAX_TOKENS = {"brief": 3_000, "activity": 2_500, "weekly": 6_000, "asked": 6_000}
EFFORT: Effort = "medium"


@dataclass(frozen=True)
class Prepared:
    """Everything that is known before Claude is asked; `known` is its answer to this very evidence."""

    athlete: Athlete
    purpose: str
    pack: Pack
    sent: Sent
    prompt: Prompt
    request: Request
    known: Analysis | None
    activity: Activity | None = None
    today: date | None = None


def prepare(
    *,
    athlete: Athlete,
    purpose: str,
    days: int = WINDOW_DAYS,
    today: date | None = None,
    activity: Activity | None = None,
) -> Prepared:
    """The rules' analysis is stored first; then the evidence that may be sent, and the request.

    Raises ClaudeTokenLimitError.
    """
    analyse(athlete=athlete, days=days, today=today)
    pack = assemble(read(athlete=athlete, today=today or athlete.today(), days=days, for_ai=True))
    sent = text_of(pack)
    prompt = prompt_of(athlete, purpose)
    known = Analysis.objects.filter(
        athlete=athlete,
        purpose=purpose,
        activity=activity,
        engine=Analysis.Engine.CLAUDE,
        pack_sha256=pack.sha256,
        prompt_version=prompt.version,
    ).first()
    request = _request(athlete, purpose, prompt, sent.text)
    return Prepared(athlete, purpose, pack, sent, prompt, request, known, activity, today)


def request_of(item: BatchItem) -> Request:
    """The request of a review in a batch, from what was stored of it."""
    purpose = Analysis.Purpose.WEEKLY
    return _request(item.athlete, purpose, prompt_of(item.athlete, purpose), item.sent, cache_ttl="1h")


def prompt_of(athlete: Athlete, purpose: str) -> Prompt:
    """The prompt of that purpose in the athlete's tone."""
    return prompt_for("analysis", tone=preferences_of(athlete).tone, purpose=purpose)


def _request(
    athlete: Athlete, purpose: str, prompt: Prompt, sent: str, cache_ttl: CacheTTL = "5m"
) -> Request:
    return Request(
        model=settings.ANALYSIS_MODEL,
        system=prompt.text,
        messages=[{"role": "user", "content": sent}],
        schema=schema(),
        max_tokens=MAX_TOKENS[purpose],
        effort=EFFORT,
        cache_ttl=cache_ttl,
        user_key=user_key(athlete),
    )


def evidence_text(*, athlete: Athlete) -> str:
    """What would be sent now, laid out for reading."""
    pack = assemble(read(athlete=athlete, today=athlete.today(), days=WINDOW_DAYS, for_ai=True))
    return laid_out(text_of(pack).text)
