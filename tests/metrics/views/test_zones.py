from __future__ import annotations

from metrics.views.zones import zones
from tests.factories.metrics import ActivityFactory


def kinds(units="metric", *, with_heart=True, **fields):
    return zones(ActivityFactory.build(athlete=None, **fields), units, with_heart=with_heart)


def test_power_zones_have_bounds_in_watts():
    (power,) = kinds(sport="cycling", power_zones_s=[60, 0, 0, 0, 0, 0, 180], thresholds={"ftp_w": 250})

    assert (power.title, power.reference.replace("\u202f", " ")) == ("Power", "FTP 250 W")
    assert [(row.number, row.name, row.bounds) for row in power.rows] == [
        (1, "Recovery", "under 138 W"),
        (2, "Endurance", "138–188 W"),
        (3, "Tempo", "188–225 W"),
        (4, "Threshold", "225–263 W"),
        (5, "VO₂max", "263–300 W"),
        (6, "Anaerobic", "300–375 W"),
        (7, "Neuromuscular", "over 375 W"),
    ]
    assert [row.percent for row in power.rows] == [25, 0, 0, 0, 0, 0, 75]


def test_running_power_is_measured_from_its_own_threshold():
    used = {"ftp_w": 250, "running_ftp_w": 300}
    (power,) = kinds(sport="running", power_zones_s=[1, 0, 0, 0, 0, 0, 0], thresholds=used)

    assert "300" in power.reference
    assert kinds(sport="running", power_zones_s=[1, 0, 0, 0, 0, 0, 0], thresholds={"ftp_w": 250}) == []


def test_heart_zones_are_measured_from_the_threshold_of_the_sport():
    seconds = [60.0, 60.0, 0.0, 0.0, 0.0]
    (run,) = kinds(sport="running", hr_zones_s=seconds, thresholds={"lthr_bpm": 170, "hr_max_bpm": 190})
    (ride,) = kinds(sport="cycling", hr_zones_s=seconds, thresholds={"lthr_bpm": 170})

    assert [row.bounds for row in run.rows][:2] == ["under 145 bpm", "145–153 bpm"]
    assert [row.bounds for row in ride.rows][:2] == ["under 138 bpm", "138–153 bpm"]
    assert run.reference.replace("\u202f", " ") == "threshold 170 bpm"


def test_without_a_threshold_heart_zones_are_measured_from_the_highest():
    (heart,) = kinds(hr_zones_s=[60, 0, 0, 0, 0], thresholds={"lthr_bpm": None, "hr_max_bpm": 190})

    assert heart.reference.replace("\u202f", " ") == "highest 190 bpm"
    assert [row.bounds for row in heart.rows] == [
        "under 114 bpm", "114–133 bpm", "133–152 bpm", "152–171 bpm", "over 171 bpm",
    ]  # fmt: skip


def test_pace_zones_run_from_slow_to_fast_in_the_athletes_units():
    used = {"threshold_pace_s_per_km": 250}
    (metric,) = kinds(pace_zones_s=[0, 60, 0, 0, 0, 0], thresholds=used)
    (imperial,) = kinds("imperial", pace_zones_s=[0, 60, 0, 0, 0, 0], thresholds=used)

    assert [row.bounds for row in metric.rows] == [
        "slower than 5:23", "5:23–4:45", "4:45–4:25", "4:25–4:08", "4:08–3:45", "faster than 3:45",
    ]  # fmt: skip
    assert metric.reference.replace("\u202f", " ") == "threshold 4:10 /km"
    assert imperial.reference.replace("\u202f", " ") == "threshold 6:42 /mi"


def test_no_time_in_any_zone_is_no_kind():
    assert kinds(hr_zones_s=[0, 0, 0, 0, 0], power_zones_s=None, thresholds={"lthr_bpm": 170}) == []


def test_hearts_stay_out_without_leave():
    assert kinds(with_heart=False, hr_zones_s=[60, 0, 0, 0, 0], thresholds={"lthr_bpm": 170}) == []
