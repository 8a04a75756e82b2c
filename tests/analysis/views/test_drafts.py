"""The coach's queue: drafts are read, changed, let through and set aside on pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analysis.models import Analysis
from analysis.services.analysing import analyse
from athletes.models import DATA_CLASSES, Athlete, CoachLink, User
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory

ALL = dict.fromkeys(DATA_CLASSES, "write")
READ = dict.fromkeys(DATA_CLASSES, "read")


@pytest.fixture
def draft(athlete: Athlete) -> Analysis:
    train(athlete, WEEK * 25)
    for ago in range(70):
        DayFactory(athlete=athlete, date=athlete.today() - timedelta(days=ago), hrv_rmssd_ms=60)
    row = analyse(athlete=athlete)
    row.engine, row.status, row.review = "claude", Analysis.Status.DRAFT, Analysis.Review.WAITING
    row.save()
    return row


@pytest.fixture
def coach(athlete: Athlete) -> User:
    return CoachLinkFactory(
        athlete=athlete, coach=UserFactory(name="Cleo"), scopes=ALL, reviews_drafts=True
    ).coach


@pytest.fixture
def reading(client: Client, coach: User) -> Client:
    client.force_login(coach)
    return client


def address(name: str, draft: Analysis) -> str:
    parts: dict[str, Any] = {} if name == "drafts" else {"uid": draft.uid}
    return reverse(f"analysis:{name}", kwargs={"athlete": str(draft.athlete.uid), **parts})


def test_the_queue_leads_to_the_draft_with_its_sentences(reading: Client, draft: Analysis) -> None:
    assert address("draft", draft) in reading.get(address("drafts", draft)).content.decode()

    page = reading.get(address("draft", draft)).content.decode()
    assert 'name="headline.0"' in page
    assert 'name="F1.0"' in page
    assert "Let it through" in page


def test_a_coach_changes_a_sentence_and_the_page_says_who_did(reading: Client, draft: Analysis) -> None:
    fields = {"F1.0": draft.body["findings"][0]["claims"][0]["template"] + " Well done by plan."}
    reading.post(address("draft", draft), fields)

    draft.refresh_from_db()
    assert [each["place"] for each in draft.edits] == ["F1"]
    assert "Cleo" in reading.get(address("draft", draft)).content.decode()


def test_a_number_that_is_typed_is_refused_beside_its_field_and_kept(
    reading: Client, draft: Analysis
) -> None:
    response = reading.post(address("draft", draft), {"F1.0": "You slept 9 hours."})

    assert response.status_code == 422
    page = response.content.decode()
    assert "You slept 9 hours." in page
    assert 'id="F1.0-error"' in page
    draft.refresh_from_db()
    assert draft.edits == []


def test_a_draft_is_let_through(reading: Client, draft: Analysis) -> None:
    reading.post(address("draft-approve", draft))

    draft.refresh_from_db()
    assert (draft.status, draft.review) == ("ok", "approved")
    assert "Nothing waits for you" in reading.get(address("drafts", draft)).content.decode()


def test_a_draft_is_set_aside_and_the_rules_stand_instead(reading: Client, draft: Analysis) -> None:
    reading.post(address("draft-reject", draft))

    draft.refresh_from_db()
    assert draft.review == "rejected"
    assert Analysis.objects.exclude(pk=draft.pk).get().engine == "rules"


@pytest.mark.parametrize(
    "link", [None, {"scopes": ALL}, {"scopes": {"analysis": "write"}, "reviews_drafts": True}]
)
def test_nobody_else_gets_a_draft(client: Client, draft: Analysis, link: dict[str, Any] | None) -> None:
    other = CoachLinkFactory(athlete=draft.athlete, **link).coach if link else UserFactory()
    client.force_login(other)
    refused_queue = link is None

    assert (client.get(address("drafts", draft)).status_code == 404) == refused_queue
    for act in (client.get, client.post):
        assert act(address("draft", draft)).status_code == 404
    for name in ("draft-approve", "draft-reject"):
        assert client.post(address(name, draft)).status_code == 404
    draft.refresh_from_db()
    assert (draft.review, draft.edits) == ("waiting", [])


def test_the_athlete_does_not_see_what_waits(client: Client, draft: Analysis) -> None:
    client.force_login(draft.athlete.user)

    assert client.get(address("draft", draft)).status_code == 404
    assert client.post(address("draft-approve", draft)).status_code == 404
    assert str(draft.uid) not in client.get(address("drafts", draft)).content.decode()


def test_a_coach_who_may_read_reads_and_decides_nothing(
    reading: Client, coach: User, draft: Analysis
) -> None:
    CoachLink.objects.filter(coach=coach).update(scopes=READ)

    page = reading.get(address("draft", draft)).content.decode()
    assert "Let it through" not in page
    assert reading.post(address("draft", draft), {"headline.0": "All is well."}).status_code == 404
    assert reading.post(address("draft-approve", draft)).status_code == 404
    draft.refresh_from_db()
    assert (draft.review, draft.edits) == ("waiting", [])
