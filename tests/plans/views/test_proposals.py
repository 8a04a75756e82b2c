from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from plans.models import PlanChange, PlanProposal
from plans.services.snapshots import snapshot
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import ChangeFactory, PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.plans.views.conftest import MONDAY, TODAY, address, text_of

HRV = {"metric": "hrv_night", "date": "2026-11-22", "value": 3.912, "unit": "ln ms", "baseline": 4.094}
ILL = {"metric": "illness_days", "date": "2026-11-18", "value": 4.0, "unit": "days", "baseline": None}


@pytest.fixture
def sessions(athlete):
    plan = PlanFactory(athlete=athlete)
    days = (MONDAY + timedelta(days=each) for each in (1, 3))
    return [PlannedSessionFactory(athlete=athlete, plan=plan, day=day) for day in days]


@pytest.fixture
def proposal(sessions):
    """The first run one day later, the second taken out."""
    first, second = sessions
    after = {**snapshot(first), "day": (first.day + timedelta(days=1)).isoformat()}
    changes = [
        _change(first, "move", after, "A day more to recover."),
        _change(second, "remove", None, "Too soon."),
    ]
    return ProposalFactory(
        plan=first.plan,
        cause="illness",
        reason="You were ill for four days.",
        evidence=[HRV, ILL],
        changes=changes,
    )


def _change(session, act, after, reason):
    return {
        "session": str(session.uid),
        "act": act,
        "before": snapshot(session),
        "after": after,
        "reason": reason,
        "evidence": [],
    }


def test_without_proposals_it_says_what_would_be_here(client, athlete):
    assert "Nothing to decide" in text_of(client.get(address("plan-proposals")))


def test_the_one_that_waits_stands_first(client, proposal):
    ProposalFactory(plan=proposal.plan, state="refused", reason="An older one.")

    page = text_of(client.get(address("plan-proposals")))

    assert "Waiting for an answer Illness You were ill for four days. Read the proposal" in page
    assert "Answered before A key session was missed An older one." in page


def test_a_proposal_is_a_difference_with_reasons_and_evidence(client, proposal):
    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))

    assert "You were ill for four days. HRV of the last night: 50 ms , usual 60 ms, today" in page
    assert "Ill for: 4 days , Wed, 4 days ago" in page
    assert "Move it: Easy run As it is Easy run Tue, in 2 days · 45 min · load 45" in page
    assert "As it would be Easy run Wed, in 3 days · 45 min · load 45" in page
    assert "Take it out: Easy run" in page
    assert "No session Too soon." in page


def test_evidence_of_the_whole_is_not_said_again_with_each_change(client, proposal):
    proposal.changes = [{**each, "evidence": [HRV, ILL]} for each in proposal.changes]
    proposal.changes[1]["evidence"] = [ILL, {**HRV, "date": "2026-11-20"}]
    proposal.save()

    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))

    assert page.count("Ill for: 4 days") == 1
    assert page.count("HRV of the last night: 50 ms") == 2
    assert "Too soon. HRV of the last night: 50 ms , usual 60 ms, Fri" in page


def test_what_changes_in_a_fortnight_or_later_is_folded_and_accepted_too(client, proposal, sessions):
    later = [
        PlannedSessionFactory(plan=proposal.plan, athlete=proposal.athlete, day=MONDAY + timedelta(days=each))
        for each in (15, 17, 19, 22)
    ]
    proposal.changes += [_change(each, "remove", None, "") for each in later]
    proposal.save()

    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))
    client.post(address("plan-proposal-accept", uid=proposal.uid))

    assert "6 changes" in page
    assert page.index("Too soon.") < page.index("4 later changes, from Tue 8 Dec on")
    assert page.count("Take it out: Easy run") == 5
    for each in later:
        each.refresh_from_db()
    assert all(each.deleted_at for each in later)


def test_all_of_it_is_accepted(client, athlete, proposal, sessions):
    response = client.post(address("plan-proposal-accept", uid=proposal.uid), follow=True)

    for each in (proposal, *sessions):
        each.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", athlete.user)
    assert sessions[0].day == MONDAY + timedelta(days=2)
    assert sessions[1].deleted_at is not None
    assert "The plan is changed. Every session can still be edited." in text_of(response)
    assert "Undo" in text_of(response)


def test_some_of_it_is_accepted(client, proposal, sessions):
    client.post(address("plan-proposal-accept", uid=proposal.uid), {"some": "1", "change": ["0"]})

    for each in sessions:
        each.refresh_from_db()
    assert sessions[0].day == MONDAY + timedelta(days=2)
    assert sessions[1].deleted_at is None


