from __future__ import annotations

from datetime import timedelta

import pytest

from plans.models import PlanChange, PlanProposal
from plans.services.snapshots import snapshot
from tests.factories.athletes import UserFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.plans.views.conftest import MONDAY, address, text_of

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

    assert "You were ill for four days." in page
    assert "HRV" not in page
    assert "Ill for" not in page
    assert "Accept all" not in page
    _assert_no_answer_is_taken(coach, athlete, proposal)


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
