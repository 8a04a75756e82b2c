"""Single signals in the words of the rules, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from analysis.analysts.base import Claim, Safety
from analysis.analysts.rules.signals import topic_of
from analysis.answer import fill
from analysis.evidence import Pack, Value
from analysis.evidence.links import Links
from analysis.evidence.signals import facts_of
from analysis.grounding.references import problems
from analysis.shown import show, show_change
from analysis.words import KINDS, label_of
from athletes.models import Athlete
from config.core.formatting import Units
from metrics.models import Signal
from metrics.selectors.signals import as_row


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One value with what is usual, and how far apart they are, in words; "" where nothing is known."""

    label: str
    date: date
    shown: str
    usual: str
    difference: str
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """`happened` and `means` are CLAIMs, `advice` is one or None."""

    signal: Signal
    title: str
    happened: dict[str, Any]
    means: list[dict[str, Any]]
    advice: dict[str, Any] | None
    question: str
    safety: Safety | None
    evidence: list[EvidenceRow]


def tell_all(athlete: Athlete, signals: Sequence[Signal], today: date) -> list[Told]:
    """Each signal in the words that the analyst would use for it, in the order given."""
    rows = [as_row(signal) for signal in signals]
    facts = list(facts_of(rows, Links(athlete.uid), today))
    pack = Pack(
        start=min((row.start for row in rows), default=today),
        end=today + timedelta(days=1),
        units=athlete.units,
        values=tuple(value for _, values in facts for value in values),
        signals=tuple(fact for fact, _ in facts),
    )
    return [
        _told(signal, pack, index, values)
        for index, (signal, (_, values)) in enumerate(zip(signals, facts, strict=True))
    ]


def _told(signal: Signal, pack: Pack, index: int, values: Sequence[Value]) -> Told:
    topic = topic_of(pack, pack.signals[index])
    happened, *means = _sound(pack, *topic.claims)
    advice = _sound(pack, topic.advice.claim) if topic.advice else []
    return Told(
        signal=signal,
        title=KINDS.get(signal.kind, signal.kind.replace("_", " ").capitalize()),
        happened=happened,
        means=means,
        advice=advice[0] if advice else None,
        question=topic.question,
        safety=topic.safety,
        evidence=[_evidence(value, cast(Units, pack.units)) for value in values],
    )


def _sound(pack: Pack, *claims: Claim) -> list[dict[str, Any]]:
    return [fill(claim, pack) for claim in claims if not problems(claim, pack)]


def _evidence(value: Value, units: Units) -> EvidenceRow:
    usual = "" if value.baseline is None else show(value.baseline, value.metric, value.unit, units)
    return EvidenceRow(
        label=label_of(value.metric),
        date=value.start,
        shown=show(value.value, value.metric, value.unit, units),
        usual=usual,
        difference=_difference(value, units),
        url=value.url,
    )


def _difference(value: Value, units: Units) -> str:
    if value.baseline is None or value.value == value.baseline:
        return ""
    change = value.value - value.baseline
    if value.unit == "m/s":
        # A difference of paces is not the pace of the difference.
        percent = show_change(100 * change / value.baseline, "%", units)
        return f"{percent} {'faster' if change > 0 else 'slower'}"
    shown = show_change(change, value.unit, units, value.metric)
    return f"{shown} {'more' if change > 0 else 'less'}"
