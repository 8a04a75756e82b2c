"""Honest sentences pass: a guard that cries wolf would leave nothing to read."""

from collections.abc import Iterator

import numpy as np
import pytest

from analysis.analysts.base import Claim, Draft
from analysis.analysts.rules import RulesAnalyst
from analysis.evidence import Pack
from analysis.grounding.verify import Where, violations
from tests.analysis.builders import build_pack, even_nights
from tests.analysis.grounding.honest import ADVICE, FINDINGS, HEADLINES
from tests.analysis.grounding.world import heavy_week

SENTENCES = [
    (where, claim)
    for where, claims in (("headline", HEADLINES), ("finding", FINDINGS), ("advice", ADVICE))
    for claim in claims
]


@pytest.mark.parametrize(("where", "claim"), SENTENCES, ids=lambda each: getattr(each, "template", each))
def test_an_honest_sentence_may_be_said(where, claim):
    assert violations(claim, heavy_week(), where=where) == []


def test_there_are_many_of_them():
    assert len(SENTENCES) >= 75


SEED, ATHLETES = 3, 60
UNCHECKED = {"number_word", "direction"}
"""The rules count in words, since code wrote them, and their headlines name signals without a value."""


def athletes() -> Iterator[Pack]:
    """Loads and nights by chance, the last week of the nights shifted."""
    chance = np.random.default_rng(SEED)
    for index in range(ATHLETES):
        days = int(chance.integers(10, 200))
        loads = chance.gamma(2, 40, days) * (chance.random(days) < 0.7)
        nights = even_nights(120)
        for name, (noise, shift) in {
            "resting_hr_bpm": (1, 4),
            "hrv_rmssd_ms": (5, 12),
            "sleep_s": (1_500, 3_000),
        }.items():
            week = (np.arange(120) > 112) * chance.normal(0, shift)
            nights[name] = nights[name] + chance.normal(0, noise, 120) + week
        yield build_pack(list(loads), nights=nights if index % 5 else None, zones_s=(3000.0, 400.0, 200.0))


def sentences(draft: Draft) -> Iterator[tuple[Where, Claim, str]]:
    yield "headline", draft.headline, ""
    yield from (("finding", claim, each.kind) for each in draft.findings for claim in each.claims)
    yield from (("advice", claim, "") for each in draft.recommendations for claim in each.claims)


def test_what_the_rules_say_is_called_by_its_name_and_time():
    """True sentences that nobody wrote for this guard."""
    told = [
        (where, claim, kind, pack)
        for pack in athletes()
        for where, claim, kind in sentences(RulesAnalyst().analyse(pack))
    ]
    found = {
        claim.template: codes
        for where, claim, kind, pack in told
        if (codes := {each.code for each in violations(claim, pack, where=where, kind=kind)} - UNCHECKED)
    }
    assert len(told) > 500
    assert found == {}


DOUBTFUL = {
    "Your days were much alike: monotony reached {monotony}, and a good mix of days stays below two.",
    "Even days wear more than the same load split into hard and easy ones.",
    "Fitness has held at {fitness} for four weeks.",
    "Much training and a body that no longer answers as usual: load of two weeks {a} (usually {a_usual}), "
    "resting heart rate of a week {b} (usually {b_usual}) and HRV of a week {c} (usually {c_usual}).",
}
"""General truths beside a value, and what is steady by the rules' wider band."""


def test_the_rules_hardly_point_the_wrong_way_by_the_guards_account():
    claims = [
        (claim, pack)
        for pack in athletes()
        for where, claim, _ in sentences(RulesAnalyst().analyse(pack))
        if where == "finding"
    ]
    wrong = {
        claim.template
        for claim, pack in claims
        if any(each.code == "direction" for each in violations(claim, pack, where="finding"))
    }
    assert wrong <= DOUBTFUL
