"""From what Claude answered to a draft: ids, days, signals and directions are of code, words of Claude."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from analysis.analysts.base import (
    Claim,
    Direction,
    Draft,
    Finding,
    Missing,
    Question,
    Recommendation,
    Safety,
    Severity,
    Slot,
)
from analysis.analysts.claude.schema import (
    FINDING_KINDS,
    AnalysisOut,
    ClaimOut,
    FindingOut,
    RecommendationOut,
)
from analysis.evidence import Pack, SignalFact
from analysis.grounding.directions import way_of
from analysis.safety import ADVICE

SEVERITIES: tuple[Severity, ...] = ("info", "watch", "act")
MONTH_AND_DAY = re.compile(r"(?:^|\D)(\d{1,2})-(\d{1,2})$")
MOST_FINDINGS, MOST_ADVICE, MOST_CLAIMS = 8, 6, 4
LONGEST_DAYS = 28


def draft_of(out: AnalysisOut, pack: Pack) -> Draft:
    """The whole answer but its workouts, which the planner has to check first."""
    today = pack.end - timedelta(days=1)
    findings = [_finding(index, each, pack) for index, each in enumerate(out.findings[:MOST_FINDINGS], 1)]
    ids = {each.id: found.id for each, found in zip(out.findings, findings, strict=False)}
    return Draft(
        headline=claim_of(out.headline),
        findings=tuple(findings),
        recommendations=tuple(
            _recommendation(index, each, ids, today)
            for index, each in enumerate(out.recommendations[:MOST_ADVICE], 1)
        ),
        safety=tuple(
            Safety(each.code, ADVICE[each.code])  # type: ignore[index]
            for each in out.safety
            if each.code in ADVICE
        ),
        questions=tuple(_questions(out.questions_for_athlete, pack)),
        missing=tuple(Missing(each.channel, len(each.missing)) for each in pack.channels if each.missing),
    )


def claim_of(out: ClaimOut) -> Claim:
    return Claim(" ".join(out.text.split()), tuple(Slot(each.slot, each.ref, each.op) for each in out.slots))


def direction_of(claims: Iterable[Claim], pack: Pack) -> Direction:
    """Where the cited values went, all together; flat when none is compared with anything."""
    values = [pack.get(slot.ref) for claim in claims for slot in claim.slots]
    ways = {way_of(value) for value in values if value is not None and value.baseline is not None}
    ways.discard("stable")
    if len(ways) > 1:
        return "mixed"
    return "up" if "up" in ways else "down" if "down" in ways else "flat"


def _finding(index: int, out: FindingOut, pack: Pack) -> Finding:
    claims = tuple(claim_of(each) for each in out.claims[:MOST_CLAIMS])
    claims += tuple(Claim(" ".join(text.split())) for text in out.alt_explanations[:1] if text.strip())
    kind = out.kind if out.kind in FINDING_KINDS else "other"
    signals = _signals(claims, kind, pack)
    uids = tuple(each.uid for each in signals)
    return Finding(
        id=f"F{index}",
        kind=kind,
        direction=direction_of(claims, pack),
        severity=_severity(out.severity, signals),
        confidence=out.confidence if uids or out.confidence == "low" else "medium",
        claims=claims,
        signal_uids=uids,
    )


def _signals(claims: Sequence[Claim], kind: str, pack: Pack) -> list[SignalFact]:
    """Detected signals of that kind, or whose values are cited: without one nothing is grave."""
    cited = {slot.ref for claim in claims for slot in claim.slots}
    return [each for each in pack.signals if each.kind == kind or cited.intersection(each.refs)]


def _severity(said: Severity, signals: Sequence[SignalFact]) -> Severity:
    """No graver than the gravest of its signals."""
    gravest = max((SEVERITIES.index(each.severity) for each in signals), default=0)
    return SEVERITIES[min(SEVERITIES.index(said), gravest)]


def _recommendation(index: int, out: RecommendationOut, ids: dict[str, str], today: date) -> Recommendation:
    begin = min(max(day_of(out.valid_from, today) or today, today), today + timedelta(days=LONGEST_DAYS))
    end = day_of(out.valid_to, today) or begin + timedelta(days=1)
    end = min(max(end, begin + timedelta(days=1)), begin + timedelta(days=LONGEST_DAYS))
    return Recommendation(
        id=f"R{index}",
        finding_ids=tuple(dict.fromkeys(ids[each] for each in out.finding_ids if each in ids)),
        category=out.category,
        priority=out.priority,
        confidence=out.confidence,
        valid_from=begin,
        valid_to=end,
        claims=tuple(claim_of(each) for each in out.claims[:MOST_CLAIMS]),
    )


def _questions(texts: Sequence[str], pack: Pack) -> Iterable[Question]:
    """One at most, and only about a signal that nothing explains yet."""
    open_signals = [each for each in pack.signals if not each.acknowledged and not each.explained]
    for text in texts[:1]:
        if open_signals:
            yield Question("Q1", " ".join(text.split()), open_signals[0].uid)


def day_of(text: str, today: date) -> date | None:
    """The day of month and day that is nearest to today: which year it is, nobody told the model."""
    found = MONTH_AND_DAY.search(text.strip())
    if found is None:
        return None
    month, day = int(found[1]), int(found[2])
    near = (_date(today.year + shift, month, day) for shift in (-1, 0, 1))
    return min((each for each in near if each), key=lambda each: abs(each - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
