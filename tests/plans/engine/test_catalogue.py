"""What the week's planner relies on, for every sport, measure and experience."""

from itertools import groupby, pairwise, product
from typing import get_args

import pytest

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue import CatalogueEntry, Experience, SessionKind, catalogue, race_entry, tables
from plans.engine.catalogue.entry import QUALITY, entry
from plans.engine.catalogue.sets import Set, largest_set
from plans.engine.prediction import Prediction, predict
from plans.engine.steps import Repeat, Step, checked, leaves
from plans.engine.syntax import parse, print_workout

FULL = Thresholds(ftp_w=250, lthr_bpm=168, threshold_pace_s_per_km=255, css_s_per_100m=96)
KNOWN = {
    "full": FULL,
    "beats": Thresholds(lthr_bpm=168),
    "highest": Thresholds(hr_max_bpm=190),
    "none": Thresholds(),
}
SPORTS = (Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING)
EXPERIENCES: tuple[Experience, ...] = ("novice", "intermediate", "advanced")
ATHLETES = [
    pytest.param((sport, thresholds, experience), id=f"{sport}-{name}-{experience}")
    for sport, (name, thresholds), experience in product(SPORTS, KNOWN.items(), EXPERIENCES)
]
type Athlete = tuple[Sport, Thresholds, Experience]


def by_kind(entries: tuple[CatalogueEntry, ...]) -> dict[SessionKind, list[CatalogueEntry]]:
    return {kind: list(group) for kind, group in groupby(entries, key=lambda each: each.kind)}


def work_s(each: CatalogueEntry) -> int:
    return sum(step.duration_s or 0 for step in leaves(each.steps) if step.kind == "work")


@pytest.mark.parametrize("athlete", ATHLETES)
def test_numbers_add_up(athlete: Athlete) -> None:
    for each in catalogue(*athlete):
        assert each.minutes % 5 == 0
        assert sum(step.duration_s or 0 for step in leaves(each.steps)) == each.minutes * 60
        assert each.z1_min + each.z2_min + each.z3_min == each.minutes
        assert min(each.z1_min, each.z2_min, each.z3_min) >= 0
        assert (each.load == 0) == (each.kind == "strength")


@pytest.mark.parametrize("athlete", ATHLETES)
def test_numbers_are_those_of_the_steps(athlete: Athlete) -> None:
    _, thresholds, _ = athlete
    for each in catalogue(*athlete):
        told = predict(each.steps, each.sport, thresholds)

        assert told == Prediction(each.minutes * 60, each.load, each.z1_min, each.z2_min, each.z3_min)
        assert checked(each.steps) == each.steps


@pytest.mark.parametrize("athlete", ATHLETES)
def test_text_and_load_agree(athlete: Athlete) -> None:
    for each in catalogue(*athlete):
        text = print_workout(each.steps, each.sport, each)

        assert text.startswith(f"# {each.minutes} min, load {each.load}\n\n")
        assert parse(text, each.sport) == each.steps


@pytest.mark.parametrize("athlete", ATHLETES)
def test_kind_sport_and_minutes_name_a_session_in_steps_of_five(athlete: Athlete) -> None:
    entries = catalogue(*athlete)

    assert len({(each.kind, each.sport, each.minutes) for each in entries}) == len(entries)
    for group in by_kind(entries).values():
        assert {later.minutes - each.minutes for each, later in pairwise(group)} <= {5}


@pytest.mark.parametrize("athlete", ATHLETES)
def test_hard_sessions_begin_and_end_easily(athlete: Athlete) -> None:
    for each in catalogue(*athlete):
        first, last = each.steps[0], each.steps[-1]
        if each.is_hard or each.kind in ("openers", "strength", "technique"):
            assert isinstance(first, Step)
            assert isinstance(last, Step)
            assert (first.kind, last.kind) == ("warmup", "cooldown")
            assert (first.duration_s or 0) >= 300
            assert (last.duration_s or 0) >= 300
        if each.is_hard:
            assert (first.duration_s or 0) >= 600 if isinstance(first, Step) else False


@pytest.mark.parametrize("athlete", ATHLETES)
def test_more_minutes_never_mean_less_work_or_load(athlete: Athlete) -> None:
    for kind, group in by_kind(catalogue(*athlete)).items():
        for each, later in pairwise(group):
            assert work_s(later) >= work_s(each)
            assert later.load > each.load or kind in ("strength", "race"), (kind, each.minutes)


@pytest.mark.parametrize("sport", SPORTS)
def test_longer_races_cost_no_less_though_they_are_slower(sport: Sport) -> None:
    races = by_kind(catalogue(sport, FULL, "novice"))["race"]

    assert [each.load for each in races] == sorted(each.load for each in races)


@pytest.mark.parametrize("athlete", ATHLETES)
def test_flags_say_what_a_kind_is(athlete: Athlete) -> None:
    for each in catalogue(*athlete):
        assert each.is_hard == each.is_quality == (each.kind in QUALITY)
        assert each.is_long == (each.kind == "long")
        assert each.is_impact == (each.sport is Sport.RUNNING)
        assert each.sport == (Sport.STRENGTH if each.kind == "strength" else athlete[0])
        assert each.purpose


