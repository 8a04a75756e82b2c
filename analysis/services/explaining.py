"""Having Claude explain: rules first, one question, every sentence checked, one repair, else the rules."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import transaction

from analysis.analysts.base import Draft
from analysis.analysts.claude.convert import draft_of
from analysis.analysts.claude.merging import with_rules
from analysis.analysts.claude.parsing import parse
from analysis.analysts.claude.schema import AnalysisOut, schema, schema_sha256
from analysis.answer import answer
from analysis.errors import AIAnalysisError, ClaudeParsingError, GroundingError
from analysis.evidence import Pack, assemble, read
from analysis.evidence.sending import Sent, text_of
from analysis.gateway.types import Reply, Request, Tokens
from analysis.grounding.references import Report
from analysis.grounding.sifting import Fault, Sifted, sift
from analysis.models import AIUsage, Analysis, AnalysisRecord, BatchItem
from analysis.prompting import Prompt, prompt_for, stored, user_key
from analysis.selectors.analyses import WINDOW_DAYS
from analysis.selectors.preferences import preferences_of
from analysis.selectors.reviews import waits_for_coach
from analysis.services import asking, ledger
from analysis.services.analysing import analyse
from analysis.services.proposed_workouts import checked_workouts
from analysis.services.ready import tell_ready
from athletes.models import Athlete
from config.core import cache
from metrics.models import Activity

DEADLINE_S = 90.0
LEAST_FOR_REPAIR_S = 8.0
MAX_TOKENS = {"brief": 3_000, "activity": 2_500, "weekly": 6_000, "asked": 6_000}
EFFORT = "medium"
LONGEST_ANSWER_BACK = 12_000
MOST_FAULTS_BACK = 20
SDK = version("anthropic")


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


@dataclass
class _Answered:
    """What has come back so far."""

    prepared: Prepared
    texts: list[str]
    request_ids: list[str]
    models: list[str]
    latency_ms: int = 0
    faults: tuple[Fault, ...] = ()
    mended: tuple[Fault, ...] = ()
    repaired: int = 0

    def take(self, reply: Reply) -> None:
        self.texts.append(reply.text)
        self.request_ids.append(reply.request_id)
        self.models.append(reply.model)
        self.latency_ms += reply.latency_ms


def explain(
    *,
    athlete: Athlete,
    purpose: str,
    days: int = WINDOW_DAYS,
    today: date | None = None,
    activity: Activity | None = None,
) -> Analysis:
    """Claude's analysis, or the rules' with status "fallback" and the reason; never an AIAnalysisError.

    Ends within 90 seconds. Identical evidence gets the stored answer. Must not run inside a transaction.
    """
    begun = time.monotonic()
    rules = {"athlete": athlete, "purpose": purpose, "days": days, "today": today, "activity": activity}
    try:
        asking.check_may_ask(athlete)
        prepared = prepare(athlete=athlete, purpose=purpose, days=days, today=today, activity=activity)
        if prepared.known is not None:
            return prepared.known
        reply, usages = _asked(prepared, begun)
        return _concluded(prepared, reply, usages, begun)
    except AIAnalysisError as error:
        return analyse(**rules, instead_of_claude=error.user_message)


def _asked(prepared: Prepared, begun: float) -> tuple[Reply, list[AIUsage]]:
    """The answer; what is not the JSON that was asked for may still hold it, and can be repaired."""
    try:
        reply, usage = asking.ask(
            athlete=prepared.athlete,
            purpose=prepared.purpose,
            request=prepared.request,
            deadline_s=_left(begun),
        )
    except ClaudeParsingError as error:
        if not error.raw_text:
            raise
        return _unread(prepared, error), []
    return reply, [usage]


def _unread(prepared: Prepared, error: ClaudeParsingError) -> Reply:
    return Reply(
        text=error.raw_text,
        blocks=(),
        stop_reason=error.stop_reason,
        tokens=error.tokens or Tokens(),
        request_id=error.request_id,
        model=prepared.request.model,
        latency_ms=0,
    )


def explain_now(*, athlete_id: int) -> Analysis | None:
    """What somebody asked for, told when it is there; None when the athlete is gone."""
    athlete = Athlete.objects.select_related("user").filter(pk=athlete_id).first()
    if athlete is None:
        return None
    analysis = explain(athlete=athlete, purpose=Analysis.Purpose.ASKED)
    tell_ready(analysis)
    return analysis


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
    prompt = _prompt(athlete, purpose)
    known = Analysis.objects.filter(
        athlete=athlete,
        purpose=purpose,
        activity=activity,
        engine=Analysis.Engine.CLAUDE,
        pack_sha256=pack.sha256,
        prompt_version=prompt.version,
    ).first()
    request = _request(athlete, purpose, prompt, sent.text)
    return Prepared(athlete, purpose, pack, sent, prompt, request, known, activity)


def request_of(item: BatchItem) -> Request:
    """The request of a review in a batch, from what was stored of it."""
    purpose = Analysis.Purpose.WEEKLY
    return _request(item.athlete, purpose, _prompt(item.athlete, purpose), item.sent, cache_ttl="1h")


def conclude(item: BatchItem, reply: Reply) -> Analysis:
    """What came back of a batch, checked like any other answer; the repair is asked for by itself."""
    purpose = Analysis.Purpose.WEEKLY
    pack, prompt = Pack.from_json(item.pack), _prompt(item.athlete, purpose)
    sent = Sent(item.sent, tuple(item.shrink_steps), 0)
    prepared = Prepared(item.athlete, purpose, pack, sent, prompt, request_of(item), None)
    try:
        return _concluded(prepared, reply, [item.usage] if item.usage else [], time.monotonic())
    except AIAnalysisError as error:
        return fall_back(prepared, error)


def fall_back(prepared: Prepared, error: AIAnalysisError) -> Analysis:
    """The rules' words, and why."""
    return analyse(
        athlete=prepared.athlete,
        purpose=prepared.purpose,
        activity=prepared.activity,
        days=(prepared.pack.end - prepared.pack.start).days,
        instead_of_claude=error.user_message,
    )


