from __future__ import annotations

import pytest

from athletes.sources.records import Sport
from metrics.views.figures import all_figures, device_rows, headline
from tests.factories.metrics import ActivityFactory


def made(**fields):
    return ActivityFactory.build(athlete=None, **fields)


def shown(figures):
    return {figure.label: str(figure.value).replace("\u202f", " ") for figure in figures}


def test_a_run_is_headed_by_time_distance_load_pace_and_heart():
    run = made(avg_hr_bpm=151.4, ascent_m=120)

    assert shown(headline(run, "metric", with_heart=True)) == {
        "Time": "1:00:00",
        "Distance": "12.0 km",
        "Load": "70",
        "Pace": "5:00 /km",
        "Heart rate": "151 bpm",
    }


def test_a_ride_with_power_is_headed_by_it():
    ride = made(sport=Sport.CYCLING, weighted_power_w=219.6, distance_m=30_000)

    assert "Weighted power" in shown(headline(ride, "metric", with_heart=True))
    assert shown(all_figures(ride, "metric", with_heart=True))["Average speed"] == "30.0 km/h"


def test_a_ride_without_power_is_headed_by_its_speed():
    ride = made(sport=Sport.CYCLING, distance_m=30_000)

    assert shown(headline(ride, "imperial", with_heart=True))["Speed"] == "18.6 mph"
    assert "Average speed" not in shown(all_figures(ride, "metric", with_heart=True))


def test_what_is_unknown_is_left_out():
    session = made(sport=Sport.STRENGTH, distance_m=None, load=None, load_method="")

    assert shown(headline(session, "metric", with_heart=True)) == {"Time": "1:00:00"}


def test_nothing_covered_nothing_climbed_and_no_moving_time_are_no_numbers():
    session = made(
        sport=Sport.STRENGTH, distance_m=0, ascent_m=0, moving_s=0, avg_speed_mps=0, load=None, load_method=""
    )

    assert shown(headline(session, "metric", with_heart=True)) == {"Time": "1:00:00"}
    assert "Moving" not in shown(all_figures(session, "metric", with_heart=True))


def test_without_leave_to_see_hearts_nothing_of_them_is_shown():
    run = made(avg_hr_bpm=150, max_hr_bpm=180, trimp=100, hr_load=60, efficiency=1.5, decoupling_pct=3)

    both = shown(headline(run, "metric", with_heart=False)) | shown(
        all_figures(run, "metric", with_heart=False)
    )

    assert set(both) == {"Time", "Distance", "Load", "Pace", "Elapsed"}


def test_elapsed_and_moving_time_are_shown_where_they_differ():
    assert shown(all_figures(made(elapsed_s=3605, moving_s=3591), "metric", with_heart=True)) == {}
    assert shown(all_figures(made(elapsed_s=4000, moving_s=3500), "metric", with_heart=True)) == {
        "Elapsed": "1:06:40",
        "Moving": "58:20",
    }


def test_several_sports_together_have_no_speed_and_no_power():
    race = made(sport=Sport.MULTISPORT, weighted_power_w=220, max_speed_mps=15, efficiency=1.4, work_kj=900)

    labels = {
        *shown(headline(race, "metric", with_heart=True)),
        *shown(all_figures(race, "metric", with_heart=True)),
    }

    assert labels == {"Time", "Distance", "Load", "Elapsed"}


def test_efficiency_names_its_unit_by_sport():
    notes = {
        sport: {
            figure.label: figure.note
            for figure in all_figures(made(sport=sport, efficiency=1.4), "metric", with_heart=True)
        }
        for sport in (Sport.RUNNING, Sport.CYCLING)
    }

    assert notes[Sport.RUNNING]["Efficiency"] == "yards a minute per beat"
    assert notes[Sport.CYCLING]["Efficiency"] == "watts per beat"


@pytest.mark.parametrize(
    ("device", "rows"),
    [
        ({}, []),
        ({"weighted_power_w": None, "load": None, "intensity": None, "ftp_w": None}, []),
        ({"load": 81.6, "intensity": 0.9}, [("Load", "70", "82"), ("Intensity", "–", "0.90")]),
        ({"ftp_w": 260}, [("Threshold power", "250 W", "260 W")]),
    ],
)
def test_the_device_stands_beside_ours_only_where_it_computed(device, rows):
    ride = made(device=device, thresholds={"ftp_w": 250})

    assert [tuple(str(part).replace("\u202f", " ") for part in row) for row in device_rows(ride)] == rows


@pytest.mark.parametrize(
    ("metres", "units", "expected"),
    [(22.86, "metric", "22.9 m"), (25.0, "metric", "25 m"), (22.86, "imperial", "25 yd")],
)
def test_the_length_of_a_pool_is_as_exact_as_it_needs_to_be(metres, units, expected):
    swim = made(sport=Sport.SWIMMING, pool_length_m=metres)

    assert shown(all_figures(swim, units, with_heart=True))["Pool length"] == expected
