"""Scripted models on a real server, through the real SDK: what they write, and what of it is shown."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from analysis.evaluation import references, shows
from analysis.evaluation.people import Somebody
from analysis.evaluation.personas.cast import EVERYBODY, LIARS
from analysis.evidence import Pack, assemble, read


@pytest.fixture
def records(ill: Somebody, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, shows.Record]:
    monkeypatch.setattr(shows, "SLOW_S", 0.2)
    return shows.played([ill], [1])


@pytest.fixture
def pack(healthy: Somebody) -> Pack:
    return assemble(read(athlete=healthy.athlete, today=healthy.truth.today, days=7, for_ai=True))


def test_nobody_gets_a_wrong_number_or_a_forbidden_word_past_the_checks(
    records: Mapping[str, shows.Record],
) -> None:
    assert set(records) == set(EVERYBODY)
    assert {name: record.wrong for name, record in records.items() if record.wrong} == {}
    assert {name: record.forbidden for name, record in records.items() if record.forbidden} == {}
    assert {name: record.unfounded for name, record in records.items() if record.unfounded} == {}
    assert all(gate.passed for gate in shows.gates(dict(records)).values())


def test_the_honest_model_is_believed_and_the_others_are_not(records: Mapping[str, shows.Record]) -> None:
    assert (records["honest"].by_claude, records["honest"].dropped) == (1, 0)
    assert [name for name in LIARS if name != "honest" and not records[name].dropped] == []
    assert (records["fencer"].by_claude, records["slow"].by_claude) == (1, 1)
    assert [records[name].by_claude for name in ("truncator", "refuser")] == [0, 0]
    assert all(record.delivered == record.analyses == 1 for record in records.values())


def test_a_wrong_reference_or_direction_seldom_survives(pack: Pack) -> None:
    found = references.gates([pack], range(2))

    assert len(references.honest_claims(pack)) > 20
    assert {name for name, gate in found.items() if not gate.passed} == set()
