"""Whether stored answers still hold: every sentence of them is checked again, and nobody is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from analysis.analysts.base import Claim, Draft, Finding, Recommendation
from analysis.analysts.claude.convert import draft_of
from analysis.analysts.claude.parsing import parse
from analysis.analysts.rules import RulesAnalyst
from analysis.answer import fill
from analysis.errors import ClaudeParsingError
from analysis.evidence import Pack
from analysis.grounding.references import ground
from analysis.grounding.sifting import sift
from analysis.models import Analysis, AnalysisRecord


def replay(record: AnalysisRecord) -> list[str]:
    """What of an analysis would not be written like that today, by place; empty when it holds.

    It must come out of the raw answers, or of the rules, by the code as it is now. What a coach changed is
    left alone: the analyst's own words are checked. Where the rules stand instead of Claude, they are.
    """
    body = record.analysis.original or record.analysis.body
    pack, is_claude = Pack.from_json(record.analysis.pack), record.analysis.engine == Analysis.Engine.CLAUDE
    rules, _ = ground(RulesAnalyst().analyse(pack), pack)
    try:
        drafts = [rules, *(_drafts(record, pack) if is_claude else ())]
        allowed = {_words(fill(claim, pack)) for draft in drafts for claim in _claims(draft)}
    except ClaudeParsingError:
        return ["answer: it cannot be read"]
    return [f"{place}: {shown['text']}" for place, shown in _shown(body) if _words(shown) not in allowed]


def _drafts(record: AnalysisRecord, pack: Pack) -> Iterator[Draft]:
    """What holds of each answer. Raises ClaudeParsingError when none of them can be read."""
    failed: list[ClaudeParsingError] = []
    for text in record.raw_answers:
        try:
            sifted = sift(draft_of(parse(text), pack), pack)
        except ClaudeParsingError as error:
            failed.append(error)
            continue
        if sifted.draft is not None:
            yield sifted.draft
    if failed and len(failed) == len(record.raw_answers):
        raise failed[-1]


def _claims(draft: Draft) -> Iterable[Claim]:
    yield draft.headline
    parts: tuple[Finding | Recommendation, ...] = (*draft.findings, *draft.recommendations)
    for part in parts:
        yield from part.claims


def _shown(body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "headline", body["headline"]
    for part in (*body["findings"], *body["recommendations"]):
        for claim in part["claims"]:
            yield part["id"], claim


def _words(shown: dict[str, Any]) -> tuple[str, tuple[tuple[str, str, Any], ...]]:
    """Text and unrounded numbers of a sentence."""
    return shown["text"], tuple((each["ref"], each["op"], each["value"]) for each in shown["slots"])
