"""Plans follow what happened: what is proposed, when, and what never changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from metrics.models import Day, Race
from metrics.services.annotations import add_annotation, end_annotation
from metrics.services.races import create_race, update_race
from plans.engine.adapt.limits import WEEK_GROWS
from plans.models import Following, Plan, PlanProposal
from plans.services.blackouts import add
from plans.services.history import undo_change
from plans.services.proposals import accept_proposal, refuse_proposal
from plans.services.sessions import lock_session, move_session
from plans.services.snapshots import snapshot
from tests.factories.athletes import ThresholdFactory
from tests.factories.connected import ConnectionFactory
from tests.factories.metrics import DayFactory
from tests.factories.races import RaceFactory
from tests.factories.signals import SignalFactory
from tests.plans.services.lived import (
    SUNDAY,
    at,
    do,
    easy_session,
    key_session,
    look,
    planned,
    runner,
    sessions,
    standing_still,
    went_by,
)

DAY = timedelta(days=1)
SECOND_SUNDAY, SECOND_MONDAY = SUNDAY + 14 * DAY, SUNDAY + 15 * DAY

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with standing_still() as moving:
        yield moving


@pytest.fixture
def plan() -> Plan:
    return planned(runner())


def all_of(plan: Plan) -> list[dict[str, object]]:
    return [snapshot(each) for each in sessions(plan)]


def ahead(plan: Plan, day: date) -> list[dict[str, object]]:
    return [row for row in all_of(plan) if str(row["day"]) > day.isoformat()]


class TestMissed:
    def test_after_one_missed_easy_session_nothing_changes(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        easy = easy_session(plan)
        tomorrow = easy.day + DAY
        before = ahead(plan, tomorrow)
        went_by(clock, plan, tomorrow, easy.day)

        assert look(plan) is None

        easy.refresh_from_db()
        assert easy.state == "missed"
        assert ahead(plan, tomorrow) == before

    def test_a_missed_long_run_is_proposed_for_another_day(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        long = next(each for each in sessions(plan) if each.kind == "long")
        went_by(clock, plan, long.day + DAY, long.day)
        before = all_of(plan)

        proposal = look(plan)

        assert proposal is not None
        assert (proposal.cause, proposal.fingerprint) == ("missed_key", f"missed_key:{long.uid}")
        change, *later = proposal.changes
        assert {each["reason"] for each in later} <= {WEEK_GROWS}
        assert change["after"]["kind"] == "long"
        assert date.fromisoformat(change["after"]["day"]) <= long.day + 3 * DAY
        assert (change["evidence"][0]["metric"], change["evidence"][0]["value"]) == (
            "session_not_done",
            long.minutes,
        )
        # Nothing is done before somebody agrees.
        assert ahead(plan, long.day) == [row for row in before if str(row["day"]) > long.day.isoformat()]

    def test_what_was_refused_is_not_proposed_again(self, plan: Plan, clock: time_machine.Traveller) -> None:
        long = next(each for each in sessions(plan) if each.kind == "long")
        went_by(clock, plan, long.day + DAY, long.day)
        proposal = look(plan)
        assert proposal is not None

        refuse_proposal(proposal=proposal, user=plan.athlete.user)

        assert look(plan) is None
        assert PlanProposal.objects.get().state == "refused"

    def test_a_proposal_that_nobody_answered_is_overtaken(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        long = next(each for each in sessions(plan) if each.kind == "long")
        went_by(clock, plan, long.day + DAY, long.day)
        assert look(plan) is not None

        went_by(clock, plan, long.day + 5 * DAY, long.day)

        assert look(plan) is None
        assert PlanProposal.objects.get().state == "outdated"


class TestIllness:
    def test_a_marker_stops_intensity_at_once_and_the_return_is_graded(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        went_by(clock, plan, SECOND_MONDAY)
        assert look(plan) is None

        marker = add_annotation(athlete=plan.athlete, kind="illness", start=SECOND_MONDAY)
        proposal = look(plan)

        assert proposal is not None
        assert (proposal.cause, proposal.fingerprint) == ("illness", "illness:2026-12-07:2026-12-10:open")
        assert proposal.reason.startswith("You have been ill since Mon 7 Dec: rest, and nothing hard")
        accept_proposal(proposal=proposal, user=plan.athlete.user)
        rest = [each for each in sessions(plan) if SECOND_MONDAY < each.day < SECOND_MONDAY + 3 * DAY]
        near = [each for each in sessions(plan) if SECOND_MONDAY < each.day < SECOND_MONDAY + 6 * DAY]
        assert rest == []
        assert not any(each.hard for each in near)

        clock.move_to(at(SECOND_MONDAY + 4 * DAY, 9))
        DayFactory(athlete=plan.athlete, date=SECOND_MONDAY + 4 * DAY)
        end_annotation(annotation=marker)
        proposal = look(plan)

        assert proposal is not None
        assert proposal.fingerprint == "illness:2026-12-07:2026-12-11"
        assert proposal.reason.startswith("You were ill for 4 days: 4 days easy, growing step by step.")
        accept_proposal(proposal=proposal, user=plan.athlete.user)
        back = [
            each for each in sessions(plan) if SECOND_MONDAY + 4 * DAY < each.day < SECOND_MONDAY + 8 * DAY
        ]
        assert not any(each.hard for each in back)
        # What fell into the illness was nobody's fault.
        following = look(plan)
        assert following is None or not following.cause.startswith("missed")

    def test_a_marker_that_lasts_is_looked_at_again_every_day(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        went_by(clock, plan, SECOND_MONDAY)
        add_annotation(athlete=plan.athlete, kind="injury", start=SECOND_MONDAY)
        first = look(plan)
        assert first is not None
        accept_proposal(proposal=first, user=plan.athlete.user)

        clock.move_to(at(SECOND_MONDAY + 3 * DAY, 9))

        second = look(plan)
        assert second is not None
        assert (second.cause, second.fingerprint) == ("injury", "injury:2026-12-07:2026-12-13:open")

    def test_signs_that_nobody_marked_take_out_what_is_hard(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        hard = key_session(plan, 1)
        today = hard.day - DAY
        went_by(clock, plan, today)
        SignalFactory(athlete=plan.athlete, kind="illness_onset", start=today, end=None)

        proposal = look(plan)

        assert proposal is not None
        assert proposal.fingerprint == f"illness:signs:{today}"
        assert [change["session"] for change in proposal.changes] == [str(hard.uid)]
        assert not proposal.changes[0]["after"]["hard"]


class TestRecovery:
    @pytest.fixture
    def tired(self, clock: time_machine.Traveller) -> Plan:
        """A week of low HRV up to the second Sunday, after two months of steady ones."""
        athlete = runner()
        for ago in range(1, 70):
            DayFactory(athlete=athlete, date=SUNDAY - ago * DAY, hrv_rmssd_ms=60.0 + ago % 5)
        plan = planned(athlete)
        went_by(clock, plan, SECOND_SUNDAY)
        Day.objects.filter(athlete=athlete, date__gt=SECOND_SUNDAY - 6 * DAY).update(hrv_rmssd_ms=40.0)
        return plan

    def monday(self, clock: time_machine.Traveller, plan: Plan, hour: int) -> None:
        clock.move_to(at(SECOND_MONDAY, hour))
        if not Day.objects.filter(athlete=plan.athlete, date=SECOND_MONDAY).exists():
            do(next(each for each in sessions(plan) if each.day == SECOND_SUNDAY))
            DayFactory(athlete=plan.athlete, date=SECOND_MONDAY, hrv_rmssd_ms=40.0)

    def test_low_hrv_counts_at_the_look_of_monday(self, tired: Plan, clock: time_machine.Traveller) -> None:
        assert look(tired) is None

        self.monday(clock, tired, 6)
        assert look(tired) is None

        self.monday(clock, tired, 8)
        proposal = look(tired)
        assert proposal is not None
        assert proposal.fingerprint == "recovery_low:2026-12-07:0"
        assert not any(change["after"] and change["after"]["hard"] for change in proposal.changes)
        assert {row["metric"] for row in proposal.evidence} >= {"hrv_week"}

    def test_what_the_look_proposed_still_waits_on_tuesday(
        self, tired: Plan, clock: time_machine.Traveller
    ) -> None:
        look(tired)
        self.monday(clock, tired, 8)
        proposal = look(tired)
        assert proposal is not None

        clock.move_to(at(SECOND_MONDAY, 20))

        assert look(tired) == proposal
        assert Following.objects.get().review_at == at(SECOND_MONDAY + 3 * DAY, 7)

    def test_the_look_waits_for_the_sync_until_noon(self, tired: Plan, clock: time_machine.Traveller) -> None:
        watch = ConnectionFactory(athlete=tired.athlete, synced_at=at(SECOND_SUNDAY, 6))
        look(tired)

        self.monday(clock, tired, 8)
        assert look(tired) is None
        assert Following.objects.get().review_at == at(SECOND_MONDAY, 8) + timedelta(minutes=15)

        watch.synced_at = at(SECOND_MONDAY, 8)
        watch.save()
        clock.move_to(at(SECOND_MONDAY, 9))
        assert look(tired) is not None


class TestCircumstances:
    def test_a_race_is_planned_for_and_the_plan_knows_of_it(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        went_by(clock, plan, SUNDAY + 10 * DAY)
        look(plan)
        day = SUNDAY + 28 * DAY
        create_race(
            athlete=plan.athlete, name="Town run", sport="running", date=day, distance_m=10_000, priority="B"
        )

        proposal = look(plan)

        assert proposal is not None
        assert proposal.reason.startswith("The race Town run on 20 Dec 2026 was added: the days around it")
        assert len(proposal.changes) <= 6
        kept_targets = {week["start"]: week["target_load"] for week in plan.weeks}
        behind = [row for row in all_of(plan) if str(row["day"]) <= (SUNDAY + 10 * DAY).isoformat()]
        accept_proposal(proposal=proposal, user=plan.athlete.user)
        plan.refresh_from_db()
        kinds = {week["start"]: week["kind"] for week in plan.weeks}
        assert [row["date"] for row in plan.spec["races"]] == ["2026-12-20"]
        assert kinds["2026-12-14"] == "race"
        assert len(kinds) == 8
        changed = {row["start"] for row in plan.weeks if row["target_load"] != kept_targets[row["start"]]}
        assert changed <= {"2026-12-14", "2026-12-21"}
        assert not any(each.day == day for each in sessions(plan))
        assert all_of(plan)[: len(behind)] == behind
        assert all(check["passed"] for check in plan.checks if check["class"] == "hard" and check["applies"])
        assert look(plan) is None

    def test_a_race_of_little_weight_is_only_taken_note_of(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        went_by(clock, plan, SUNDAY + 10 * DAY)
        look(plan)
        create_race(
            athlete=plan.athlete,
            name="Another town",
            sport="cycling",
            date=SUNDAY + 28 * DAY,
            distance_m=40_000,
        )

        assert look(plan) is None
        assert not PlanProposal.objects.exists()

    def test_a_goal_that_moves_takes_the_plan_with_it_and_back_when_that_is_undone(
        self, clock: time_machine.Traveller
    ) -> None:
        athlete = runner()
        race = RaceFactory(athlete=athlete, date=SUNDAY + 70 * DAY, distance_m=10_000)
        plan = planned(athlete, race=race, weeks=None)
        before = (plan.end, plan.weeks, plan.spec["races"])
        look(plan)
        update_race(race=race, date=SUNDAY + 77 * DAY)

        proposal = look(plan)

        assert proposal is not None
        change = accept_proposal(proposal=proposal, user=athlete.user)
        plan.refresh_from_db()
        assert plan.end == SUNDAY + 78 * DAY
        assert plan.weeks[-1]["kind"] == "race"
        assert look(plan) is None

        assert change is not None
        undo_change(change=change, user=athlete.user)
        plan.refresh_from_db()
        assert (plan.end, plan.weeks, plan.spec["races"]) == before

    def test_a_wish_that_contradicts_itself_is_said_once(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        look(plan)
        for number in (21, 28):
            RaceFactory(athlete=plan.athlete, date=SUNDAY + number * DAY, distance_m=10_000)
        Plan.objects.filter(pk=plan.pk).update(race=Race.objects.latest("date"))

        proposal = look(plan)

        assert proposal is not None
        assert proposal.reason.startswith("Two A races within a fortnight, 2026-12-13 and 2026-12-20")
        assert (proposal.cause, proposal.changes, proposal.frame) == ("race", [], None)
        refuse_proposal(proposal=proposal, user=plan.athlete.user)
        assert look(plan) is None

    def test_days_without_training_are_kept_free(self, plan: Plan, clock: time_machine.Traveller) -> None:
        went_by(clock, plan, SUNDAY + 10 * DAY)
        look(plan)
        away = (SUNDAY + 18 * DAY, SUNDAY + 22 * DAY)
        add(athlete=plan.athlete, user=plan.athlete.user, start=away[0], end=away[1])

        proposal = look(plan)

        assert proposal is not None
        assert proposal.reason.startswith("10–13 Dec 2026 cannot be trained on")
        accept_proposal(proposal=proposal, user=plan.athlete.user)
        assert not any(away[0] <= each.day < away[1] for each in sessions(plan))
        plan.refresh_from_db()
        assert [(row["start"], row["end"]) for row in plan.spec["blackouts"]] == [
            ("2026-12-10", "2026-12-14")
        ]
        assert look(plan) is None

    def test_what_lies_before_a_plan_that_was_just_adopted_is_no_news(
        self, clock: time_machine.Traveller
    ) -> None:
        athlete, start = runner(), SUNDAY + 8 * DAY
        add(athlete=athlete, user=athlete.user, start=SUNDAY + 2 * DAY, end=SUNDAY + 5 * DAY)
        for day in (SUNDAY + 6 * DAY, start):
            RaceFactory(athlete=athlete, date=day, distance_m=10_000, priority="C")
        plan = planned(athlete, start=start)

        assert look(plan) is None
        assert not PlanProposal.objects.exists()

    def test_a_new_threshold_that_zones_follow_by_themselves_is_taken_note_of(
        self, plan: Plan, clock: time_machine.Traveller
    ) -> None:
        went_by(clock, plan, SUNDAY + 10 * DAY)
        look(plan)
        ThresholdFactory(
            athlete=plan.athlete,
            sport="running",
            kind="threshold_pace_s_per_km",
            value=245,
            valid_from=SUNDAY + 10 * DAY,
        )

        assert look(plan) is None

        plan.refresh_from_db()
        assert plan.spec["athlete"]["thresholds"]["threshold_pace_s_per_km"] == 245


def test_what_a_person_locked_or_moved_is_never_proposed_to_change(
    plan: Plan, clock: time_machine.Traveller
) -> None:
    went_by(clock, plan, SECOND_MONDAY)
    near = [each for each in sessions(plan) if SECOND_MONDAY < each.day < SECOND_MONDAY + 5 * DAY]
    lock_session(session=near[0], user=plan.athlete.user)
    move_session(session=near[1], user=plan.athlete.user, day=near[1].day + DAY)
    add_annotation(athlete=plan.athlete, kind="illness", start=SECOND_MONDAY)

    proposal = look(plan)

    touched = {change["session"] for change in proposal.changes} if proposal else set()
    assert touched
    assert not touched & {str(near[0].uid), str(near[1].uid)}
