"""What accounts for a signal, so that nobody is asked about it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from analysis.evidence.context import AnswerRow, Context, MarkerRow, RaceRow
from analysis.evidence.explaining import explained_by
from metrics.selectors.signals import SignalRow
from tests.analysis.builders import TODAY, build_inputs

DAY = timedelta(days=1)
UID = UUID(int=77)


def explained(kind, *, start=TODAY - 3 * DAY, end=None, **context):
    row = SignalRow(UID, kind, start, end, "watch", "medium", ())
    return explained_by(row, build_inputs(context=Context(**context)))


def marker(kind, start=TODAY - 2 * DAY, end=None):
    return {"markers": (MarkerRow(kind, start, end),)}


@pytest.mark.parametrize(
    ("kind", "explains", "does_not"),
    [
        ("illness", "illness_onset", "load_spike"),
        ("injury", "detraining", "illness_onset"),
        ("travel", "sleep_debt", "ramp_high"),
        ("altitude", "under_recovery", "detraining"),
        ("other", "monotony_high", None),
    ],
)
def test_a_marker_explains_what_it_may_be_behind(kind, explains, does_not):
    assert explained(explains, **marker(kind)) == kind
    assert does_not is None or explained(does_not, **marker(kind)) == ""


@pytest.mark.parametrize(("ended_before", "answer"), [(0, "illness"), (6, "illness"), (7, "")])
def test_it_explains_for_a_week_after_its_last_day(ended_before, answer):
    end = TODAY - 3 * DAY - ended_before * DAY
    assert explained("under_recovery", **marker("illness", end - 4 * DAY, end)) == answer


def test_a_marker_that_begins_after_the_signal_explains_nothing():
    ended = {"start": TODAY - 9 * DAY, "end": TODAY - 4 * DAY}
    assert explained("sleep_debt", **ended, **marker("travel")) == ""


def test_an_answer_to_its_question_explains_a_signal_for_ever():
    answers = (AnswerRow(str(UID), "sleep_debt", date(2026, 6, 1)),)
    assert explained("sleep_debt", answers=answers) == "answered"


def test_an_answer_of_the_same_kind_explains_the_days_it_is_about():
    about = AnswerRow("another", "sleep_debt", TODAY, TODAY - 5 * DAY, TODAY)
    assert explained("sleep_debt", answers=(about,)) == "answered"
    assert explained("load_spike", answers=(about,)) == ""
    assert explained("sleep_debt", start=TODAY, answers=(about,)) == ""


def test_a_race_explains_its_load_and_the_rest_before_it():
    assert explained("load_spike", races=(RaceRow("running", TODAY - DAY, "B"),)) == "race"
    assert explained("form_high", races=(RaceRow("running", TODAY + 10 * DAY, "A"),)) == "race"
    assert explained("form_low", races=(RaceRow("running", TODAY + 10 * DAY, "A"),)) == ""
