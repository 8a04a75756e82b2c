"""A refusal is confirmed by the hard rules alone."""

from __future__ import annotations

from benchmarks.support.plan_possible import is_possible
from tests.plans.engine.wishes import rooms, spec


def test_one_open_day_is_enough_to_train() -> None:
    assert is_possible(spec(availability=rooms(sat=30), weeks=2))


def test_nothing_is_possible_on_closed_days() -> None:
    assert not is_possible(spec(blackouts=[{"start": "2027-01-01", "end": "2027-12-31"}], weeks=2))
