"""ZWO files against what is publicly known of the format."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue import catalogue
from plans.exports.planned import NotExpressible
from plans.exports.zwo import workout_zwo
from tests.plans.exports.made import KNOWN, planned

HEAD = ["author", "name", "description", "sportType", "tags", "workout"]
ATTRIBUTES = {
    "Warmup": {"Duration": int, "PowerLow": float, "PowerHigh": float},
    "Cooldown": {"Duration": int, "PowerLow": float, "PowerHigh": float},
    "SteadyState": {"Duration": int, "Power": float},
    "IntervalsT": {
        "Repeat": int,
        "OnDuration": int,
        "OffDuration": int,
        "OnPower": float,
        "OffPower": float,
    },
    "FreeRide": {"Duration": int, "FlatRoad": int},
}
"""Every element that we write, with exactly these attributes of these types."""


def read(content: bytes) -> list[tuple[str, dict[str, str]]]:
    workout = ElementTree.fromstring(content).find("workout")
    assert workout is not None
    return [(each.tag, each.attrib) for each in workout]


def assert_valid(content: bytes) -> None:
    """The rules of the format: order of the head, known elements, whole seconds, sensible parts of FTP."""
    root = ElementTree.fromstring(content)
    assert content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    assert root.tag == "workout_file"
    assert [each.tag for each in root] == HEAD
    assert root.findtext("sportType") in ("bike", "run")
    workout = root.find("workout")
    assert workout is not None
    assert len(workout) > 0
    for element in workout:
        rules = ATTRIBUTES[element.tag]
        assert set(element.attrib) == set(rules)
        for name, value in element.attrib.items():
            number = rules[name](value)
            assert 0 <= number <= 5 if "Power" in name else number >= 0
        for event in element:
            assert event.tag == "textevent"
            assert set(event.attrib) == {"timeoffset", "message"}
            assert int(event.attrib["timeoffset"]) >= 0


def seconds(content: bytes) -> int:
    total = 0
    for tag, found in read(content):
        if tag == "IntervalsT":
            total += int(found["Repeat"]) * (int(found["OnDuration"]) + int(found["OffDuration"]))
        else:
            total += int(found["Duration"])
    return total


def test_intervals_ramps_and_parts_of_the_threshold() -> None:
    content = workout_zwo(planned())

    assert_valid(content)
    assert read(content) == [
        ("Warmup", {"Duration": "600", "PowerLow": "0.400", "PowerHigh": "0.550"}),
        (
            "IntervalsT",
            {
                "Repeat": "4",
                "OnDuration": "300",
                "OffDuration": "120",
                "OnPower": "1.000",
                "OffPower": "0.500",
            },
        ),
        ("Cooldown", {"Duration": "600", "PowerLow": "0.550", "PowerHigh": "0.450"}),
    ]
    assert b'message="push"' in content
    assert "Formline Threshold 4 × 5" in content.decode()


def test_watts_are_parts_of_todays_threshold_and_zones_need_none() -> None:
    assert read(workout_zwo(planned("- 20m 200w"))) == [
        ("SteadyState", {"Duration": "1200", "Power": "0.800"})
    ]
    zones = planned("- 20m Z3", thresholds=Thresholds())
    assert read(workout_zwo(zones)) == [("SteadyState", {"Duration": "1200", "Power": "0.825"})]


def test_a_run_is_in_parts_of_the_threshold_speed() -> None:
    run = planned("- 20m 80% Pace\n- 1km 100% Pace", Sport.RUNNING)

    content = workout_zwo(run)

    assert_valid(content)
    assert read(content) == [
        ("SteadyState", {"Duration": "1200", "Power": "0.800"}),
        ("SteadyState", {"Duration": "250", "Power": "1.000"}),
    ]
    assert b"<sportType>run</sportType>" in content


def test_what_has_no_power_is_ridden_freely_with_a_message() -> None:
    content = workout_zwo(planned("- 20m 80%\n\n3x\n- sprint 10s RPE 10\n- Recover 50s 50%"))

    assert_valid(content)
    assert [tag for tag, _ in read(content)] == ["SteadyState", *["FreeRide", "SteadyState"] * 3]
    assert 'message="sprint · RPE 10"' in content.decode()


@pytest.mark.parametrize("sport", [Sport.RUNNING, Sport.CYCLING])
def test_every_session_of_the_catalogue_is_valid_and_as_long_as_planned(sport: Sport) -> None:
    for each in catalogue(sport, KNOWN, "advanced")[::7]:
        if each.sport is not sport:
            continue
        content = workout_zwo(planned(sport=sport, steps=each.steps))
        assert_valid(content)
        assert seconds(content) == pytest.approx(each.minutes * 60, abs=30)


@pytest.mark.parametrize(
    ("text", "sport", "thresholds", "code"),
    [
        ("- 20m Z2 HR", Sport.CYCLING, KNOWN, "ZWO_NO_POWER"),
        ("- 20m RPE 5", Sport.RUNNING, KNOWN, "ZWO_NO_POWER"),
        ("- 20m", Sport.CYCLING, KNOWN, "ZWO_NO_POWER"),
        ("- 20m Z2 Pace", Sport.SWIMMING, KNOWN, "ZWO_NO_SPORT"),
        ("- 20km 70%", Sport.CYCLING, KNOWN, "ZWO_NO_DURATION"),
        ("- 5km 80% Pace", Sport.RUNNING, Thresholds(), "ZWO_NO_DURATION"),
        ("- 20m 200w", Sport.CYCLING, Thresholds(), "THRESHOLD_MISSING"),
    ],
)
def test_what_cannot_be_said_has_a_name(text: str, sport: Sport, thresholds: Thresholds, code: str) -> None:
    with pytest.raises(NotExpressible) as raised:
        workout_zwo(planned(text, sport, thresholds=thresholds))

    assert raised.value.code == code
    assert raised.value.status == 422


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    content = workout_zwo(planned(title="Tempo <&>\r\n\x0b\x1b run\ud800\uffff"))

    assert_valid(content)
    assert ElementTree.fromstring(content).findtext("name") == "Formline Tempo <&> run"
