"""Daily values that come from a hidden state, and the truth about what happened."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from athletes.sources.simulator import Event, Profile, SimulatedAthlete, simulate
from athletes.sources.simulator.athlete import FIRST, live
from athletes.sources.simulator.events import SETTLING_DAYS
from athletes.sources.simulator.person import draw_person

COLUMNS = [
    "resting_hr_bpm",
    "hrv_rmssd_ms",
    "sleep_s",
    "sleep_score",
    "stress",
    "body_battery_high",
    "respiration_rpm",
    "weight_kg",
    "load",
]


def silenced(profile: Profile) -> Profile:
    """The profile without noise and without everyday effects, so that what is left can be read off."""
    noise = {
        f.name: (0.0, 0.0) for f in fields(profile.noise) if isinstance(getattr(profile.noise, f.name), tuple)
    }
    body = {f.name: 0.0 for f in fields(profile.body)}
    return replace(
        profile,
        noise=replace(profile.noise, missing=0.0, skipped=0.0, compliance=0.0, **noise),
        body=replace(profile.body, **body),
    )


def quiet_life(
    profile: Profile, *events: Event, daily_load: float | None = None, days: int = 200
) -> SimulatedAthlete:
    """Somebody without noise who trains the same every day; to whom only these events happen."""
    calm = silenced(profile)
    person = replace(draw_person(calm, 1), cycle_days=None)
    loads = np.full(days, person.weekly_load / 7.0 if daily_load is None else daily_load)
    return live(calm, 1, person, FIRST, loads, events)


def event(kind: str, start: int, days: int, **fields: object) -> Event:
    begin = FIRST + timedelta(days=start)
    lead, fall = int(fields.pop("lead", 0)), int(fields.pop("fall", 0))
    end = begin + timedelta(days=days)
    return Event(kind, begin, end, begin - timedelta(days=lead), end + timedelta(days=fall), **fields)


def test_the_columns_are_those_of_the_csv_of_daily_values(athletes: list[SimulatedAthlete]) -> None:
    assert list(athletes[0].columns) == COLUMNS
    assert {values.shape for values in athletes[0].columns.values()} == {(730,)}
    assert athletes[0].first == date(2025, 1, 6)


def test_the_same_seed_gives_the_same_athlete(nominal: Profile, athletes: list[SimulatedAthlete]) -> None:
    again = simulate(nominal, 3)
    assert again.truth == athletes[3].truth
    for name in COLUMNS:
        np.testing.assert_array_equal(again.columns[name], athletes[3].columns[name])


def test_a_longer_history_begins_with_the_shorter_one(nominal: Profile) -> None:
    short, long = simulate(nominal, 5, 300), simulate(nominal, 5, 500)
    assert [e for e in long.truth if e.gone < short.day(280)] == [
        e for e in short.truth if e.gone < short.day(280)
    ]
    for name in COLUMNS:
        np.testing.assert_array_equal(short.columns[name], long.columns[name][:300])


def test_athletes_differ_within_the_ranges_of_the_profile(athletes: list[SimulatedAthlete]) -> None:
    pulses = [athlete.person.resting_hr_bpm for athlete in athletes]
    assert len(set(pulses)) == 12
    assert all(42.0 <= pulse <= 58.0 for pulse in pulses)
    assert {athlete.person.sex for athlete in athletes} == {"female", "male"}


def test_values_stay_within_what_people_have(athletes: list[SimulatedAthlete]) -> None:
    limits = {
        "resting_hr_bpm": (34, 75),
        "hrv_rmssd_ms": (12, 220),
        "sleep_s": (2.5 * 3600, 11 * 3600),
        "respiration_rpm": (9, 21),
        "stress": (5, 95),
        "weight_kg": (48, 90),
        "load": (0, 400),
    }
    for athlete in athletes:
        for name, (low, high) in limits.items():
            values = athlete.columns[name][~np.isnan(athlete.columns[name])]
            assert low <= values.min() < values.max() <= high, name


def test_about_one_day_in_twenty_is_missing_and_some_in_a_row(athletes: list[SimulatedAthlete]) -> None:
    missing = np.array([np.isnan(athlete.columns["resting_hr_bpm"]) for athlete in athletes])
    assert 0.03 < missing.mean() < 0.07
    gaps = [e for athlete in athletes for e in athlete.truth if e.kind == "data_gap"]
    assert all(3 <= (gap.end - gap.start).days <= 9 for gap in gaps)
    for athlete in athletes:
        for gap in (e for e in athlete.truth if e.kind == "data_gap" and e.end < athlete.day(730)):
            days = slice(athlete.index(gap.start), athlete.index(gap.end))
            assert np.isnan([values[days] for values in athlete.columns.values()]).all()


def test_nothing_happens_in_pure_noise(nominal: Profile) -> None:
    athlete = simulate(nominal, 4, 400, events=False)
    assert athlete.truth == ()
    assert np.all(athlete.state.base == 1.0)
    assert np.nanstd(athlete.columns["resting_hr_bpm"]) > 1.0


def test_nothing_happens_before_there_is_a_baseline(athletes: list[SimulatedAthlete]) -> None:
    first = min(e.visible_from for athlete in athletes for e in athlete.truth)
    assert (first - FIRST).days >= SETTLING_DAYS


def test_events_of_one_lane_never_overlap(athletes: list[SimulatedAthlete]) -> None:
    lasting = ("threshold_change", "device_change")
    for athlete in athletes:
        lane = [e for e in athlete.truth if not e.nuisance and e.kind not in lasting]
        assert all(one.gone <= other.visible_from for one, other in pairwise(lane))


def test_an_illness_shows_two_days_before_it_is_felt(nominal: Profile) -> None:
    cold = event("illness_onset", 100, 5, lead=2, fall=3, rise_days=2.0, effects={"resting_hr_bpm": 6.0})
    well, ill = quiet_life(nominal), quiet_life(nominal, cold)
    change = ill.columns["resting_hr_bpm"] - well.columns["resting_hr_bpm"]
    assert change[97] == 0.0
    assert change[98:106].tolist() == [3.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, pytest.approx(4.5, abs=0.5)]
    assert change[108] == 0.0


def test_illness_lowers_variability_by_the_size_of_the_event(nominal: Profile) -> None:
    cold = event("illness_onset", 100, 5, rise_days=1.0, effects={"ln_rmssd": -0.30})
    well, ill = quiet_life(nominal), quiet_life(nominal, cold)
    ratio = ill.columns["hrv_rmssd_ms"][102] / well.columns["hrv_rmssd_ms"][102]
    assert ratio == pytest.approx(np.exp(-0.30), abs=0.003)


def test_the_threshold_is_one_as_long_as_the_habitual_load_is_done(nominal: Profile) -> None:
    assert quiet_life(nominal).state.threshold == pytest.approx(np.ones(200))


def test_a_step_of_the_threshold_stays(nominal: Profile) -> None:
    step = event("threshold_change", 100, 1, size=0.05)
    state = quiet_life(nominal, step).state
    assert state.base[99] == 1.0
    assert state.base[100:] == pytest.approx(np.full(100, 1.05))
    assert state.threshold[100] == pytest.approx(1.05)


def test_a_lay_off_costs_what_studies_found(nominal: Profile) -> None:
    state = quiet_life(nominal, event("detraining", 50, 84), days=140).state
    assert state.threshold[[62, 106, 133]] == pytest.approx([0.93, 0.86, 0.8405], abs=0.001)


def test_fatigue_goes_sooner_than_fitness(nominal: Profile) -> None:
    """Banister: the day after rest begins the threshold rises, and weeks later it has fallen."""
    calm = silenced(nominal)
    person = draw_person(calm, 1)
    loads = np.full(200, person.weekly_load / 7.0)
    loads[100:] = 0.0
    threshold = live(calm, 1, person, FIRST, loads, ()).state.threshold
    assert threshold[99] == pytest.approx(1.0)
    assert threshold[100] > 1.0
    expected = (
        1.0
        + person.fitness_gain * (np.exp(-100 / person.fitness_days) - 1.0)
        - person.fatigue_cost * (np.exp(-100 / person.fatigue_days) - 1.0)
    )
    assert threshold[199] == pytest.approx(expected)


def test_the_morning_after_a_hard_day_pays_for_it(nominal: Profile) -> None:
    body = silenced(nominal).body
    profile = replace(
        silenced(nominal), body=replace(body, hard_day_resting_hr=0.013, hard_day_ln_rmssd=-0.047)
    )
    person = replace(draw_person(profile, 1), cycle_days=None)
    loads = np.full(60, 0.5 * person.weekly_load / 7.0)
    loads[30] = 1.4 * person.weekly_load / 7.0
    columns = live(profile, 1, person, FIRST, loads, ()).columns
    assert columns["hrv_rmssd_ms"][31] / columns["hrv_rmssd_ms"][32] == pytest.approx(
        np.exp(-0.047), abs=0.002
    )


def test_illness_stops_training_and_overload_is_overload(athletes: list[SimulatedAthlete]) -> None:
    usual = np.mean([athlete.loads.mean() / athlete.person.weekly_load * 7 for athlete in athletes])

    def share(kind: str) -> float:
        days = [
            athlete.loads[athlete.index(e.start) : athlete.index(e.end)].mean()
            / athlete.person.weekly_load
            * 7
            for athlete in athletes
            for e in athlete.truth
            if e.kind == kind and e.end < athlete.day(730)
        ]
        return float(np.mean(days)) / usual

    assert share("illness_onset") == 0.0
    assert share("overreaching") > 1.5
    assert share("detraining") < 0.12
    assert share("taper") < 0.75


def test_hard_athletes_are_ill_on_the_same_days_but_less_visibly(nominal: Profile) -> None:
    hard = replace(nominal, effect_scale=0.6)
    one, other = simulate(nominal, 2), simulate(hard, 2)
    ill, less_ill = ([e for e in a.truth if e.kind == "illness_onset"] for a in (one, other))
    assert [e.start for e in ill] == [e.start for e in less_ill]
    assert less_ill[0].effects["resting_hr_bpm"] == pytest.approx(0.6 * ill[0].effects["resting_hr_bpm"])


def test_some_women_have_a_cycle_and_no_man_has(athletes: list[SimulatedAthlete]) -> None:
    women = [athlete.person for athlete in athletes if athlete.person.sex == "female"]
    assert any(person.cycle_days for person in women)
    assert all(athlete.person.cycle_days is None for athlete in athletes if athlete.person.sex == "male")


def test_nights_are_as_long_as_the_sleep_in_them(athletes: list[SimulatedAthlete]) -> None:
    for athlete in athletes:
        hours = athlete.night_end_h - athlete.night_start_h
        slept = athlete.columns["sleep_s"] / 3600.0
        np.testing.assert_allclose(hours[~np.isnan(slept)], slept[~np.isnan(slept)] + 0.45)
        assert np.nanpercentile(athlete.night_start_h, [1, 99]) == pytest.approx([-2.3, 0.5], abs=0.5)