@pytest.mark.parametrize("athlete", ATHLETES)
def test_easy_kinds_are_easy_and_hard_kinds_are_not(athlete: Athlete) -> None:
    for each in catalogue(*athlete):
        if each.kind in ("recovery", "easy", "steady", "long", "technique", "strength"):
            assert each.z1_min == each.minutes or each.kind == "strength"
        if each.is_hard and each.kind != "race":
            assert each.z2_min + each.z3_min > 0


@pytest.mark.parametrize("sport", SPORTS)
def test_the_more_experienced_may_do_more(sport: Sport) -> None:
    most = [
        {kind: max(map(work_s, group)) for kind, group in by_kind(catalogue(sport, FULL, each)).items()}
        for each in EXPERIENCES
    ]

    for less, more in pairwise(most):
        assert all(more[kind] >= less[kind] for kind in less)
    assert most[0]["threshold"] < most[1]["threshold"] < most[2]["threshold"]


def test_every_kind_is_in_some_catalogue() -> None:
    found = {each.kind for sport in SPORTS for each in catalogue(sport, FULL, "advanced")}

    assert found == set(get_args(SessionKind.__value__))


@pytest.mark.parametrize(
    ("sport", "kinds"),
    [
        (Sport.RUNNING, {"strides", "marathon_pace", "hills"}),
        (Sport.CYCLING, {"hills"}),
        (Sport.SWIMMING, {"technique"}),
    ],
)
def test_some_kinds_belong_to_some_sports(sport: Sport, kinds: set[str]) -> None:
    found = {each.kind for each in catalogue(sport, FULL, "novice")}

    assert found & {"strides", "marathon_pace", "hills", "technique"} == kinds


@pytest.mark.parametrize("sport", SPORTS)
def test_long_sessions_start_at_forty_minutes_and_openers_fit_into_the_day_before(sport: Sport) -> None:
    found = by_kind(catalogue(sport, Thresholds(), "novice"))

    assert found["long"][0].minutes == 40
    assert found["openers"][-1].minutes <= 30
    assert (found["strength"][0].minutes, found["strength"][-1].minutes) == (20, 60)


@pytest.mark.parametrize("sport", SPORTS)
def test_the_same_athlete_gets_the_same_catalogue(sport: Sport) -> None:
    first = catalogue(sport, FULL, "advanced")
    catalogue.cache_clear()

    assert catalogue(sport, FULL, "advanced") == first


def test_there_are_no_plans_for_other_sports() -> None:
    with pytest.raises(ValueError, match="no plans for rowing"):
        catalogue(Sport.ROWING, FULL, "novice")


def test_a_quarter_of_an_hour_has_no_room_for_intervals() -> None:
    work = tables.WORK[Sport.RUNNING]["threshold"]

    assert largest_set(work, 15, "advanced") is None
    assert largest_set(work, 180, "advanced") is None
    assert largest_set(work, 30, "advanced") == (Set(2, 360, 60), 960)


def test_what_cannot_be_foreseen_is_no_session() -> None:
    with pytest.raises(ValueError, match="give the step a time"):
        entry("easy", Sport.CYCLING, (Step("work", None, 1000),), FULL)


def test_an_example_to_the_second() -> None:
    found = next(
        each
        for each in catalogue(Sport.RUNNING, FULL, "intermediate")
        if (each.kind, each.minutes) == ("threshold", 50)
    )

    assert (found.load, found.z1_min, found.z2_min, found.z3_min) == (66, 25, 25, 0)
    assert found.steps == (
        Step("warmup", 840, None, "pace_pct", 72, 82),
        Repeat(
            5, (Step("work", 300, None, "pace_pct", 97, 100), Step("recover", 60, None, "pace_pct", 66, 74))
        ),
        Step("cooldown", 360, None, "pace_pct", 66, 74),
    )


@pytest.mark.parametrize(
    ("sport", "thresholds", "race_s", "minutes", "target"),
    [
        (Sport.RUNNING, FULL, 12_600, 230, "pace_pct"),
        (Sport.RUNNING, FULL, 1_230, 40, "pace_pct"),
        (Sport.RUNNING, FULL, 60, 25, "pace_pct"),
        (Sport.CYCLING, FULL, 40_000, 685, "power_pct"),
        (Sport.RUNNING, Thresholds(lthr_bpm=168), 12_600, 230, "hr_zone"),
        (Sport.SWIMMING, Thresholds(), 1_800, 50, "rpe"),
    ],
)
def test_a_race_of_any_length(
    sport: Sport, thresholds: Thresholds, race_s: float, minutes: int, target: str
) -> None:
    found = race_entry(sport, thresholds, race_s)

    assert (found.kind, found.minutes, found.is_hard) == ("race", minutes, True)
    assert isinstance(found.steps[1], Step)
    assert found.steps[1].target == target
