from __future__ import annotations

from metrics.models import Lap
from metrics.views.laps import lap_table


def lap(index, **fields):
    values = {"start_s": index * 300.0, "elapsed_s": 310.0, "timer_s": 300.0, **fields}
    return Lap(index=index, **values)


def text(row):
    return [str(value).replace("\u202f", " ") for value in row]


def test_only_columns_that_some_lap_fills_are_shown():
    laps = [lap(0, distance_m=1000, avg_speed_mps=3.33), lap(1, avg_hr_bpm=150, avg_cadence_rpm=85)]

    table = lap_table(laps, "running", "metric", with_heart=True)

    assert table.columns == ["Time", "Distance", "Pace", "Heart rate", "Cadence"]
    assert [text(row) for row in table.rows] == [
        ["5:00", "1.00 km", "5:00 /km", "–", "–"],
        ["5:00", "–", "–", "150 bpm", "170 spm"],
    ]


def test_laps_that_all_cover_nothing_have_no_distance():
    table = lap_table([lap(0, distance_m=0.0), lap(1, distance_m=0.0)], "strength", "metric", with_heart=True)

    assert table.columns == ["Time"]


def test_a_lap_without_timer_time_shows_its_elapsed_time():
    table = lap_table([lap(0, timer_s=None)], "cycling", "metric", with_heart=True)

    assert text(table.rows[0]) == ["5:10"]


def test_hearts_stay_out_without_leave():
    table = lap_table([lap(0, avg_hr_bpm=150, max_hr_bpm=170)], "running", "metric", with_heart=False)

    assert table.columns == ["Time"]


def test_a_rest_at_the_wall_has_no_pace():
    laps = [lap(0, avg_speed_mps=1.25), lap(1, avg_speed_mps=0.02)]

    table = lap_table(laps, "swimming", "metric", with_heart=True)

    assert [text(row)[1] for row in table.rows] == ["1:20 /100 m", "–"]


def test_no_laps_make_an_empty_table():
    table = lap_table([], "running", "metric", with_heart=True)

    assert (table.columns, table.rows) == ([], [])
