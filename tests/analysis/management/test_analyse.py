"""`manage.py analyse`: one line of JSON, or the sentences."""

import json

import jsonschema
import pytest
from django.core.management import call_command

from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.analysis.schema import ANSWER


def run(capsys, *arguments):
    """Exit code, standard output and standard error."""
    try:
        call_command("analyse", *arguments)
        code = 0
    except SystemExit as stopped:
        code = stopped.code
    out, err = capsys.readouterr()
    return code, out, err


def test_the_answer_is_exactly_one_line(athlete, capsys):
    train(athlete, WEEK * 25)
    code, out, err = run(capsys, "ada@example.org", "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    answered = json.loads(out)
    jsonschema.validate(answered, ANSWER)
    assert (answered["engine"], answered["status"], answered["reason"]) == ("rules", "ok", None)
    assert (answered["start"], answered["end"]) == ("2026-11-16", "2026-11-23")


def test_another_window_and_engine_can_be_asked_for(athlete, capsys):
    code, out, _ = run(capsys, "ADA@example.org", "--engine", "claude", "--days", "30", "--json")
    answered = json.loads(out)
    assert (code, answered["engine"], answered["status"]) == (0, "rules", "fallback")
    assert (answered["start"], answered["end"]) == ("2026-10-24", "2026-11-23")


def test_without_json_the_sentences_are_printed(athlete, capsys):
    code, out, _ = run(capsys, "ada@example.org")
    assert (code, out) == (0, "Nothing has come in yet: your form begins with the first activity.\n")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nobody@example.org"], "ATHLETE_UNKNOWN: No athlete has the address nobody@example.org.\n"),
        (["ada@example.org", "--days", "0"], "DAYS_INVALID: --days takes 1 to 90.\n"),
        (["ada@example.org", "--days", "91"], "DAYS_INVALID: --days takes 1 to 90.\n"),
    ],
)
def test_bad_input_is_refused_with_a_code(athlete, capsys, arguments, expected):
    assert run(capsys, *arguments, "--json") == (2, "", expected)
