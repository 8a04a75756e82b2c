"""Recordings at 1 Hz that come from the same hidden state as the mornings."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from athletes.sources.records import Column, RecordedActivity, Sport
from athletes.sources.simulator import Profile, SimulatedAthlete, activities_on
from athletes.sources.simulator.diary import ability_on, sessions_on

DAYS = range(84, 140)


@pytest.fixture(scope="module")
def recorded(nominal: Profile, athletes: list[SimulatedAthlete]) -> list[tuple[int, RecordedActivity]]:
    """(day index, activity) of eight weeks of one athlete."""
    athlete = athletes[5]
    return [(day, activity) for day in DAYS for activity in activities_on(athlete, athlete.day(day), nominal)]


def best(power_w: Column, seconds: int) -> float:
    total = np.concatenate([[0.0], np.cumsum(power_w)])
    return float((total[seconds:] - total[:-seconds]).max() / seconds)


def test_a_session_has_the_load_of_its_day(athletes: list[SimulatedAthlete]) -> None:
    athlete = athletes[5]
    for day in DAYS:
        for spec in sessions_on(athlete, athlete.day(day)):
            assert spec.expected_load == pytest.approx(athlete.loads[day], rel=0.02)


def test_no_load_is_no_activity(nominal: Profile, athletes: list[SimulatedAthlete]) -> None:
    athlete = athletes[5]
    rest = [day for day in DAYS if athlete.loads[day] == 0.0]
    assert len(rest) >= 8
    assert all(activities_on(athlete, athlete.day(day), nominal) == () for day in rest)


def test_what_was_never_synchronised_is_not_there(nominal: Profile, athletes: list[SimulatedAthlete]) -> None:
    athlete = next(a for a in athletes if any(e.kind == "data_gap" for e in a.truth))
    gap = next(e for e in athlete.truth if e.kind == "data_gap")
    days = [gap.start + timedelta(days=number) for number in range((gap.end - gap.start).days)]
    assert all(activities_on(athlete, day, nominal) == () for day in days)


def test_all_out_efforts_lie_on_the_curve_of_the_day(
    nominal: Profile, athletes: list[SimulatedAthlete], recorded: list[tuple[int, RecordedActivity]]
) -> None:
    found = [(day, a) for day, a in recorded if a.name and a.name.startswith("All-out 20")]
    assert found
    for day, activity in found:
        theta = ability_on(athletes[5], athletes[5].day(day), nominal).ftp_w
        expected = theta * (1.0 + athletes[5].person.w_prime_s / 1200.0)
        assert best(activity.samples.channels["power_w"], 1200) == pytest.approx(expected, rel=0.02)


def test_a_step_of_the_threshold_shows_in_the_next_efforts(
    nominal: Profile, athletes: list[SimulatedAthlete]
) -> None:
    athlete, step = next(
        (a, e) for a in athletes for e in a.truth if e.kind == "threshold_change" and e.size > 0.05
    )
    index = athlete.index(step.start)

    def ftp(days: range) -> float:
        return float(np.mean([ability_on(athlete, athlete.day(day), nominal).ftp_w for day in days]))

    assert ftp(range(index, index + 14)) / ftp(range(index - 14, index)) == pytest.approx(
        1 + step.size, abs=0.03
    )


def test_the_heart_works_harder_when_the_effort_is_harder(
    recorded: list[tuple[int, RecordedActivity]],
) -> None:
    hard = [a.avg_heart_rate_bpm for _, a in recorded if a.name and "Intervals" in a.name]
    easy = [
        a.avg_heart_rate_bpm for _, a in recorded if a.name == "Easy session" and a.sport is Sport.CYCLING
    ]
    assert min(hard) > max(easy, default=0)


def test_the_same_day_is_recorded_the_same_way(nominal: Profile, athletes: list[SimulatedAthlete]) -> None:
    athlete = athletes[5]
    day = next(athlete.day(index) for index in DAYS if athlete.loads[index] > 60)
    (one,), (other,) = activities_on(athlete, day, nominal), activities_on(athlete, day, nominal)
    assert one.start_time == other.start_time
    for name, column in one.samples.channels.items():
        np.testing.assert_array_equal(column, other.samples.channels[name])


def test_good_recordings_have_no_gap_in_heart_rate(recorded: list[tuple[int, RecordedActivity]]) -> None:
    assert not any(np.isnan(a.samples.channels["heart_rate_bpm"]).any() for _, a in recorded)
