"""What people do with advice, and that the next analysis knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from analysis.analysts.base import Workout
from analysis.analysts.rules import RulesAnalyst
from analysis.evidence import assemble, read
from analysis.models import Advice, Analysis
from analysis.selectors.analyses import as_json, of_today
from analysis.services.advice import act_on_advice
from analysis.services.analysing import analyse
from athletes.models import Athlete
from config.core.errors import DataNotFoundError, DataValidationError
from plans.models import PlannedSession
from plans.services.sessions.doing import remove_session
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory

READS = dict.fromkeys(("heart", "sleep", "body", "notes", "cycle", "profile", "plan"), "read")
STEPS = [{"kind": "work", "duration_s": 2400, "target": "rpe", "low": 3, "high": 3}]


@pytest.fixture
def analysis(athlete: Athlete) -> Analysis:
    train(athlete, WEEK * 25)
    return analyse(athlete=athlete)


@pytest.fixture
def with_workout(analysis: Analysis) -> Analysis:
    body = {**analysis.body, "workouts": [_workout(TODAY + timedelta(days=1))]}
    Analysis.objects.filter(pk=analysis.pk).update(body=body)
    analysis.refresh_from_db()
    return analysis


def _workout(day: Any) -> dict[str, Any]:
    fields = {name: "" for name in Workout.__dataclass_fields__}
    return {
        **fields,
        **{"id": "W1", "date": day.isoformat(), "sport": "running", "title": "Easy run", "steps": STEPS},
    }


def act(analysis: Analysis, state: str, key: str = "R1", user: Any = None) -> Advice:
    return act_on_advice(analysis=analysis, user=user or analysis.athlete.user, key=key, state=state)


def state_of(analysis: Analysis, part: str = "recommendations") -> str:
    return as_json(Analysis.objects.get(pk=analysis.pk))[part][0]["state"]


@pytest.mark.parametrize("state", ["accepted", "dismissed", "done", "open"])
def test_what_is_done_with_advice_is_shown_wherever_the_analysis_is(analysis: Analysis, state: str) -> None:
    act(analysis, state)

    assert state_of(analysis) == state
    shown = of_today(analysis.athlete)
    assert shown is not None
    assert shown["recommendations"][0]["state"] == state


def test_doing_it_twice_changes_nothing(analysis: Analysis) -> None:
    first = act(analysis, "done")
    again = act(analysis, "done")

    assert (again.pk, again.revision) == (first.pk, first.revision)


def test_the_next_analysis_knows_what_became_of_it(analysis: Analysis) -> None:
    row = act(analysis, "dismissed")

    athlete = analysis.athlete
    pack = assemble(read(athlete=athlete, today=athlete.today(), days=7))
    assert [(each.kind, each.category, each.state) for each in pack.previous] == [
        (row.kind, row.category, "dismissed")
    ]
    given = RulesAnalyst().analyse(pack).recommendations
    kinds = {each.id: each.kind for each in RulesAnalyst().analyse(pack).findings}
    assert (row.kind, row.category) not in {(kinds[each.finding_ids[0]], each.category) for each in given}


@pytest.mark.parametrize("key", ["R9", "W1", "F1", ""])
def test_what_was_not_advised_is_not_found(analysis: Analysis, key: str) -> None:
    with pytest.raises(DataNotFoundError):
        act(analysis, "done", key=key)
    assert not Advice.objects.exists()


def test_a_draft_is_not_acted_on(analysis: Analysis) -> None:
    analysis.status = Analysis.Status.DRAFT

    with pytest.raises(DataNotFoundError):
        act(analysis, "done")


def test_an_accepted_workout_goes_into_the_calendar_once(with_workout: Analysis) -> None:
    act(with_workout, "accepted", key="W1")
    act(with_workout, "open", key="W1")
    row = act(with_workout, "accepted", key="W1")

    session = PlannedSession.objects.get()
    assert (session.title, session.day, session.minutes) == ("Easy run", TODAY + timedelta(days=1), 40)
    assert row.session_uid == session.uid
    shown = as_json(with_workout)["workouts"][0]
    assert (shown["state"], shown["session_uid"]) == ("accepted", str(session.uid))


def test_a_workout_that_was_taken_out_again_can_be_put_back(with_workout: Analysis) -> None:
    act(with_workout, "accepted", key="W1")
    remove_session(session=PlannedSession.objects.get(), user=with_workout.athlete.user)

    row = act(with_workout, "accepted", key="W1")

    assert PlannedSession.objects.alive().get().uid == row.session_uid


def test_what_the_calendar_refuses_stays_open(with_workout: Analysis) -> None:
    with_workout.body["workouts"] = [_workout(TODAY - timedelta(days=1))]

    with pytest.raises(DataValidationError):
        act(with_workout, "accepted", key="W1")
    assert not Advice.objects.exists()
    assert not PlannedSession.objects.exists()


def test_a_coach_needs_leave_to_write_the_plan_for_a_workout(with_workout: Analysis) -> None:
    scopes = {**READS, "analysis": "write"}
    link = CoachLinkFactory(athlete=with_workout.athlete, scopes=scopes)

    with pytest.raises(DataNotFoundError):
        act(with_workout, "accepted", key="W1", user=link.coach)
    assert not PlannedSession.objects.exists()

    link.scopes = {**scopes, "plan": "write"}
    link.save()
    assert act(with_workout, "accepted", key="W1", user=link.coach).author == link.coach


def test_who_reads_other_words_cannot_name_a_part_of_these(athlete: Athlete) -> None:
    train(athlete, WEEK * 25)
    for ago in range(90):
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago))
    analysis = analyse(athlete=athlete)
    coach = CoachLinkFactory(athlete=athlete, coach=UserFactory(), scopes={"analysis": "write"}).coach
    key = analysis.body["recommendations"][0]["id"]

    with pytest.raises(DataNotFoundError):
        act(analysis, "done", key=key, user=coach)
    assert not Advice.objects.exists()
