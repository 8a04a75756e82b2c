"""Having Claude explain: rules first, one question, every sentence checked, one repair, else the rules."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date

from analysis.analysts.claude.convert import draft_of
from analysis.analysts.claude.parsing import parse
from analysis.analysts.claude.schema import AnalysisOut
from analysis.errors import AIAnalysisError, ClaudeParsingError, GroundingError
from analysis.evidence import Pack
from analysis.evidence.sending import Sent
from analysis.gateway.types import Reply, Tokens
from analysis.grounding.sifting import Sifted, sift
from analysis.models import Analysis, BatchItem
from analysis.selectors.analyses import WINDOW_DAYS
from analysis.services import asking
from analysis.services.analysing import analyse
from analysis.services.keeping import Answered, keep, keep_rejected, was_sent
from analysis.services.preparing import Prepared, prepare, prompt_of, request_of
from analysis.services.ready import tell_ready
from athletes.models import Athlete
from metrics.models import Activity

DEADLINE_S = 90.0
LEAST_FOR_REPAIR_S = 8.0
LONGEST_ANSWER_BACK = 12_000
MOST_FAULTS_BACK = 20


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
    try:
        asking.check_may_ask(athlete)
        prepared = prepare(athlete=athlete, purpose=purpose, days=days, today=today, activity=activity)
        if prepared.known is not None:
            return prepared.known
    except AIAnalysisError as error:
        return analyse(
            athlete=athlete,
            purpose=purpose,
            days=days,
            today=today,
            activity=activity,
            instead_of_claude=error.user_message,
        )
    answered = Answered(prepared)
    try:
        reply = _asked(answered, begun)
    except AIAnalysisError as error:
        return keep_rejected(answered, fall_back(prepared, error), error)
    return _concluded(answered, reply, begun)


def _asked(answered: Answered, begun: float) -> Reply:
    """The answer; what is not the JSON that was asked for may still hold it, and can be repaired."""
    prepared = answered.prepared
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
        answered.pay(error)
        return _unread(prepared, error)
    answered.usages.append(usage)
    return reply


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


def explain_now(*, athlete_id: int, days: int = WINDOW_DAYS) -> Analysis | None:
    """What somebody asked for, told when it is there; None when the athlete is gone."""
    athlete = Athlete.objects.select_related("user").filter(pk=athlete_id).first()
    if athlete is None:
        return None
    analysis = explain(athlete=athlete, purpose=Analysis.Purpose.ASKED, days=days)
    tell_ready(analysis)
    return analysis


def conclude(item: BatchItem, reply: Reply) -> Analysis:
    """What came back of a batch, checked like any other answer; the repair is asked for by itself."""
    purpose = Analysis.Purpose.WEEKLY
    pack, prompt = Pack.from_json(item.pack), prompt_of(item.athlete, purpose)
    sent = Sent(item.sent, tuple(item.shrink_steps), 0)
    prepared = Prepared(item.athlete, purpose, pack, sent, prompt, request_of(item), None)
    answered = Answered(prepared, usages=[item.usage] if item.usage else [])
    return _concluded(answered, reply, time.monotonic())


def fall_back(prepared: Prepared, error: AIAnalysisError) -> Analysis:
    """The rules' words, and why."""
    return analyse(
        athlete=prepared.athlete,
        purpose=prepared.purpose,
        activity=prepared.activity,
        days=(prepared.pack.end - prepared.pack.start).days,
        today=prepared.today,
        instead_of_claude=error.user_message,
    )


def _left(begun: float) -> float:
    return DEADLINE_S - (time.monotonic() - begun)


def _concluded(answered: Answered, reply: Reply, begun: float) -> Analysis:
    """The analysis by Claude, or the rules' with what Claude wrote in its record."""
    try:
        return _held(answered, reply, begun)
    except AIAnalysisError as error:
        return keep_rejected(answered, fall_back(answered.prepared, error), error)


def _held(answered: Answered, reply: Reply, begun: float) -> Analysis:
    """Parsed, sifted, repaired once where that helps. Raises AIAnalysisError when too little holds."""
    answered.take(reply)
    out, sifted, problem = _read(reply, answered.prepared.pack)
    if problem or (sifted is not None and sifted.faults):
        answered.faults = sifted.faults if sifted else ()
        better_out, better = _repaired(answered, reply, problem, begun)
        if better is not None and (sifted is None or _is_better(better, sifted)):
            answered.repaired = max(0, (sifted.dropped if sifted else better.claims) - better.dropped)
            answered.mended = better.faults
            out, sifted = better_out, better
    if out is None or sifted is None:
        raise ClaudeParsingError
    if sifted.is_lost or sifted.draft is None:
        raise GroundingError
    return keep(answered, out, sifted.draft, sifted)


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
    answered: Answered, reply: Reply, problem: str, begun: float
) -> tuple[AnalysisOut | None, Sifted | None]:
    """Ask once more with what was wrong; nothing where there is neither time nor money for it."""
    prepared = answered.prepared
    if _left(begun) < LEAST_FOR_REPAIR_S:
        return None, None
    wrong: Sequence[Mapping[str, str]] = [asdict(each) for each in answered.faults[:MOST_FAULTS_BACK]]
    besides = {
        "your_answer": reply.text[:LONGEST_ANSWER_BACK],
        "violations": [{"place": "answer", "message": problem}] if problem else wrong,
        "task": "Answer again, whole, in the same schema, with every violation mended or left out.",
    }
    answered.repair = _compact(besides)
    text = _compact({"evidence": json.loads(prepared.sent.text), **besides})
    request = replace(prepared.request, messages=[{"role": "user", "content": text}])
    try:
        again, usage = asking.ask(
            athlete=prepared.athlete, purpose=prepared.purpose, request=request, deadline_s=_left(begun)
        )
    except AIAnalysisError as error:
        answered.pay(error)
        answered.repair = answered.repair if was_sent(error) else ""
        return None, None
    answered.usages.append(usage)
    answered.take(again)
    out, sifted, _ = _read(again, prepared.pack)
    return out, sifted


def _compact(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
