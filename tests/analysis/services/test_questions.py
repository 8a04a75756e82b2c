"""One question about each thing; its answer is heeded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from analysis.evidence import assemble, read
from analysis.models import Analysis, Memory, Question
from analysis.selectors.questions import open_questions, questions
from analysis.services.analysing import analyse
from analysis.services.questions import answer_question, dismiss_question, put_questions
from athletes.models import Athlete
from config.core.errors import DataNotFoundError, DataValidationError
from metrics.models import Annotation, Signal
from metrics.services.signals import acknowledge
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory
from tests.factories.signals import SignalFactory

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def signal(athlete: Athlete) -> Signal:
    return SignalFactory(athlete=athlete)


@pytest.fixture
def question(athlete: Athlete, signal: Signal) -> Question:
    return Question.objects.create(athlete=athlete, about=str(signal.uid), kind=signal.kind, text="Why?")


def answered(question: Question, text: str = "I flew home", **options: object) -> Question:
    return answer_question(question=question, user=question.athlete.user, text=text, **options)  # type: ignore[arg-type]


def test_an_analysis_asks_once_about_each_thing(athlete: Athlete) -> None:
    first = analyse(athlete=athlete)
    put_questions(analysis=first)
    analyse(athlete=athlete, today=TODAY - timedelta(days=1))

    row = Question.objects.get()
    assert (row.about, row.kind, row.state) == (f"activities@{TODAY:%Y-%m}", "activities", "open")
    assert row.text == first.body["questions"][0]["text"]


def test_a_question_about_a_signal_has_its_kind(athlete: Athlete, signal: Signal) -> None:
    asked = {"id": "Q1", "text": "Why?", "about": str(signal.uid)}
    fact = {"uid": str(signal.uid), "kind": signal.kind}
    analysis = analyse(athlete=athlete)
    Question.objects.all().delete()
    analysis.pack, analysis.body = {"signals": [fact]}, {"questions": [asked]}

    put_questions(analysis=analysis)

    assert Question.objects.get().kind == "load_spike"


def test_the_answer_is_a_marker_of_the_days_of_the_signal(question: Question, signal: Signal) -> None:
    row = answered(question)

    marker = Annotation.objects.get()
    assert (marker.kind, marker.start, marker.end) == ("answer", signal.start, signal.end)
    assert (marker.note, row.annotation, row.state, row.answered_by) == (
        "I flew home",
        marker,
        "answered",
        question.athlete.user,
    )
    signal.refresh_from_db()
    assert signal.answer == "I flew home"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I had a fever", "illness"),
        ("My knee hurts", "injury"),
        ("I flew home", "answer"),
        ("No fever, only wine", "answer"),
    ],
)
def test_who_answers_with_an_illness_is_marked_as_ill_on_those_days(
    question: Question, signal: Signal, said: str, kind: str
) -> None:
    answered(question, "I flew home")
    answered(question, said)

    marker = Annotation.objects.get()
    assert (marker.kind, marker.start, marker.end) == (kind, signal.start, signal.end)


def test_what_still_goes_on_is_answered_up_to_today(question: Question, signal: Signal) -> None:
    Signal.objects.filter(pk=signal.pk).update(end=None)

    answered(question)

    assert Annotation.objects.get().end == TOMORROW


@pytest.mark.parametrize(
    ("about", "start"), [("pause@2026-11-07", "2026-11-07"), ("gap.hrv@2026-11", "2026-11-01")]
)
def test_what_is_no_signal_is_answered_since_it_began(athlete: Athlete, about: str, start: str) -> None:
    row = Question.objects.create(athlete=athlete, about=about, kind="pause", text="Why?")

    answered(row)

    marker = Annotation.objects.get()
    assert (marker.start.isoformat(), marker.end) == (start, TOMORROW)


def test_later_analyses_heed_the_answer(athlete: Athlete) -> None:
    analyse(athlete=athlete)
    answered(Question.objects.get(), "The watch is new")

    assert analyse(athlete=athlete).body["questions"] == []
    assert assemble(read(athlete=athlete, today=TODAY, days=7)).asked == ("activities",)


def test_answering_again_replaces_the_answer(question: Question) -> None:
    answered(question)
    answered(question, "It was a race")

    assert Annotation.objects.get().note == "It was a race"


def test_an_answer_is_remembered_where_that_is_wanted(question: Question) -> None:
    answered(question, "I fly every month", remembers=True)

    fact = Memory.objects.get()
    assert (fact.text, fact.origin) == ("I fly every month", "answer")


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
def test_no_answer_and_an_endless_one_are_refused(question: Question, text: str) -> None:
    with pytest.raises(DataValidationError):
        answered(question, text)
    assert not Annotation.objects.exists()


def test_a_question_is_left_unanswered_and_its_answer_goes(question: Question) -> None:
    answered(question)

    row = dismiss_question(question=question, user=question.athlete.user)

    assert (row.state, row.answer, row.annotation) == ("dismissed", "", None)
    assert not Annotation.objects.alive().exists()


def test_a_coach_needs_leave_to_write_notes(question: Question) -> None:
    link = CoachLinkFactory(athlete=question.athlete, scopes={"analysis": "write", "notes": "read"})

    with pytest.raises(DataNotFoundError):
        answer_question(question=question, user=link.coach, text="A flight")
    assert not Annotation.objects.exists()

    link.scopes = {"analysis": "write", "notes": "write"}
    link.save()
    assert answer_question(question=question, user=link.coach, text="A flight").answered_by == link.coach


def test_what_somebody_knows_already_is_not_asked_any_more(question: Question, signal: Signal) -> None:
    acknowledge(signal=signal, user=question.athlete.user)

    put_questions(analysis=Analysis(athlete=question.athlete, pack={}, body={}))

    assert not Question.objects.exists()


def test_what_the_data_answer_by_now_is_not_asked_any_more(athlete: Athlete) -> None:
    analyse(athlete=athlete)
    assert open_questions(athlete).count() == 1
    train(athlete, WEEK * 25)
    since = TODAY - timedelta(days=40)
    Question.objects.create(athlete=athlete, about=f"pause@{since}", kind="pause", text="A break?")

    analyse(athlete=athlete, today=TODAY - timedelta(days=1))
    assert open_questions(athlete).count() == 2

    analyse(athlete=athlete)
    assert open_questions(athlete).count() == 0


def test_questions_about_what_is_hidden_are_hidden(athlete: Athlete, question: Question) -> None:
    heart = SignalFactory(athlete=athlete, kind="illness_onset", needs="heart,load")
    for about, kind in (
        (str(heart.uid), heart.kind),
        ("gap.hrv@2026-11", "gap.hrv"),
        ("pause@2026-11-07", "pause"),
    ):
        Question.objects.create(athlete=athlete, about=about, kind=kind, text="Why?")

    assert questions(athlete).count() == 4
    assert {row.kind for row in open_questions(athlete, {"heart"})} == {"load_spike", "pause"}


def test_what_claude_asks_is_hidden_from_who_may_not_see_everything(question: Question) -> None:
    analysis = analyse(athlete=question.athlete)
    Analysis.objects.filter(pk=analysis.pk).update(engine="claude")
    Question.objects.filter(pk=question.pk).update(analysis=analysis)

    assert question not in questions(question.athlete, {"cycle"})
