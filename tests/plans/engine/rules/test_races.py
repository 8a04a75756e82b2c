from __future__ import annotations

import pytest

from plans.engine.rules.races import races
from tests.plans.engine.wishes import judged, race, session

SUNDAY = 13
DAY = "2027-01-17"


@pytest.mark.parametrize("priority", ["A", "B"])
def test_18_two_days_before_a_race_nothing_is_key(priority: str) -> None:
    def value(*sessions: object) -> float | None:
        return races(judged(sessions, races=[race(DAY, priority, 5_000)])).value  # type: ignore[arg-type]

    assert value(session(SUNDAY - 3, kind="tempo"), session(SUNDAY - 2), session(SUNDAY - 1, 30)) == 0
    assert value(session(SUNDAY - 2, kind="tempo")) == 1
    assert value(session(SUNDAY - 2, kind="long")) == 1
    assert value(session(SUNDAY - 1, 31)) == 1
    assert value(session(SUNDAY - 1, 20), session(SUNDAY - 1, 11, "strength")) == 1
    assert value(session(SUNDAY, 20)) == 1


def test_18_a_c_race_only_wants_the_days_beside_it_free_of_hard_ones() -> None:
    def value(*sessions: object) -> float | None:
        return races(judged(sessions, races=[race(DAY, "C", 5_000)])).value  # type: ignore[arg-type]

    assert value(session(SUNDAY - 2, kind="tempo"), session(SUNDAY - 1, 60), session(SUNDAY + 1, 60)) == 0
    assert value(session(SUNDAY - 1, kind="tempo")) == 1
    assert value(session(SUNDAY + 1, kind="tempo")) == 1


def test_18_does_not_apply_without_a_race_in_the_plan() -> None:
    assert not races(judged([])).applies
    assert not races(judged([], races=[race("2027-09-05", "B")])).applies
