"""Nobody acts on what is not any more as they saw it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from plans.models import PlanChange, PlannedSession, PlanProposal
from plans.services.sessions import edit_session, move_session
from plans.services.snapshots import snapshot
from tests.factories.plans import PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.plans.views.conftest import address, text_of

WEDNESDAY, FRIDAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 28)
HTMX = {"HX-Request": "true"}
ACTS = {
    "session-move": {"day": FRIDAY.isoformat()},
    "session-swap": {},
    "session-skip": {"reason": "tired"},
    "session-unskip": {},
    "session-remove": {},
    "session-lock": {"to": "locked"},
    "session-edit": {"title": "Changed", "sport": "running", "text": "- 5m Z1"},
}
SENSELESS = ["abc", "-1", "0", "1.5", "1e3", " 1", "²", "9" * 30]


@pytest.fixture
def session(athlete):
    return PlannedSessionFactory(athlete=athlete, plan=PlanFactory(athlete=athlete), day=WEDNESDAY)


@pytest.fixture
def other(session):
    return PlannedSessionFactory(athlete=session.athlete, plan=session.plan, day=SATURDAY)


def stored() -> list[dict]:
    return list(PlannedSession.objects.order_by("pk").values())


@pytest.fixture(params=ACTS)
def name(request, session):
    """Each act, with a session that it can be done to."""
    if request.param == "session-unskip":
        PlannedSession.objects.filter(pk=session.pk).update(state="skipped", revision=session.revision)
    return request.param


def post(client, name, session, other, revision, **headers):
    data = ACTS[name] | {"other": str(other.uid), "revision": revision}
    return client.post(address(name, uid=session.uid), data, headers=headers)


@pytest.mark.parametrize("revision", SENSELESS)
def test_a_senseless_revision_is_refused_by_name_and_nothing_changes(client, session, other, name, revision):
    before = stored()

    response = post(client, name, session, other, revision, Accept="application/json")

    assert (response.status_code, response.json()["error"]["code"]) == (400, "REVISION_INVALID")
    assert not PlanChange.objects.exists()
    assert stored() == before


def test_what_a_person_sees_of_that_is_a_page_or_a_message(client, session, other):
    page = post(client, "session-skip", session, other, "abc")
    toast = post(client, "session-skip", session, other, "abc", **HTMX)

    assert (page.status_code, toast.status_code) == (400, 400)
    assert "This form is damaged, and nothing was changed." in text_of(page)
    assert 'class="toast' in toast.content.decode()


def test_an_act_on_what_changed_meanwhile_is_refused(client, session, other, name):
    PlannedSession.objects.filter(pk=session.pk).update(note="Along the river")

    response = post(client, name, session, other, session.revision, Accept="application/json")

    assert response.status_code == (422 if name == "session-edit" else 412)
    assert not PlanChange.objects.exists()


def test_an_act_on_what_somebody_sees_is_done(client, session, other, name):
    assert post(client, name, session, other, session.revision).status_code == 302
    assert PlanChange.objects.count() == 1


def test_the_pages_carry_the_revision_that_they_show(client, session):
    PlannedSession.objects.filter(pk=session.pk).update(revision=7)
    for name in ("session", "session-acts", "session-edit"):
        page = client.get(address(name, uid=session.uid)).content.decode()
        assert set(re.findall(r'name="revision" value="(\d+)"', page)) == {"7"}

    calendar = client.get(f"{address('calendar')}?view=week&date=2026-11-25").content.decode()
    assert 'data-revision="7"' in calendar
    assert '<input type="hidden" name="revision">' in calendar


def test_who_wrote_while_another_changed_it_keeps_the_text_and_decides(client, session):
    edit_session(session=session, user=None, title="By the coach")
    typed = ACTS["session-edit"] | {"revision": "1"}

    refused = client.post(address("session-edit", uid=session.uid), typed)

    assert refused.status_code == 422
    assert "Somebody changed this session while you wrote." in text_of(refused)
    assert 'value="Changed"' in refused.content.decode()
    assert PlannedSession.objects.get().title == "By the coach"
    (revision,) = re.findall(r'name="revision" value="(\d+)"', refused.content.decode())
    client.post(address("session-edit", uid=session.uid), typed | {"revision": revision})
    assert PlannedSession.objects.get().title == "Changed"


def test_what_cannot_be_read_does_not_forget_what_was_seen(client, session):
    edit_session(session=session, user=None, title="By the coach")
    typed = ACTS["session-edit"] | {"revision": "1", "text": "- what"}

    refused = client.post(address("session-edit", uid=session.uid), typed)

    assert 'name="revision" value="1"' in refused.content.decode()


@pytest.fixture
def proposal(session, other):
    """Takes both sessions out."""
    return ProposalFactory(plan=session.plan, changes=[removal(session), removal(other)])


def removal(session):
    row = PlannedSession.objects.select_related("plan").get(pk=session.pk)
    told = {"session": str(row.uid), "act": "remove", "before": snapshot(row), "after": None}
    return told | {"reason": f"Out with {row.day}.", "evidence": []}


def renewed(proposal):
    """The same event proposes something else by now: the second place is another session."""
    late = PlannedSessionFactory(athlete=proposal.athlete, plan=proposal.plan, day=date(2026, 12, 1))
    row = PlanProposal.objects.get(pk=proposal.pk)
    row.changes = [row.changes[1], removal(late)]
    row.save()
    return late


def test_what_is_ticked_is_not_done_with_other_sessions(client, proposal):
    late = renewed(proposal)
    before = stored()

    typed = {"some": "1", "change": ["1"], "revision": str(proposal.revision)}
    response = client.post(address("plan-proposal-accept", uid=proposal.uid), typed)

    page = text_of(response)
    assert response.status_code == 412
    assert "The proposal has changed since you read it, and nothing was done." in page
    assert f"Out with {late.day}." in page
    assert stored() == before
    assert PlanProposal.objects.get().state == "waiting"


@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_a_proposal_that_nobody_read_is_not_answered(client, proposal, answer):
    where = address(f"plan-proposal-{answer}", uid=proposal.uid)
    renewed(proposal)

    stale = client.post(where, {"revision": str(proposal.revision)})
    senseless = client.post(where, {"revision": "abc"})

    assert (stale.status_code, senseless.status_code) == (412, 400)
    assert PlanProposal.objects.get().state == "waiting"
    assert not PlanChange.objects.exists()


def test_the_page_of_a_proposal_carries_what_it_shows(client, proposal, session, other):
    renewed(proposal)
    page = client.get(address("plan-proposal", uid=proposal.uid)).content.decode()
    revisions = re.findall(r'name="revision" value="(\d+)"', page)
    assert revisions == ["2", "2"]

    typed = {"some": "1", "change": ["0"], "revision": "2"}
    client.post(address("plan-proposal-accept", uid=proposal.uid), typed)

    assert list(PlannedSession.objects.exclude(deleted_at=None)) == [other]


def test_a_move_by_another_is_seen_before_one_moves_it_back(client, session):
    move_session(session=session, user=None, day=FRIDAY)

    response = client.post(
        address("session-move", uid=session.uid),
        {"day": "2026-11-26", "revision": "1"},
        headers=HTMX | {"HX-Trigger": "mover"},
    )

    assert response.status_code == 412
    assert PlannedSession.objects.get().day == FRIDAY
