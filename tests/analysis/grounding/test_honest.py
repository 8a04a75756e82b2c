"""Honest sentences pass: a guard that cries wolf would leave nothing to read."""

import pytest

from analysis.grounding.verify import violations
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
