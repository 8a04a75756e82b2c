"""The trials see what the truth says: an invented alarm is scored as if a detector had raised it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.evaluation.daily_trial import KINDS, LIMITS, Raised, Trial, alarms_of_noise
from athletes.sources.simulator import Profile, SimulatedAthlete, load_profile, simulate
from benchmarks.support.fault_trial import CODES, fault_tallies
from benchmarks.support.threshold_trial import threshold_tally
from metrics.science.signals import DailySeries, detect

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def nominal() -> Profile:
    return load_profile("nominal")


@pytest.fixture(scope="module")
def athlete(nominal: Profile) -> SimulatedAthlete:
    return simulate(nominal, 2, 400)


def test_every_event_of_an_athlete_is_found_or_missed(athlete: SimulatedAthlete) -> None:
    trial = Trial()
    trial.add(athlete)

    for kind in KINDS:
        happened = [e for e in athlete.truth if e.kind == kind and e.gone < athlete.day(395)]
        assert trial.kinds[kind].events == pytest.approx(len(happened), abs=1)
    assert trial.kinds["illness_onset"].years == pytest.approx((400 - 60) / 365.25)


def test_a_higher_limit_raises_fewer_alarms(athlete: SimulatedAthlete) -> None:
    trial = Trial()
    trial.add(athlete)

    alarms = [t.hits + t.false_alarms for _, t in sorted(trial.by_limit.items())]
    assert len(alarms) == len(LIMITS)
    assert alarms[0] > alarms[-1]


def test_an_alarm_is_not_known_before_the_day_it_starts(athlete: SimulatedAthlete) -> None:
    series = DailySeries(athlete.first, athlete.columns)
    starts = [(s.start - athlete.first).days for s in detect(series) if s.kind == "illness_onset"]

    days = Raised(series).days("illness_onset")

    assert len(days) == len(starts) > 0
    assert all(day >= start for day, start in zip(days, starts, strict=True))


def test_a_gap_in_the_data_is_known_on_its_third_day(athlete: SimulatedAthlete) -> None:
    series = DailySeries(athlete.first, athlete.columns)
    starts = [(s.start - athlete.first).days for s in detect(series) if s.kind == "data_gap"]

    assert Raised(series).days("data_gap") == [start + 2 for start in starts]


def test_noise_alone_raises_few_alarms(nominal: Profile) -> None:
    assert alarms_of_noise(simulate(nominal, 2, 400, events=False)) <= 3


def test_good_and_bad_recordings_are_told_apart(nominal: Profile, athlete: SimulatedAthlete) -> None:
    tallies = fault_tallies(athlete, nominal, 10)

    assert tuple(tallies) == CODES
    assert sum(tally.events for tally in tallies.values()) >= 5
    assert sum(tally.false_alarms for tally in tallies.values()) <= 1


def test_a_step_of_the_threshold_is_tried_once(nominal: Profile) -> None:
    tally = threshold_tally(nominal, range(1, 30), 1, 730)

    assert tally.steps == 1
    assert len(tally.errors) == 1
    assert tally.errors[0] < 0.08


@pytest.mark.long
def test_a_profile_of_ones_own_answers_with_the_keys_of_the_contract(tmp_path: Path) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text('name = "mine"\nextends = "hard"\nnoise_scale = 1.2\n')

    done = subprocess.run(
        [sys.executable, "benchmarks/detectors.py", "--quick", "--seeds", "3:5", "--profile", str(profile)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    answer = json.loads(done.stdout.splitlines()[-1])
    assert list(answer) == ["name", "figures", "targets", "passed"]
    assert (answer["name"], answer["targets"], answer["passed"]) == ("detectors", {"mine": {}}, True)
    wanted = {"recall", "precision", "false_alarms_per_year", "median_delay_days"}
    assert wanted <= answer["figures"]["mine"].keys()
    assert "flatters" in done.stdout
