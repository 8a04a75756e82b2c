"""A detector's signal in words: what happened, what it means, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from analysis.analysts.rules import body_signals, load_signals, record_signals
from analysis.analysts.rules.own_word import EXPLAINED
from analysis.analysts.rules.topic import Topic, say
from analysis.analysts.rules.wording import Evidence, Wording, plainly, topic
from analysis.evidence import Pack, SignalFact, Value

PRESENT_DAYS = 7

WORDINGS: Mapping[str, Wording] = {
    **load_signals.WORDINGS,
    **body_signals.WORDINGS,
    **record_signals.WORDINGS,
}


def is_past(pack: Pack, signal: SignalFact) -> bool:
    """Whether it ended before the last week: still told over longer windows, but nothing to act on today."""
    return signal.end is not None and signal.end <= pack.end - timedelta(days=PRESENT_DAYS)


def topic_of(pack: Pack, signal: SignalFact) -> Topic:
    """The topic of one signal of the pack; of what is past it is told what happened, and no more.

    Kinds without words of their own get general ones.
    """
    found = _worded(pack, signal)
    if is_past(pack, signal):
        return replace(found, advice=None, question="", safety=None)
    return found if _is_worth_asking(signal) else replace(found, question="")


def _worded(pack: Pack, signal: SignalFact) -> Topic:
    evidence: dict[str, Value] = {}
    for value in map(pack.by_id.__getitem__, signal.refs):
        evidence.setdefault(value.metric, value)
    found = WORDINGS.get(signal.kind, _other)(signal, evidence)
    if signal.explained:
        return replace(found, claims=(*found.claims, say(EXPLAINED[signal.explained])), question="")
    return found


def _is_worth_asking(signal: SignalFact) -> bool:
    """Notes are not; that nothing came in is, since only the athlete knows why."""
    return signal.severity != "info" or signal.kind in ("detraining", "data_gap")


def _other(signal: SignalFact, evidence: Evidence) -> Topic:
    return topic(signal, "mixed", *(plainly(value) for value in evidence.values()))
