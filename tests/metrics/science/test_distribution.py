"""Where the time goes: zones joined into three and five, and how polarised that is."""

from __future__ import annotations

import pytest

from metrics.science.distribution import (
    Session,
    five_zones,
    goal_of,
    is_polarised,
    polarisation_index,
    shares,
    three_zones,
    total,
)


@pytest.mark.parametrize(
    ("parts", "index"),
    [
        ((0.80, 0.05, 0.15), 2.380211241711606),
        ((0.77, 0.03, 0.20), 2.7103994661168005),
        ((0.68, 0.06, 0.26), 2.4693310102934105),
        ((0.80, 0.15, 0.05), 1.4259687322722812),
        ((0.46, 0.35, 0.19), 1.3974433882841275),
        ((0.75, 0.05, 0.20), 2.4771212547196626),
    ],
)
def test_the_polarisation_index_is_treff_s(parts, index):
    assert polarisation_index(*parts) == pytest.approx(index, abs=1e-12)


@pytest.mark.parametrize(
    ("parts", "index"),
    [
        ((0.9, 0.1, 0.0), 0.0),
        ((0.8, 0.0, 0.2), 3.2041199826559246),
        ((0.2, 0.3, 0.5), None),
        ((0.0, 0.0, 0.0), None),
    ],
)
def test_the_index_of_zones_without_time(parts, index):
    assert polarisation_index(*parts) == (None if index is None else pytest.approx(index, abs=1e-12))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((0.80, 0.05, 0.15), True),
        ((0.80, 0.15, 0.05), False),
        ((0.46, 0.35, 0.19), False),
        ((0.78, 0.11, 0.11), False),
        ((1.0, 0.0, 0.0), False),
    ],
)
def test_polarised_needs_the_index_and_the_order(parts, expected):
    assert is_polarised(*parts) is expected


@pytest.mark.parametrize(
    ("source", "zones", "three", "five"),
    [
        ("power", [1, 2, 3, 4, 5, 6, 7], (3, 7, 18), (1, 2, 3, 4, 18)),
        ("heart_rate", [1, 2, 3, 4, 5], (3, 7, 5), (1, 2, 3, 4, 5)),
        ("hr_max", [1, 2, 3, 4, 5], (6, 4, 5), (1, 2, 3, 4, 5)),
        ("pace", [1, 2, 3, 4, 5, 6], (3, 7, 11), (1, 2, 3, 4, 11)),
    ],
)
def test_zones_are_joined_at_the_two_thresholds(source, zones, three, five):
    assert three_zones(zones, source) == three
    assert five_zones(zones, source) == five


def test_no_time_is_lost():
    zones = [700, 1300, 260, 90, 45, 20, 5]
    assert sum(three_zones(zones, "power")) == sum(five_zones(zones, "power")) == sum(zones)


def test_another_number_of_zones_is_refused():
    with pytest.raises(ValueError, match="power has 7 zones, not 5"):
        three_zones([1, 2, 3, 4, 5], "power")


def test_shares_of_nothing_are_unknown():
    assert shares([0, 0, 0]) is None
    assert shares([30, 10, 60]) == (0.3, 0.1, 0.6)


def test_the_sum_goes_zone_by_zone():
    assert total([(1.0, 2.0, 3.0), (10.0, 20.0, 30.0)]) == (11, 22, 33)
    assert total([]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("session", "goal"),
    [
        (Session(named="easy", intensity=1.1, intervals=6, work_s=900), ("easy", "named")),
        (Session(intensity=0.7, intervals=5, work_s=300), ("hard", "intervals")),
        (Session(intensity=0.7, intervals=2, work_s=300), ("easy", "intensity")),
        (Session(intensity=0.82), ("steady", "intensity")),
        (Session(intensity=0.95), ("hard", "intensity")),
        (Session(zones_s=(920.0, 0.0, 80.0)), ("hard", "zones")),
        (Session(zones_s=(800.0, 200.0, 0.0)), ("steady", "zones")),
        (Session(zones_s=(801.0, 199.0, 0.0)), ("easy", "zones")),
        (Session(zones_s=(0.0, 0.0, 0.0)), None),
        (Session(), None),
    ],
)
def test_the_purpose_of_a_session_and_how_it_is_known(session, goal):
    assert goal_of(session) == goal
