"""Honest sentences, spoilt: what a careless or hostile model would change is found."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from analysis.analysts.base import Claim, Op, Slot
from analysis.answer import fill
from analysis.evidence import Pack
from analysis.grounding.references import problems
from analysis.grounding.verify import violations
from tests.analysis.grounding.honest import FINDINGS, HEADLINES
from tests.analysis.grounding.world import heavy_week

CITING = [claim for claim in (*HEADLINES, *FINDINGS) if claim.slots]
SEED, DRAWS = 20261123, 40
MOST_SURVIVING = 0.02
FLIPS = {
    "above": "below",
    "below": "above",
    "up": "down",
    "down": "up",
    "higher": "lower",
    "lower": "higher",
    "more": "less",
    "less": "more",
    "risen": "fallen",
    "fallen": "risen",
    "rose": "fell",
    "fell": "rose",
    "dropped": "risen",
    "climbed": "dropped",
    "grown": "shrunk",
    "elevated": "reduced",
    "steady": "higher",
    "stable": "lower",
    "unchanged": "up",
}
OPS: tuple[Op, ...] = ("value", "baseline", "delta", "pct_change", "z", "n")


def shown(claim: Claim, pack: Pack) -> str:
    return str(fill(claim, pack)["text"])


def with_slot(claim: Claim, index: int, slot: Slot) -> Claim:
    slots = list(claim.slots)
    slots[index] = slot
    return replace(claim, slots=tuple(slots))


def other_references(pack: Pack) -> Iterator[tuple[Claim, Claim]]:
    """(honest, spoilt) where one reference was drawn from the whole pack and the text reads otherwise now."""
    chance, refs = random.Random(SEED), sorted(pack.by_id)
    for claim in CITING:
        for index, slot in enumerate(claim.slots):
            for ref in chance.sample(refs, DRAWS):
                spoilt = with_slot(claim, index, replace(slot, ref=ref))
                if not problems(spoilt, pack) and shown(spoilt, pack) != shown(claim, pack):
                    yield claim, spoilt


def test_of_references_drawn_at_random_hardly_one_survives() -> None:
    pack = heavy_week()
    drawn, survived = Counter[str](), Counter[str]()
    for honest, spoilt in other_references(pack):
        [index] = [at for at, slot in enumerate(spoilt.slots) if slot != honest.slots[at]]
        unit = pack.by_id[honest.slots[index].ref].unit
        drawn[unit] += 1
        survived[unit] += not violations(spoilt, pack, where="finding")
    total = sum(drawn.values())
    assert total > 1_000
    assert sum(survived.values()) / total <= MOST_SURVIVING / 4, (survived, drawn)
    assert {unit for unit in drawn if survived[unit] > MOST_SURVIVING * drawn[unit]} == set()


@pytest.mark.parametrize("claim", CITING, ids=lambda claim: claim.template)
def test_another_op_is_found(claim: Claim) -> None:
    """What reads the same is no lie; "{a}" as value where a difference belongs is one."""
    pack = heavy_week()
    for index, slot in enumerate(claim.slots):
        for op in OPS:
            spoilt = with_slot(claim, index, replace(slot, op=op))
            if op == slot.op or problems(spoilt, pack) or shown(spoilt, pack) == shown(claim, pack):
                continue
            if {op, slot.op} == {"delta", "pct_change"}:
                continue  # Both are true: five beats more, ten per cent more.
            assert violations(spoilt, pack, where="finding"), (op, slot)


def flipped(claim: Claim) -> Iterator[Claim]:
    """Denials aside: of what has not changed neither rise nor fall is true."""
    if re.search(r"\b(?:not|no|nor)\b", claim.template):
        return
    for found in re.finditer(r"\b(?:" + "|".join(FLIPS) + r")\b", claim.template):
        before, after = claim.template[: found.start()], claim.template[found.end() :]
        yield replace(claim, template=before + FLIPS[found[0]] + after)


@pytest.mark.parametrize("claim", CITING, ids=lambda claim: claim.template)
def test_every_flipped_direction_is_found(claim: Claim) -> None:
    for spoilt in flipped(claim):
        assert violations(spoilt, heavy_week(), where="finding"), spoilt.template
