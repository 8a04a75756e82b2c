import math
from decimal import Decimal

import pytest

from config.core import formatting as f

S = "\u202f"


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (f.number(1234.5, 1), "1,234.5"),
        (f.number(2.5), "3"),
        (f.number(0.125, 2), "0.13"),
        (f.number(-0.4), "0"),
        (f.number(-3), "−3"),
        (f.signed(5.2), "+5"),
        (f.signed(-12.4), "−12"),
        (f.signed(-0.2), "0"),
        (f.signed(Decimal("0.04"), 1), "0.0"),
        (f.percent(85.4), f"85{S}%"),
        (f.percent(-2.26, 1, signed=True), f"−2.3{S}%"),
        (f.distance(0, "metric"), f"0{S}m"),
        (f.distance(400, "metric"), f"400{S}m"),
        (f.distance(999.6, "metric"), f"1.00{S}km"),
        (f.distance(9_994, "metric"), f"9.99{S}km"),
        (f.distance(9_996, "metric"), f"10.0{S}km"),
        (f.distance(42_195, "metric"), f"42.2{S}km"),
        (f.distance(180_200, "metric"), f"180{S}km"),
        (f.distance(42_195, "imperial"), f"26.2{S}mi"),
        (f.distance(100, "imperial"), f"109{S}yd"),
        (f.duration(42), "0:42"),
        (f.duration(2_530), "42:10"),
        (f.duration(3_599.6), "1:00:00"),
        (f.duration(3_723), "1:02:03"),
        (f.duration(36_000), "10:00:00"),
        (f.duration(3_723, seconds=False), f"1:02{S}h"),
        (f.duration(3_599, seconds=False), f"1:00{S}h"),
        (f.duration(24.2, seconds=False), f"24{S}s"),
        (f.duration_words(30), f"30{S}s"),
        (f.duration_words(59.7), f"1{S}min"),
        (f.duration_words(2_520), f"42{S}min"),
        (f.duration_words(7_200), f"2{S}h"),
        (f.duration_words(27_720), f"7{S}h 42{S}min"),
        (f.pace(255, "metric"), f"4:15{S}/km"),
        (f.pace(299.7, "metric"), f"5:00{S}/km"),
        (f.pace(255, "imperial"), f"6:50{S}/mi"),
        (f.swim_pace(96, "metric"), f"1:36{S}/100{S}m"),
        (f.swim_pace(96, "imperial"), f"1:28{S}/100{S}yd"),
        (f.speed(8.9167, "metric"), f"32.1{S}km/h"),
        (f.speed(8.9167, "imperial"), f"19.9{S}mph"),
        (f.pace_of(4, "running", "metric"), f"4:10{S}/km"),
        (f.pace_of(1.25, "swimming", "metric"), f"1:20{S}/100{S}m"),
        (f.pace_of(10, "cycling", "metric"), f"36.0{S}km/h"),
        (f.elevation(1_240, "metric"), f"1,240{S}m"),
        (f.elevation(1_240, "imperial"), f"4,068{S}ft"),
        (f.weight(68.44, "metric"), f"68.4{S}kg"),
        (f.weight(68.44, "imperial"), f"150.9{S}lb"),
        (f.temperature(-3.2, "metric"), f"−3{S}°C"),
        (f.temperature(21, "imperial"), f"70{S}°F"),
        (f.power(249.6), f"250{S}W"),
        (f.heart_rate(142), f"142{S}bpm"),
        (f.cadence(88, "cycling"), f"88{S}rpm"),
        (f.cadence(176, "running"), f"176{S}spm"),
        (f.milliseconds(62.4), f"62{S}ms"),
        (f.work(812), f"812{S}kJ"),
        (f.load(84.49), "84"),
        (f.ratio(0.8449), "0.84"),
    ],
)
def test_values_read_as_people_say_them(shown, text):
    assert shown == text


FORMATTERS = [
    f.number, f.signed, f.percent, f.duration, f.duration_words, f.power, f.heart_rate, f.milliseconds,
    f.work, f.load, f.ratio,
    lambda value: f.distance(value, "imperial"), lambda value: f.pace(value, "imperial"),
    lambda value: f.swim_pace(value, "imperial"), lambda value: f.speed(value, "imperial"),
    lambda value: f.pace_of(value, "running", "metric"), lambda value: f.elevation(value, "imperial"),
    lambda value: f.weight(value, "imperial"), lambda value: f.temperature(value, "imperial"),
    lambda value: f.cadence(value, "running"),
]  # fmt: skip


@pytest.mark.parametrize("unknown", [None, math.nan])
@pytest.mark.parametrize("formatter", FORMATTERS)
def test_the_unknown_is_a_dash_and_never_zero(formatter, unknown):
    assert formatter(unknown) == "–"


def test_standing_still_has_no_pace():
    assert f.pace_of(0, "running", "metric") == "–"


def test_a_shown_value_knows_its_parts():
    shown = f.distance(42_195, "metric")

    assert (shown.number, shown.unit) == ("42.2", "km")
    assert (f.load(84).number, f.load(84).unit) == ("84", "")