def check_again(record: AnalysisRecord) -> Sifted:
    """The last stored answer against its stored evidence, without asking anybody. Raises ClaudeParsingError."""
    pack = Pack.from_json(record.analysis.pack)
    return sift(draft_of(parse(record.raw_answers[-1]), pack), pack)


def _prompt(athlete: Athlete, purpose: str) -> Prompt:
    return prompt_for("analysis", tone=preferences_of(athlete).tone, purpose=purpose)


def _request(athlete: Athlete, purpose: str, prompt: Prompt, sent: str, cache_ttl: Any = "5m") -> Request:
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


def _left(begun: float) -> float:
    return DEADLINE_S - (time.monotonic() - begun)


def _concluded(prepared: Prepared, reply: Reply, usages: list[AIUsage], begun: float) -> Analysis:
    """Parsed, sifted, repaired once where that helps. Raises AIAnalysisError when too little holds."""
    answered = _Answered(prepared, [], [], [])
    answered.take(reply)
    out, sifted, problem = _read(reply, prepared.pack)
    if problem or (sifted is not None and sifted.faults):
        answered.faults = sifted.faults if sifted else ()
        again = _repaired(prepared, reply, problem, answered, usages, begun)
        if again is not None:
            better_out, better, _ = again
            if (
                better is not None
                and better_out is not None
                and (sifted is None or _is_better(better, sifted))
            ):
                answered.repaired = max(0, (sifted.dropped if sifted else better.claims) - better.dropped)
                answered.mended = better.faults
                out, sifted = better_out, better
    if out is None or sifted is None:
        raise ClaudeParsingError
    if sifted.is_lost or sifted.draft is None:
        raise GroundingError
    return _stored(answered, out, sifted.draft, sifted, usages)


def _read(reply: Reply, pack: Pack) -> tuple[AnalysisOut | None, Sifted | None, str]:
    """The answer, what holds of it, and what is wrong with its shape."""
    try:
        out = parse(reply.text, stop_reason=reply.stop_reason)
    except ClaudeParsingError:
        return None, None, "the answer was not one JSON object of the schema"
    return out, sift(draft_of(out, pack), pack), ""


def _is_better(after: Sifted, before: Sifted) -> bool:
    return after.draft is not None and (before.draft is None or after.dropped < before.dropped)


def _repaired(
    prepared: Prepared,
    reply: Reply,
    problem: str,
    answered: _Answered,
    usages: list[AIUsage],
    begun: float,
) -> tuple[AnalysisOut | None, Sifted | None, str] | None:
    """Ask once more with what was wrong; None where there is neither time nor money for it."""
    if _left(begun) < LEAST_FOR_REPAIR_S:
        return None
    wrong: Sequence[Mapping[str, str]] = [asdict(each) for each in answered.faults[:MOST_FAULTS_BACK]]
    content = {
        "evidence": json.loads(prepared.sent.text),
        "your_answer": reply.text[:LONGEST_ANSWER_BACK],
        "violations": [{"place": "answer", "message": problem}] if problem else wrong,
        "task": "Answer again, whole, in the same schema, with every violation mended or left out.",
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    request = replace(prepared.request, messages=[{"role": "user", "content": text}])
    try:
        again, usage = asking.ask(
            athlete=prepared.athlete, purpose=prepared.purpose, request=request, deadline_s=_left(begun)
        )
    except AIAnalysisError:
        return None
    usages.append(usage)
    answered.take(again)
    return _read(again, prepared.pack)


def _stored(
    answered: _Answered, out: AnalysisOut, draft: Draft, sifted: Sifted, usages: Sequence[AIUsage]
) -> Analysis:
    prepared = answered.prepared
    workouts = checked_workouts(prepared.athlete, out.workouts, prepared.pack)
    whole = with_rules(replace(draft, workouts=workouts), prepared.pack)
    report = Report(sifted.slots, answered.repaired, sifted.dropped)
    body = answer(whole, prepared.pack, report)
    body["cost_usd"] = float(sum((usage.cost_usd for usage in usages), Decimal(0)))
    waits = waits_for_coach(prepared.athlete)
    values = {
        "reason": "",
        "pack": prepared.pack.to_json(),
        "body": body,
        "review": Analysis.Review.WAITING if waits else Analysis.Review.NONE,
    }
    with transaction.atomic():
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
        cache.forget(prepared.athlete.pk)
    for usage in usages:
        ledger.attribute(usage=usage, analysis=analysis)
    return analysis


def _record(analysis: Analysis, answered: _Answered) -> None:
    prepared = answered.prepared
    AnalysisRecord.objects.create(
        analysis=analysis,
        prompt=stored(prepared.prompt, schema_sha256=schema_sha256()),
        model=answered.models[-1],
        sdk_version=SDK,
        effort=EFFORT,
        sent=prepared.sent.text,
        raw_answers=answered.texts,
        report={
            "faults": [asdict(each) for each in answered.faults],
            "left_after_repair": [asdict(each) for each in answered.mended],
        },
        shrink_steps=list(prepared.sent.shrink_steps),
        request_ids=answered.request_ids,
        latency_ms=answered.latency_ms,
    )
