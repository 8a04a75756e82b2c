"""An answer of Claude that held becomes an analysis, with everything that it came from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.db.models import Sum

from analysis.analysts.base import Draft
from analysis.analysts.claude.merging import with_rules
from analysis.analysts.claude.schema import AnalysisOut, schema_sha256
from analysis.answer import answer
from analysis.errors import (
    AIAnalysisError,
    AIUnavailableError,
    BudgetExceededError,
    ClaudeAuthError,
    ClaudeBillingError,
    ClaudePausedError,
    ConsentWithdrawnError,
    NotConsentedError,
    PriceUnknownError,
)
from analysis.gateway.types import Reply
from analysis.grounding.references import Report
from analysis.grounding.sifting import Fault, Sifted
from analysis.models import AIUsage, Analysis, AnalysisRecord
from analysis.prompting import stored
from analysis.selectors.preferences import has_consented
from analysis.selectors.reviews import waits_for_coach
from analysis.services import ledger
from analysis.services.preparing import EFFORT, Prepared
from analysis.services.proposed_workouts import checked_workouts
from analysis.services.questions import put_questions
from config.core import cache

SDK = version("anthropic")
UNSENT = (NotConsentedError, AIUnavailableError, BudgetExceededError, PriceUnknownError, ClaudePausedError)
"""After these nothing has left the house."""

UNHEARD = (ClaudeAuthError, ClaudeBillingError)
"""After these only where the service gave the request a name: else every key was resting."""


@dataclass
class Answered:
    """What has come back so far."""

    prepared: Prepared
    texts: list[str] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    latency_ms: int = 0
    faults: tuple[Fault, ...] = ()
    mended: tuple[Fault, ...] = ()
    repaired: int = 0
    repair: str = ""
    usages: list[AIUsage] = field(default_factory=list)

    def take(self, reply: Reply) -> None:
        self.texts.append(reply.text)
        self.request_ids.append(reply.request_id)
        self.models.append(reply.model)
        self.latency_ms += reply.latency_ms

    def pay(self, error: AIAnalysisError) -> None:
        """A try that failed has its row in the ledger too."""
        if error.usage_id is not None and error.usage_id not in {usage.pk for usage in self.usages}:
            self.usages.extend(AIUsage.objects.filter(pk=error.usage_id))


def keep(answered: Answered, out: AnalysisOut, draft: Draft, sifted: Sifted) -> Analysis:
    """Stored once per evidence, with its record; a draft where a coach looks at it first.

    Raises ConsentWithdrawnError where leave was taken back while Claude was writing.
    """
    prepared = answered.prepared
    workouts = checked_workouts(prepared.athlete, out.workouts, prepared.pack)
    whole = with_rules(replace(draft, workouts=workouts), prepared.pack)
    report = Report(sifted.slots, answered.repaired, sifted.dropped)
    body = answer(whole, prepared.pack, report)
    body["cost_usd"] = float(sum((usage.cost_usd for usage in answered.usages), Decimal(0)))
    waits = waits_for_coach(prepared.athlete, prepared.pack)
    values = {
        "reason": "",
        "pack": prepared.pack.to_json(),
        "body": body,
        "review": Analysis.Review.WAITING if waits else Analysis.Review.NONE,
    }
    with transaction.atomic():
        _check_leave(prepared)
        analysis, is_new = Analysis.objects.get_or_create(
            athlete=prepared.athlete,
            purpose=prepared.purpose,
            activity=prepared.activity,
            engine=Analysis.Engine.CLAUDE,
            status=Analysis.Status.DRAFT if waits else Analysis.Status.OK,
            start=prepared.pack.start,
            end=prepared.pack.end,
            pack_sha256=prepared.pack.sha256,
            prompt_version=prepared.prompt.version,
            defaults=values,
        )
        if is_new:
            _record(analysis, answered)
            if not waits:
                put_questions(analysis=analysis)
        cache.forget(prepared.athlete.pk)
    _attribute(answered, analysis)
    return analysis


def keep_rejected(answered: Answered, analysis: Analysis, error: AIAnalysisError) -> Analysis:
    """What Claude wrote and nobody is shown, if anything, with the rules' analysis that stands in its place.

    The evidence is kept with it, since the rules may have seen other values, and what went wrong.
    """
    answered.pay(error)
    if error.request_id and error.request_id not in answered.request_ids:
        answered.request_ids.append(error.request_id)
    _record(
        analysis,
        answered,
        pack=answered.prepared.pack.to_json(),
        error={"code": error.code, "message": error.message, "is_cost_unknown": error.is_cost_unknown},
        was_sent=was_sent(error),
    )
    _attribute(answered, analysis)
    _add_cost(analysis)
    return analysis


def _add_cost(analysis: Analysis) -> None:
    """What all that failed has cost: one row stands for every try about the same evidence."""
    spent = AIUsage.objects.filter(analysis=analysis).aggregate(sum=Sum("cost_usd"))["sum"]
    cost_usd = float(spent or 0)
    if analysis.body["cost_usd"] != cost_usd:
        analysis.body["cost_usd"] = cost_usd
        analysis.save(update_fields=["body"])


def _check_leave(prepared: Prepared) -> None:
    if not has_consented(prepared.athlete):
        raise ConsentWithdrawnError


def was_sent(error: AIAnalysisError) -> bool:
    """Whether anything left the house before this went wrong."""
    return not isinstance(error, UNSENT) and (bool(error.request_id) or not isinstance(error, UNHEARD))


def _attribute(answered: Answered, analysis: Analysis) -> None:
    for usage in answered.usages:
        ledger.attribute(usage=usage, analysis=analysis)


def _record(analysis: Analysis, answered: Answered, **report: Any) -> None:
    """Nothing without leave: what was sent is erased with it, and must not come back."""
    prepared = answered.prepared
    if not has_consented(prepared.athlete):
        return
    values = {
        "prompt": stored(prepared.prompt, schema_sha256=schema_sha256()),
        "model": (answered.models or [prepared.request.model])[-1],
        "sdk_version": SDK,
        "effort": EFFORT,
        "sent": prepared.sent.text,
        "raw_answers": answered.texts,
        "report": {
            "faults": [asdict(each) for each in answered.faults],
            "left_after_repair": [asdict(each) for each in answered.mended],
            "repair": answered.repair,
            **report,
        },
        "shrink_steps": list(prepared.sent.shrink_steps),
        "request_ids": answered.request_ids,
        "latency_ms": answered.latency_ms,
    }
    AnalysisRecord.objects.update_or_create(analysis=analysis, defaults=values)
