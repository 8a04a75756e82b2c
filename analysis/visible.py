"""What is left of an analysis for someone who may not see everything it was written from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from analysis.analysts.base import Draft
from analysis.analysts.rules import RulesAnalyst
from analysis.analysts.rules.own_word import is_about_training, what_stops
from analysis.answer import answer
from analysis.evidence import Pack
from analysis.evidence.hiding import is_said_alike, needs_of_cited, without
from analysis.grounding.references import ground
from analysis.models import ChatProposal, Turn

PROPOSAL_NEEDS: Mapping[str, str] = {ChatProposal.Kind.WORKOUT: "plan", ChatProposal.Kind.FACT: "notes"}


def visible(shown: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """The answer with its `pack`, worded anew by the rules from what remains without `hidden` data classes.

    Leaving sentences out would not do: the headline speaks of whatever is gravest, and what was written from
    a note may tell it.
    """
    pack = Pack.from_json(shown["pack"])
    rest = without(pack, hidden)
    if rest == pack:
        return dict(shown)
    left = {"pack_sha256": rest.sha256, "pack": rest.to_json()}
    if is_said_alike(shown, pack, rest):
        return {**shown, **left}
    draft, report = ground(_heeding(RulesAnalyst().analyse(rest), pack), rest)
    return {
        **shown,
        **_with_states(answer(draft, rest, report), shown),
        "engine": RulesAnalyst.engine,
        "prompt_version": RulesAnalyst.prompt_version,
        **left,
    }


def spoken(turn: Turn, hidden: Collection[str]) -> Turn:
    """The turn, unsaved, without sentences and values that rest on `hidden` data classes.

    `kept_back` says how many sentences. One without a number is opened with the chat itself. `told_proposals`
    are those that may be read: a session is the plan's, a fact was said by the athlete.
    """
    needs = {each["id"]: needs_of_cited(each["id"], each["metric"], each["url"]) for each in turn.evidence}
    gone = {name for name, needed in needs.items() if not needed.isdisjoint(hidden)}
    left = [each for each in turn.answer if gone.isdisjoint(slot["ref"] for slot in each["slots"])]
    turn.kept_back = len(turn.answer) - len(left)  # type: ignore[attr-defined]
    proposals = [each for each in turn.proposals.all() if PROPOSAL_NEEDS[each.kind] not in hidden]
    turn.told_proposals = proposals  # type: ignore[attr-defined]
    turn.answer, turn.evidence = left, [each for each in turn.evidence if each["id"] not in gone]
    return turn


def _with_states(worded: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Advice of the same kind and category is the same advice, whatever its number is now."""
    states = {_sort(each, before): each["state"] for each in before["recommendations"]}
    advice = [
        {**each, "state": states.get(_sort(each, worded), each["state"])}
        for each in worded["recommendations"]
    ]
    return {**worded, "recommendations": advice}


def _sort(advice: Mapping[str, Any], body: Mapping[str, Any]) -> tuple[str, str]:
    kinds = {each["id"]: each["kind"] for each in body["findings"]}
    return kinds.get(advice["finding_ids"][0], ""), advice["category"]


def _heeding(draft: Draft, pack: Pack) -> Draft:
    """What a hidden marker forbids is not said either, and nobody asks what it explains; why is not told."""
    explained = {each.uid for each in pack.signals if each.explained}
    kinds = {each.id: each.kind for each in draft.findings}
    is_stopped = what_stops(pack) is not None
    return replace(
        draft,
        questions=tuple(each for each in draft.questions if each.about not in explained),
        recommendations=tuple(
            each
            for each in draft.recommendations
            if not (is_stopped and is_about_training(kinds[each.finding_ids[0]], each.category))
        ),
    )
