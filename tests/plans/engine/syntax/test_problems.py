"""Every problem has a name, a line and a sentence that says what to write."""

import pytest

from athletes.sources.records import Sport
from plans.engine.syntax import Problem, SyntaxProblems, parse, read


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("10m Z2", "DASH_MISSING", "write - 10m Z2"),
        ("easy 10m Z2", "DASH_MISSING", "write - easy 10m Z2"),
        ("400m Z2", "DASH_MISSING", "write - 400m Z2"),
        ("- Z2", "LENGTH_MISSING", "- 10m Z2"),
        ("- easy", "LENGTH_MISSING", "- 1km Z2"),
        ("-", "LENGTH_MISSING", "- 10m Z2"),
        ("- 10foo Z2", "LENGTH_UNKNOWN", "'10foo'"),
        ("- 400m Z2", "LENGTH_AMBIGUOUS", "400mtr for metres, or 6h40m"),
        ("- 1.01m Z2", "LENGTH_NOT_WHOLE", "whole number of seconds"),
        ("- 10m 1km Z2", "LENGTH_TWICE", "a time or a distance"),
        ("- 0s", "DURATION_OUT_OF_RANGE", "1 second"),
        ("- 25h", "DURATION_OUT_OF_RANGE", "24 hours"),
        ("- 900km", "DISTANCE_OUT_OF_RANGE", "500 km"),
        ("- Z2 10m", "TARGET_BEFORE_LENGTH", "write - 10m Z2"),
        ("- RPE 7 10m", "TARGET_BEFORE_LENGTH", "write - 10m RPE 7"),
        ("- 4:75/km 10m", "TARGET_BEFORE_LENGTH", "before the length"),
        ("- 10m fast", "TARGET_UNKNOWN", "write Z2, 75%"),
        ("- 10m 70", "UNIT_MISSING", "70%, 70w"),
        ("- 10m Z2 Z3", "TARGET_TWICE", "give one"),
        ("- 10m Z2 easy", "NOTE_AFTER_TARGET", "before the length"),
        ("- 10m 95% LTHR", "TARGET_UNSUPPORTED", "Z4 HR"),
        ("- 10m 60% MMP 5m", "TARGET_UNSUPPORTED", "75%"),
        ("- 10m Z9", "VALUE_OUT_OF_RANGE", "A power zone lies between 1 and 7"),
        ("- 10m Z6 HR", "VALUE_OUT_OF_RANGE", "A heart rate zone lies between 1 and 5"),
        ("- 10m 900%", "VALUE_OUT_OF_RANGE", "between 1 and 500"),
        ("- 10m RPE 11", "VALUE_OUT_OF_RANGE", "RPE lies between 1 and 10"),
        ("- 10m 4:75/km", "PACE_FORMAT", "4:05"),
        ("- 10m 4:5/km", "PACE_FORMAT", "4:05"),
        ("- 10m 4:/km", "PACE_FORMAT", "4:05/km Pace"),
        ("- 10m 4:00/kg", "PACE_UNIT", "4:00/km"),
        ('- "easy 10m', "NOTE_UNCLOSED", 'another "'),
        (f"- {'x' * 201} 10m", "NOTE_INVALID", "200 characters"),
        ("- 10m ramp Z1-Z2", "RAMP_TARGET", "ramp 50-75%"),
        ("- 10m ramp 70%", "RAMP_TARGET", "two numbers"),
        ("- 1km ramp 50-75%", "RAMP_DISTANCE", "needs a time"),
        ("- 4x", "REPEAT_DASHED", "write 4x without a dash"),
        ("4x", "REPEAT_EMPTY", "right below"),
        ("0x\n- 1m", "REPEAT_COUNT", "between 1 and 99"),
        ("", "EMPTY", "- 10m Z2"),
        ("Warmup", "EMPTY", "- 10m Z2"),
        ("99x\n- 1m\n- 1m\n- 1m", "TOO_MANY_STEPS", "At most 200"),
        ("x" * 20_001, "TEXT_TOO_LONG", "20000"),
    ],
)
def test_each_problem_says_what_to_write_instead(line: str, code: str, hint: str) -> None:
    _, problems = read(line)

    assert [(each.code, each.line) for each in problems] == [(code, 1)]
    assert hint in problems[0].message


def test_every_wrong_line_is_told_with_its_number_and_the_rest_is_read() -> None:
    steps, problems = read("- 10m Z9\n\n2x\n- Z2\n\n3x\n\n- 5m")

    assert [(each.code, each.line) for each in problems] == [
        ("VALUE_OUT_OF_RANGE", 1),
        ("LENGTH_MISSING", 4),
        ("REPEAT_EMPTY", 6),
    ]
    assert len(steps) == 1


def test_parsing_raises_with_all_problems() -> None:
    with pytest.raises(SyntaxProblems, match=r"line 1: .*line 2: ") as raised:
        parse("- Z1\n- Z2")

    assert [each.line for each in raised.value.problems] == [1, 2]
    assert isinstance(raised.value.problems[0], Problem)


@pytest.mark.parametrize(("minutes", "is_doubtful"), [(25, False), (50, True), (60, False), (100, True)])
def test_in_the_pool_lengths_that_could_be_metres_are_asked_about(minutes: int, is_doubtful: bool) -> None:
    _, problems = read(f"- {minutes}m Z2", Sport.SWIMMING)

    assert [each.code for each in problems] == (["LENGTH_AMBIGUOUS"] if is_doubtful else [])
    assert read(f"- {minutes}m Z2", Sport.RUNNING)[1] == ()
