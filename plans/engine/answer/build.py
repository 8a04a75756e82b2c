"""From a plan to the answer of `make_plan`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plans.engine.answer.notes import notes
from plans.engine.answer.relaxed import relaxed
from plans.engine.plan import Plan
from plans.engine.rules import Session, Verdict
from plans.engine.rules.judged import total_load, total_minutes

DIGITS = 4


def answer(plan: Plan) -> dict[str, Any]:
    """Plain values; nothing in it depends on when or where the plan was made."""
    return {
        "status": plan.status,
        "blocking": list(plan.blocking),
        "relaxed": [*notes(plan), *relaxed(plan)],
        "phases": [
            {"name": phase.name, "start": phase.start.isoformat(), "end": phase.end.isoformat()}
            for phase in plan.judged.season.phases
        ],
        "weeks": _weeks(plan),
        "sessions": [_session(session) for session in plan.judged.sessions],
        "checks": checks(plan.verdicts),
        "score": round(plan.score, DIGITS),
        "forecast": _forecast(plan),
    }


def _weeks(plan: Plan) -> list[dict[str, Any]]:
    judged = plan.judged
    return [
        {
            "start": week.start.isoformat(),
            "target_load": targets.load,
            "load": total_load(judged.of(week)),
            "minutes": total_minutes(judged.of(week)),
            "kind": week.kind,
        }
        for week, targets in zip(judged.season.weeks, plan.targets, strict=True)
    ]


def _session(session: Session) -> dict[str, Any]:
    return {
        "date": session.day.isoformat(),
        "slot": session.slot,
        "sport": session.sport,
        "kind": session.kind,
        "minutes": session.minutes,
        "load": session.load,
        "hard": session.hard,
        "z1_min": session.z1_min,
        "z2_min": session.z2_min,
        "z3_min": session.z3_min,
        "text": session.text,
        "why": session.why,
    }


def checks(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """What every rule says, in the shape of the answer."""
    return [_check(verdict) for verdict in verdicts]


def _check(verdict: Verdict) -> dict[str, Any]:
    finding = verdict.finding
    threshold = list(finding.threshold) if isinstance(finding.threshold, tuple) else finding.threshold
    return {
        "rule": verdict.rule.number,
        "class": verdict.rule.kind,
        "applies": finding.applies,
        "value": None if finding.value is None else round(finding.value, DIGITS),
        "threshold": threshold,
        "passed": finding.passed if finding.applies else None,
    }


def _forecast(plan: Plan) -> list[dict[str, Any]]:
    series = plan.judged.series
    columns = zip(plan.judged.days, series.fitness, series.fatigue, series.form, strict=True)
    return [
        {
            "date": day.isoformat(),
            "fitness": round(float(fitness), DIGITS),
            "fatigue": round(float(fatigue), DIGITS),
            "form": round(float(form), DIGITS),
        }
        for day, fitness, fatigue, form in columns
    ]
