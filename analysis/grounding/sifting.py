"""A model's whole draft against the evidence: what holds is kept, what does not is named and left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.analysts.base import Claim, Draft, Finding, Question, Recommendation
from analysis.evidence import Pack
from analysis.grounding.verify import Violation, Where, text_violations, violations

MOST_DROPPED = 0.4


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation, and where it stands: "headline", "F2", "R1", "Q1" with the sentence."""

    place: str
    text: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """`draft` is None when its headline fell; `slots` is how many numbers were checked."""

    draft: Draft | None
    faults: tuple[Fault, ...]
    claims: int
    dropped: int
    slots: int

    @property
    def is_lost(self) -> bool:
        """Too little is left to be an answer: the headline fell, or over 40 % of the sentences."""
        return self.draft is None or self.dropped > MOST_DROPPED * self.claims


def sift(draft: Draft, pack: Pack) -> Sifted:
    """The draft without sentences that do not hold, findings without any, and advice without findings."""
    sieve = _Sieve(pack)
    headline = sieve.keep([draft.headline], "headline", "headline")
    findings = [
        _left(each, sieve.keep(each.claims, each.id, "finding", each.kind)) for each in draft.findings
    ]
    kept = tuple(each for each in findings if each is not None)
    ids = {each.id for each in kept}
    advice = tuple(_advice(draft.recommendations, ids, sieve))
    questions = tuple(each for each in draft.questions if sieve.keeps_text(each))
    rest = replace(draft, findings=kept, recommendations=advice, questions=questions) if headline else None
    parts: tuple[Finding | Recommendation, ...] = (*draft.findings, *draft.recommendations)
    total = [
        draft.headline,
        *(claim for each in parts for claim in each.claims),
    ]
    return Sifted(
        rest, tuple(sieve.faults), len(total), sieve.dropped, sum(len(claim.slots) for claim in total)
    )


class _Sieve:
    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.faults: list[Fault] = []
        self.dropped = 0

    def keep(self, claims: Iterable[Claim], place: str, where: Where, kind: str = "") -> tuple[Claim, ...]:
        kept = []
        for claim in claims:
            found = violations(claim, self._pack, where=where, kind=kind)
            self._tell(place, claim.template, found)
            if found:
                self.dropped += 1
            else:
                kept.append(claim)
        return tuple(kept)

    def keeps_text(self, question: Question) -> bool:
        found = text_violations(question.text)
        if not question.text.endswith("?"):
            found.append(Violation("question", "a question ends with a question mark"))
        self._tell(question.id, question.text, found)
        return not found

    def lost(self, place: str, claims: Iterable[Claim], code: str, message: str) -> None:
        """Sentences that hold but stand on nothing."""
        for claim in claims:
            self.dropped += 1
            self._tell(place, claim.template, [Violation(code, message)])

    def _tell(self, place: str, text: str, found: Iterable[Violation]) -> None:
        self.faults += [Fault(place, text, each.code, each.message) for each in found]


def _left(finding: Finding, claims: tuple[Claim, ...]) -> Finding | None:
    """A finding cites something: words alone are an opinion."""
    return replace(finding, claims=claims) if any(claim.slots for claim in claims) else None


def _advice(
    recommendations: Iterable[Recommendation], findings: set[str], sieve: _Sieve
) -> Iterable[Recommendation]:
    for each in recommendations:
        behind = tuple(ref for ref in each.finding_ids if ref in findings)
        claims = sieve.keep(each.claims, each.id, "advice")
        if claims and behind:
            yield replace(each, finding_ids=behind, claims=claims)
        elif claims:
            sieve.lost(each.id, claims, "no_finding", "advice rests on a finding that holds")
