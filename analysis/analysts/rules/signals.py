"""A detector's signal in words: what happened, what it means, what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.analysts.rules import body_signals, load_signals, record_signals
from analysis.analysts.rules.topic import Topic
from analysis.analysts.rules.wording import Evidence, Wording, plainly, topic
from analysis.evidence import Pack, SignalFact, Value

WORDINGS: Mapping[str, Wording] = {
    **load_signals.WORDINGS,
    **body_signals.WORDINGS,
    **record_signals.WORDINGS,
}


def is_known(signal: SignalFact) -> bool:
    """Whether it was acknowledged, and is not so grave that it must be told all the same."""
    return signal.acknowledged and signal.severity != "act"


def topic_of(pack: Pack, signal: SignalFact) -> Topic:
    """The topic of one signal of the pack; kinds without words of their own get general ones."""
    evidence: dict[str, Value] = {}
    for value in map(pack.by_id.__getitem__, signal.refs):
        evidence.setdefault(value.metric, value)
    return WORDINGS.get(signal.kind, _other)(signal, evidence)


def _other(signal: SignalFact, evidence: Evidence) -> Topic:
    return topic(signal, "mixed", *(plainly(value) for value in evidence.values()))
