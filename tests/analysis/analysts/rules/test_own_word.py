"""What the athlete has said is heeded: explained signals are not asked about, and the ill are not trained."""

from datetime import date, timedelta

import jsonschema
import pytest

from analysis.evidence.context import AdviceRow, AnswerRow, Context, MarkerRow
from analysis.evidence.private import Private
from tests.analysis.builders import TODAY, WEEK, build_pack, even_nights, explain, headline, texts
from tests.analysis.schema import BODY

DAY = timedelta(days=1)
SPIKE = [*WEEK * 25, 60, 210, 0]


def marked(kind, since=TODAY - 2 * DAY, end=None):
    return Context(markers=(MarkerRow(kind, since, end),))


def short_nights():
    nights = even_nights(67)
    nights["sleep_s"][-8:] -= 6000
    return nights


def of_kind(answered, kind):
    return next(each for each in answered["findings"] if each["kind"] == kind)


def questions(answered):
    return [each["text"] for each in answered["questions"]]


class TestAsking:
    def test_an_unexplained_signal_leads_to_one_question_about_it(self):
        answered = explain(SPIKE)
        [asked] = answered["questions"]
        assert asked["text"] == "Was this session meant to be so long or hard, such as a race or a day out?"
        assert [asked["about"]] == of_kind(answered, "load_spike")["signal_uids"]

    def test_short_nights_are_asked_about_and_travel_explains_them(self):
        assert questions(explain(WEEK * 26, nights=short_nights())) == ["What kept your nights short?"]
        told = explain(WEEK * 26, nights=short_nights(), context=marked("travel"))
        assert questions(told) == []
        assert texts(of_kind(told, "sleep_debt"))[-1] == (
            "You marked travel around these days, which may be behind it."
        )

    def test_an_answered_question_is_not_asked_again(self):
        [asked] = explain(SPIKE)["questions"]
        answer = AnswerRow(asked["about"], "load_spike", TODAY)
        told = explain(SPIKE, context=Context(answers=(answer,)))
        assert questions(told) == []
        assert texts(of_kind(told, "load_spike"))[-1] == "What you said about it is noted."

    def test_missing_nights_are_not_asked_about_again_within_a_month(self):
        nights = even_nights(67)
        nights["hrv_rmssd_ms"][-9:-4] = float("nan")
        [asked] = explain(WEEK * 26, nights=nights)["questions"]
        for ago, again in ((30, []), (31, ["Was the watch worn in the nights without HRV?"])):
            answer = AnswerRow(asked["about"], "data_gap", TODAY - ago * DAY)
            told = explain(WEEK * 26, nights=nights, context=Context(answers=(answer,)))
            assert questions(told) == again

    def test_a_pause_is_not_asked_about_when_it_was_marked(self):
        pause = [*WEEK * 25, *[0.0] * 15]
        [asked] = explain(pause)["questions"]
        assert asked["about"] == "pause@2026-11-07"
        assert questions(explain(pause, context=marked("travel", TODAY - 12 * DAY))) == []

    def test_the_cycle_is_no_mark(self):
        pause = [*WEEK * 25, *[0.0] * 15]
        assert explain(pause, context=Context(private=Private(cycle_day=5)))["questions"]

    def test_three_questions_are_enough(self):
        loads = [*WEEK * 20, *[150.0] * 12, 400.0]
        answered = explain(loads, nights=short_nights())
        assert len([each for each in answered["findings"] if each["severity"] != "info"]) > 3
        assert len(answered["questions"]) == 3


@pytest.mark.parametrize("kind", ["illness", "injury"])
class TestStopping:
    def test_there_is_no_advice_about_training_while_it_lasts(self, kind):
        for loads in (SPIKE, WEEK * 26, [*WEEK * 25, *[0.0] * 15]):
            answered = explain(loads, nights=short_nights(), context=marked(kind))
            advised = {each["category"] for each in answered["recommendations"]}
            assert advised <= {"health", "sleep"}
            jsonschema.validate(answered, BODY)

    def test_it_is_the_headline_and_the_first_advice(self, kind):
        answered = explain(WEEK * 26, context=marked(kind))
        words = {"illness": "ill", "injury": "injured"}
        assert headline(answered).startswith(f"You have been {words[kind]} for 3 days by your own word, so ")
        assert answered["recommendations"][0]["priority"] == "must"
        assert [each["code"] for each in answered["safety"]] == [kind]
        [first] = [each for each in answered["findings"] if each["severity"] == "watch"]
        assert texts(first)[0].startswith(
            f"By your own word you have been {words[kind]} since Fri 20 Nov, 3 days"
        )

    def test_once_it_has_ended_training_is_advised_again(self, kind):
        answered = explain(WEEK * 26, context=marked(kind, TODAY - 9 * DAY, TODAY))
        assert [each["category"] for each in answered["recommendations"]] == ["planning"]
        assert headline(answered).startswith("You are ")


def test_travel_stops_nothing():
    assert explain(WEEK * 26, context=marked("travel"))["recommendations"]


class TestDismissing:
    def advice(self, loads, *, kind, category, ago, state="dismissed"):
        row = AdviceRow(kind, category, state, TODAY - ago * DAY)
        return [
            each["category"] for each in explain(loads, context=Context(advice=(row,)))["recommendations"]
        ]

    @pytest.mark.parametrize(("ago", "again"), [(0, []), (13, []), (14, ["planning"])])
    def test_dismissed_advice_rests_for_two_weeks(self, ago, again):
        assert self.advice(WEEK * 26, kind="other", category="planning", ago=ago) == again

    @pytest.mark.parametrize("state", ["open", "accepted", "done"])
    def test_other_acts_keep_nothing_away(self, state):
        assert self.advice(WEEK * 26, kind="other", category="planning", ago=1, state=state) == ["planning"]

    def test_advice_of_another_kind_is_given(self):
        assert self.advice(WEEK * 26, kind="form_low", category="planning", ago=1) == ["planning"]

    def test_what_is_grave_is_advised_all_the_same(self):
        pack = build_pack(SPIKE)
        assert [each.severity for each in pack.signals] == ["act"]
        assert self.advice(SPIKE, kind="load_spike", category="load", ago=1) == ["load"]


def test_two_analyses_of_the_same_evidence_are_the_same_to_the_byte():
    context = Context(
        markers=(
            MarkerRow("illness", date(2026, 11, 18), None),
            MarkerRow("travel", date(2026, 11, 1), None),
        ),
        advice=(AdviceRow("other", "planning", "dismissed", TODAY),),
    )
    one, other = (explain(SPIKE, nights=short_nights(), context=context) for _ in range(2))
    assert repr(one) == repr(other)
    assert build_pack(SPIKE, context=context).canonical == build_pack(SPIKE, context=context).canonical
