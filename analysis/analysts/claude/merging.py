"""What Claude may not leave out: what the rules found grave, and something to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.analysts.base import Draft, Finding, Recommendation, Safety
from analysis.analysts.rules import RulesAnalyst
from analysis.analysts.rules.own_word import is_about_training, what_stops
from analysis.evidence import Pack
from analysis.grounding.references import ground
from analysis.safety import triage


def with_rules(draft: Draft, pack: Pack) -> Draft:
    """The draft with what the rules found grave and it passed over, and with their safety notes.

    Whoever is ill or injured gets no advice on training but what the rules say.

    A draft without any advice gets the rules' first. Their ids do not clash: they begin with RF and RR.
    """
    draft = _heeding(draft, pack)
    rules, _ = ground(RulesAnalyst().analyse(pack), pack)
    told = {uid for finding in draft.findings for uid in finding.signal_uids}
    missed = [
        each for each in rules.findings if each.severity == "act" and not told.issuperset(each.signal_uids)
    ]
    advice = list(_advice_for(missed, rules))
    if not draft.recommendations and not advice:
        advice = list(rules.recommendations[:1])
        missed += [each for each in rules.findings if advice and each.id in advice[0].finding_ids]
    return replace(
        draft,
        findings=(*(_renamed(each) for each in missed), *draft.findings),
        recommendations=(*(_moved(each) for each in advice), *draft.recommendations),
        safety=tuple(dict.fromkeys((*_flagged(pack), *rules.safety, *draft.safety))),
    )


def _flagged(pack: Pack) -> Iterator[Safety]:
    """What the athlete's own notes and memories tell of, in reviewed words."""
    for text in (*(note.text for note in pack.notes), *(memory.text for memory in pack.memory)):
        yield from (Safety(alert.code, alert.advice) for alert in triage(text))


def _heeding(draft: Draft, pack: Pack) -> Draft:
    if what_stops(pack) is None:
        return draft
    kinds = {each.id: each.kind for each in draft.findings}
    kept = (
        each
        for each in draft.recommendations
        if not any(is_about_training(kinds.get(ref, "other"), each.category) for ref in each.finding_ids)
    )
    return replace(draft, recommendations=tuple(kept), workouts=())


def _advice_for(findings: list[Finding], rules: Draft) -> Iterator[Recommendation]:
    ids = {each.id for each in findings}
    return (each for each in rules.recommendations if ids.intersection(each.finding_ids))


def _renamed(finding: Finding) -> Finding:
    return replace(finding, id=f"R{finding.id}")


def _moved(advice: Recommendation) -> Recommendation:
    return replace(advice, id=f"R{advice.id}", finding_ids=tuple(f"R{each}" for each in advice.finding_ids))