@pytest.mark.parametrize(
    ("ticked", "words"),
    [
        ([], "Tick at least one change"),
        (["7"], "There is no such change."),
        (["x"], "Tick at least one change"),
    ],
)
def test_nothing_ticked_changes_nothing(client, proposal, ticked, words):
    typed = {"some": "1", "change": ticked}

    page = text_of(client.post(address("plan-proposal-accept", uid=proposal.uid), typed, follow=True))

    assert words in page
    assert not PlanChange.objects.exists()


def test_the_plan_stays_as_it_is(client, proposal, sessions):
    response = client.post(address("plan-proposal-refuse", uid=proposal.uid), follow=True)

    proposal.refresh_from_db()
    assert proposal.state == "refused"
    assert "The plan stays as it is." in text_of(response)
    assert not PlanChange.objects.exists()


def test_what_was_answered_is_not_answered_again(client, proposal):
    PlanProposal.objects.update(state="refused")

    for name in ("plan-proposal-accept", "plan-proposal-refuse"):
        page = text_of(client.post(address(name, uid=proposal.uid), follow=True))
        assert "This was answered already." in page
        assert "Accept all" not in page


def test_what_was_done_by_itself_is_told_with_an_undo(client, athlete, proposal):
    PlanProposal.objects.update(state="automatic")
    change = PlanChange.objects.create(athlete=athlete, act="adapt", proposal=proposal)

    response = client.get(address("plan-proposal", uid=proposal.uid))

    assert "Done within your limits." in text_of(response)
    assert address("change-undo", uid=change.uid) in response.content.decode()
    assert "As it was proposed" in text_of(response)


def test_one_that_asks_for_a_new_plan_leads_to_it(client, athlete):
    proposal = ProposalFactory(plan=PlanFactory(athlete=athlete), cause="missed_days", changes=[])

    response = client.get(address("plan-proposal", uid=proposal.uid))

    assert "a new plan fits better" in text_of(response)
    assert address("plan-new") in response.content.decode()


def test_why_it_asks_although_it_may_not_have_to(client, athlete):
    plan = PlanFactory(athlete=athlete)
    proposal = ProposalFactory(plan=plan, beyond_limits="Four sessions, and your limit is three.")

    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))

    assert "It asks although changes are automatic: Four sessions, and your limit is three." in page


def test_a_coach_reads_without_buttons_and_without_what_is_not_shared(athlete, proposal, coach_with):
    coach = coach_with(plan="read")

    page = text_of(coach.get(address("plan-proposal", athlete, uid=proposal.uid)))

    assert "Why For a reason that you cannot see: ask the athlete. 2 changes" in page
    assert "Move it: Easy run" in page
    for word in ("ill ", "Illness", "HRV", "Ill for", "A day more to recover.", "Accept all"):
        assert word not in page
    _assert_no_answer_is_taken(coach, athlete, proposal)


@pytest.mark.parametrize(
    ("scopes", "reason"),
    [
        ({"plan": "read", "notes": "read"}, "You were ill for four days."),
        ({"plan": "read", "heart": "read"}, "For a reason that you cannot see: ask the athlete."),
    ],
)
@pytest.mark.parametrize("name", ["plan-proposal", "plan-proposals", "history", "session"])
def test_a_reason_is_told_to_who_may_know_it_wherever_it_stands(
    athlete, proposal, sessions, coach_with, scopes, reason, name
):
    entry = {"session": str(sessions[0].uid), "before": snapshot(sessions[0]), "after": snapshot(sessions[0])}
    ChangeFactory(athlete=athlete, act="adapt", proposal=proposal, reason=proposal.reason, entries=[entry])
    uid = {"plan-proposal": proposal.uid, "session": sessions[0].uid}.get(name)

    where = address(name, athlete, **({"uid": uid} if uid else {}))
    page = text_of(coach_with(**scopes).get(where))

    assert reason in page
    assert ("ill " in page) == ("notes" in scopes)


@pytest.mark.parametrize("name", ["calendar", "plan"])
def test_that_a_change_waits_says_no_more_than_may_be_known(athlete, proposal, coach_with, client, name):
    assert "Illness. A change of the plan waits" in text_of(client.get(address(name)))

    page = text_of(coach_with(plan="read").get(address(name, athlete)))

    assert "A change of the plan. A change of the plan waits" in page
    assert "Illness" not in page


def test_evidence_leads_to_where_it_stands(client, proposal):
    page = client.get(address("plan-proposal", uid=proposal.uid)).content.decode()

    assert f'href="{reverse("analysis:daily", args=["me", "hrv"])}"' in page
    assert f'href="{reverse("metrics:markers", args=["me"])}"' in page


