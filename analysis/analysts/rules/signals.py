"""A detector's signal in words: what happened, what it means, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.analysts.rules import body_signals, load_signals, record_signals
from analysis.analysts.rules.own_word import EXPLAINED
from analysis.analysts.rules.topic import Topic, say
from analysis.analysts.rules.wording import Evidence, Wording, plainly, topic
from analysis.evidence import Pack, SignalFact, Value

WORDINGS: Mapping[str, Wording] = {
    **load_signals.WORDINGS,
    **body_signals.WORDINGS,
    **record_signals.WORDINGS,
}


def topic_of(pack: Pack, signal: SignalFact) -> Topic:
    """The topic of one signal of the pack; kinds without words of their own get general ones."""
    evidence: dict[str, Value] = {}
    for value in map(pack.by_id.__getitem__, signal.refs):
        evidence.setdefault(value.metric, value)
    found = WORDINGS.get(signal.kind, _other)(signal, evidence)
    if signal.explained:
        return replace(found, claims=(*found.claims, say(EXPLAINED[signal.explained])), question="")
    return found if _is_worth_asking(signal) else replace(found, question="")


def _is_worth_asking(signal: SignalFact) -> bool:
    """Notes are not; that nothing came in is, since only the athlete knows why."""
    return signal.severity != "info" or signal.kind in ("detraining", "data_gap")


def _other(signal: SignalFact, evidence: Evidence) -> Topic:
    return topic(signal, "mixed", *(plainly(value) for value in evidence.values()))
