import pytest

from athletes.sources.records import Sport
from metrics.science.effort import duration_load, rpe_load


def test_an_hour_rated_seven_is_a_load_of_100() -> None:
    assert rpe_load(7, 3600) == pytest.approx(100)


@pytest.mark.parametrize(("rpe", "seconds"), [(None, 3600), (7, None), (0, 3600), (11, 3600)])
def test_no_load_without_a_rating_on_the_scale(rpe, seconds) -> None:
    assert rpe_load(rpe, seconds) is None


def test_the_clock_gives_a_load_only_to_sports_without_a_better_method() -> None:
    assert duration_load(Sport.WALKING, 7200) == 50
    assert duration_load(Sport.RUNNING, 7200) is None
    assert duration_load(Sport.WALKING, None) is None
