"""No number without evidence: checks each sentence of a draft against its pack and drops what fails.

The numbers themselves are put in afterwards by `analysis.answer`, from the same values.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from analysis.analysts.base import Claim, Draft, Finding, Op, Recommendation, Slot
from analysis.evidence import Pack, Value

OPS = frozenset(get_args(Op.__value__))
SPEEDS = frozenset({"m/s"})
"""Shown as paces, whose difference is not the pace of the difference: they change by percent."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Report:
    """How many numbers were checked, how many sentences mended, and how many dropped."""

    checked: int
    repaired: int
    dropped: int


class UngroundedError(Exception):
    """The headline itself cites something the evidence does not hold, so there is no answer."""


def ground(draft: Draft, pack: Pack) -> tuple[Draft, Report]:
    """The draft without claims that fail, findings without claims and advice without findings.

    Raises UngroundedError when the headline fails.
    """
    if problems(draft.headline, pack):
        raise UngroundedError("; ".join(problems(draft.headline, pack)))
    findings = tuple(
        replace(each, claims=claims) for each in draft.findings if (claims := _sound(each.claims, pack))
    )
    kept = {each.id for each in findings}
    recommendations = tuple(
        replace(each, claims=claims, finding_ids=finding_ids)
        for each in draft.recommendations
        if (claims := _sound(each.claims, pack))
        and (finding_ids := tuple(ref for ref in each.finding_ids if ref in kept))
    )
    grounded = replace(draft, findings=findings, recommendations=recommendations)
    before, after = _claims(draft), _claims(grounded)
    checked = sum(len(claim.slots) for claim in before)
    return grounded, Report(checked, 0, len(before) - len(after))


def problems(claim: Claim, pack: Pack) -> list[str]:
    """What is wrong with a claim, in words for programs; empty when nothing is."""
    found = []
    if any(char.isdigit() for char in claim.template):
        found.append("digit in template")
    if Counter(PLACEHOLDER.findall(claim.template)) != Counter(slot.slot for slot in claim.slots):
        found.append("slots are not the placeholders")
    if len({slot.slot for slot in claim.slots}) < len(claim.slots):
        found.append("two slots have one name")
    found += [
        f"no {slot.op} of {slot.ref}" for slot in claim.slots if slot.op not in OPS or _of(slot, pack) is None
    ]
    return found


def resolve(value: Value, op: Op) -> float | date | None:
    """What a slot stands for; None when the value has no baseline to compare with.

    `delta` is value − baseline in the value's unit, `pct_change` the same in percent of the baseline's size,
    `date` the first day, `z` and `n` how far it is off in standard deviations and on how many rows it rests.
    """
    if op == "value":
        return value.value
    if op == "date":
        return value.start
    if op in ("z", "n"):
        return value.z if op == "z" else value.n
    if value.baseline is None:
        return None
    if op == "baseline":
        return value.baseline
    if op == "delta" and value.unit in SPEEDS:
        return None
    delta = value.value - value.baseline
    if op == "delta":
        return delta
    change = 100 * delta / abs(value.baseline) if value.baseline else math.nan
    return change if math.isfinite(change) else None


def _of(slot: Slot, pack: Pack) -> float | date | None:
    value = pack.get(slot.ref)
    return None if value is None else resolve(value, slot.op)


def _sound(claims: Iterable[Claim], pack: Pack) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if not problems(claim, pack))


def _claims(draft: Draft) -> list[Claim]:
    parts: tuple[Finding | Recommendation, ...] = (*draft.findings, *draft.recommendations)
    return [draft.headline, *(claim for part in parts for claim in part.claims)]
