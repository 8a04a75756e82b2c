import pytest

from metrics.science.signals import WeekMix, intensity_mixes
from tests.metrics.science.signals.conftest import day

HOUR = 3600.0


def weeks(count: int, easy: float, medium: float, hard: float, first: int = 0) -> list[WeekMix]:
    return [
        WeekMix(day(7 * (first + index)), easy * HOUR, medium * HOUR, hard * HOUR) for index in range(count)
    ]


def test_four_weeks_with_too_much_in_the_middle_are_told_on_the_monday_after() -> None:
    mixes = [*weeks(4, 4, 1, 0.5), *weeks(6, 2, 2.5, 1, first=4), *weeks(6, 5, 0.3, 0.7, first=10)]
    (signal,) = intensity_mixes(mixes)
    assert (signal.kind, signal.severity, signal.confidence) == ("intensity_mix", "watch", "medium")
    assert (signal.start, signal.end) == (day(49), day(77))
    easy, medium, hard = signal.evidence
    assert [item.metric for item in signal.evidence] == ["easy_share", "medium_share", "hard_share"]
    assert easy.value + medium.value + hard.value == pytest.approx(1)
    assert medium.value == pytest.approx(2.5 / 5.5)


def test_it_is_open_while_the_newest_four_weeks_are_so() -> None:
    (signal,) = intensity_mixes(weeks(5, 1.5, 2, 0.5))
    assert (signal.start, signal.end, signal.severity) == (day(28), None, "act")


@pytest.mark.parametrize("mix", [(4.0, 0.25, 0.75), (4.0, 0.75, 0.25), (3.0, 1.6, 0.4)])
def test_polarised_and_pyramidal_weeks_are_well_mixed(mix: tuple[float, float, float]) -> None:
    assert intensity_mixes(weeks(8, *mix)) == []


def test_few_hours_few_weeks_and_nothing_at_all_say_nothing() -> None:
    assert intensity_mixes(weeks(6, 1, 1.5, 0.4)) == []
    assert intensity_mixes(weeks(3, 2, 5, 1)) == []
    assert intensity_mixes([*weeks(2, 2, 5, 1), *weeks(1, 0, 0, 0, first=3)]) == []
    assert intensity_mixes([]) == []
