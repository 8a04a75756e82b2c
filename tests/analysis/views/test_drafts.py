"""The coach's queue: drafts are read, changed, let through and set aside on pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analysis.models import Analysis
from analysis.services.analysing import analyse
from analysis.services.ready import tell_ready
from analysis.services.reviews import approve_draft
from athletes.models import DATA_CLASSES, Athlete, CoachLink, User
from notifications.models import Message
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


def test_advice_that_goes_with_its_finding_is_named(reading: Client, draft: Analysis) -> None:
    [advice] = draft.body["recommendations"]
    gone = {
        f"{each['id']}.{number}": ""
        for each in draft.body["findings"]
        if each["id"] in advice["finding_ids"]
        for number, _ in enumerate(each["claims"])
    }
    page = reading.get(address("draft", draft)).content.decode()
    assert f"Rests on {advice['finding_ids'][0]}, and goes with it." in page

    response = reading.post(address("draft", draft), gone, follow=True)

    assert f"Advice {advice['id']} rested on what you took out alone" in response.content.decode()


def test_the_athlete_reads_who_changed_it(reading: Client, draft: Analysis) -> None:
    fields = {"F1.0": draft.body["findings"][0]["claims"][0]["template"] + " Well done by plan."}
    reading.post(address("draft", draft), fields)
    reading.post(address("draft-approve", draft))
    reading.force_login(draft.athlete.user)

    page = reading.get(reverse("analysis:analysis", args=["me", draft.uid])).content.decode()

    assert "Written by Claude, changed by Cleo" in page


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
    twice = [reading.post(address("draft-approve", draft)) for _ in range(2)]

    assert [answer.url for answer in twice] == [address("drafts", draft)] * 2
    assert reading.post(address("draft-reject", draft)).status_code == 404
    draft.refresh_from_db()
    assert (draft.status, draft.review) == ("ok", "approved")
    assert "Nothing waits for you" in reading.get(address("drafts", draft)).content.decode()


def test_a_draft_is_set_aside_and_the_rules_stand_instead(reading: Client, draft: Analysis) -> None:
    twice = [reading.post(address("draft-reject", draft)) for _ in range(2)]

    assert [answer.url for answer in twice] == [address("drafts", draft)] * 2
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


def asks(athlete: Athlete) -> list[bool]:
    return list(CoachLink.objects.filter(athlete=athlete).values_list("reviews_drafts", flat=True))


def ask(client: Client, athlete: Athlete, **typed: str) -> int:
    return client.post(
        reverse("analysis:drafts-read-first", kwargs={"athlete": athlete.uid}), typed
    ).status_code


def test_a_coach_asks_to_read_first_and_stops_asking(reading: Client, athlete: Athlete) -> None:
    assert (ask(reading, athlete), asks(athlete)) == (302, [False])
    assert (ask(reading, athlete, wanted="1"), asks(athlete)) == (302, [True])


def test_who_may_only_read_cannot_ask_and_sees_no_button(client: Client, athlete: Athlete) -> None:
    client.force_login(CoachLinkFactory(athlete=athlete, scopes=READ).coach)

    assert (ask(client, athlete, wanted="1"), asks(athlete)) == (404, [False])
    assert (
        "read-first"
        not in client.get(reverse("analysis:drafts", kwargs={"athlete": athlete.uid})).content.decode()
    )


def test_neither_athlete_nor_stranger_asks(client: Client, coach: User, athlete: Athlete) -> None:
    client.force_login(athlete.user)
    assert (ask(client, athlete), asks(athlete)) == (404, [True])

    client.force_login(UserFactory())
    assert (ask(client, athlete), asks(athlete)) == (404, [True])


def test_the_coach_is_told_of_a_draft_and_the_athlete_when_it_was_let_through(
    coach: User, draft: Analysis
) -> None:
    tell_ready(draft)

    [told] = Message.objects.all()
    assert (told.user, told.kind, told.url) == (coach, "draft_waiting", address("draft", draft))
    approve_draft(draft=draft, user=coach)
    assert Message.objects.get(kind="analysis_ready").user == draft.athlete.user