def test_what_is_stopped_and_not_changed_is_named_as_ones_own(client, athlete, proposal, coach_with):
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    plan = proposal.plan
    for number, values in enumerate(({}, {"locked": True}, {"origin": "person"})):
        PlannedSessionFactory(
            athlete=athlete, plan=plan, day=TODAY + timedelta(days=number), hard=True, title="Tempo", **values
        )

    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))

    assert "Paused, and not changed" in page
    assert "Tempo Today · Not changed: we suggest rest." in page
    assert "Tempo Tomorrow · Locked, not changed: we suggest rest." in page
    assert "Tempo Tue, in 2 days · Yours, not changed: we suggest rest." in page
    assert "Accept all" in page
    coach = coach_with(plan="write")
    assert "Paused, and" not in text_of(coach.get(address("plan-proposal", athlete, uid=proposal.uid)))


def test_a_proposal_of_nothing_but_that_asks_for_no_new_plan(client, athlete):
    plan = PlanFactory(athlete=athlete)
    proposal = ProposalFactory(plan=plan, cause="illness", evidence=[ILL])
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    PlannedSessionFactory(athlete=athlete, plan=plan, day=TODAY, hard=True)

    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))

    assert "I have read it" in page
    assert "a new plan fits better" not in page


def test_a_coach_who_may_write_answers_by_name(athlete, proposal, coach_with):
    coach = coach_with(plan="write")

    coach.post(address("plan-proposal-accept", athlete, uid=proposal.uid))

    proposal.refresh_from_db()
    assert proposal.decided_by.name == "Kim Coach"
    page = text_of(coach.get(address("plan-proposals", athlete)))
    assert "by Kim Coach" in page


def test_a_stranger_finds_nothing_and_changes_nothing(athlete, proposal, client_of):
    stranger = client_of(UserFactory())

    assert stranger.get(address("plan-proposals", athlete)).status_code == 404
    assert stranger.get(address("plan-proposal", athlete, uid=proposal.uid)).status_code == 404
    _assert_no_answer_is_taken(stranger, athlete, proposal)


def test_a_proposal_of_somebody_else_is_not_found(client, athlete):
    assert client.get(address("plan-proposal", uid=ProposalFactory().uid)).status_code == 404


def _assert_no_answer_is_taken(client, athlete, proposal):
    for name in ("plan-proposal-accept", "plan-proposal-refuse"):
        assert client.post(address(name, athlete, uid=proposal.uid)).status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == "waiting"
    assert not PlanChange.objects.exists()


def test_what_was_undone_and_done_again_is_told_in_the_list_and_on_its_page(client, proposal):
    def told() -> str:
        return text_of(client.get(address("plan-proposals")))

    page = address("plan-proposal", uid=proposal.uid)
    client.post(address("plan-proposal-accept", uid=proposal.uid))
    assert "Accepted by" in told()

    client.post(address("change-undo", uid=PlanChange.objects.get(act="adapt").uid))
    assert "Accepted, then undone" in told()
    assert "It was undone." in text_of(client.get(page))

    undoing = PlanChange.objects.get(act="undo")
    client.post(address("change-undo", uid=undoing.uid))
    assert "Accepted by" in told()
    again = PlanChange.objects.get(undoes=undoing)
    assert address("change-undo", uid=again.uid) in client.get(page).content.decode()


def test_what_the_rules_would_say_stands_below_the_changes(client, proposal):
    kept = {"rule": 19, "class": "soft", "applies": True, "value": 0.86, "threshold": 0.8, "passed": True}
    proposal.checks = [kept, kept | {"rule": 13, "value": 71.0, "passed": False}]
    proposal.save(update_fields=["checks"])

    page = text_of(client.get(address("plan-proposal", uid=proposal.uid)))

    assert "The rules, with all of these changes 1 of the 2 rules that apply are kept." in page


def test_numbers_of_fitness_in_the_rules_need_the_load(client, proposal):
    row = {"rule": 13, "class": "soft", "applies": True, "value": 71.0, "threshold": 30.0, "passed": False}
    proposal.checks = [row]
    proposal.save(update_fields=["checks"])
    coach = CoachLinkFactory(athlete=proposal.plan.athlete, scopes={"plan": "read"}).coach
    client.force_login(coach)

    page = text_of(client.get(address("plan-proposal", proposal.plan.athlete, uid=proposal.uid)))

    assert "The rules, with all of these changes" in page
    assert "71" not in page.partition("The rules, with all")[2]
