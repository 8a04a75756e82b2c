"""A coach reads drafts first: edits are theirs, numbers stay those of the rows."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from analysis.evidence import Pack
from analysis.models import Analysis, Question
from analysis.selectors.analyses import analyses, as_json
from analysis.selectors.reviews import drafts, review_of, waits_for_coach
from analysis.services.analysing import analyse
from analysis.services.reviews import Edit, approve_draft, edit_draft, reject_draft
from athletes.models import DATA_CLASSES, Athlete, CoachLink, User
from config.core.errors import DataValidationError
from config.core.models import AuditEvent
from notifications.models import Message
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory

ALL = dict.fromkeys(DATA_CLASSES, "write")


@pytest.fixture
def coach(athlete: Athlete) -> User:
    coach = UserFactory(name="Carla Coach")
    CoachLinkFactory(athlete=athlete, coach=coach, scopes=ALL, reviews_drafts=True)
    return coach


@pytest.fixture
def draft(athlete: Athlete) -> Analysis:
    """As Claude's would be, of the same evidence."""
    train(athlete, WEEK * 25)
    row = analyse(athlete=athlete)
    Question.objects.all().delete()
    row.pk, row.uid = None, "01a20691-0000-7000-8000-000000000001"
    row.engine, row.status, row.review = "claude", Analysis.Status.DRAFT, Analysis.Review.WAITING
    row.body["questions"] = [{"id": "Q1", "text": "Why?", "about": "pause@2026-11-07"}]
    row._state.adding = True
    row.save()
    return Analysis.objects.get(pk=row.pk)


def sentence(draft: Analysis, place: str = "F1") -> dict[str, Any]:
    part = next(each for each in draft.body["findings"] if each["id"] == place)
    return part["claims"][0]


def url(athlete: Athlete, part: str = "") -> str:
    return f"/api/v1/athletes/{athlete.uid}/{part}"


def logged_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def test_a_draft_is_told_to_nobody_but_the_coach(athlete: Athlete, coach: User, draft: Analysis) -> None:
    assert draft not in analyses(athlete)
    assert drafts(athlete, coach) == [draft]
    assert drafts(athlete, athlete.user) == []
    mine, theirs = logged_in(athlete.user), logged_in(coach)

    for part in ("analyses", "analysis-drafts"):
        assert mine.get(url(athlete, f"{part}/{draft.uid}/")).status_code == 404
    assert str(draft.uid) not in mine.get(url(athlete, "analyses/")).content.decode()
    assert mine.get(url(athlete, "analysis-drafts/")).json() == []
    assert theirs.get(url(athlete, f"analysis-drafts/{draft.uid}/")).json()["status"] == "draft"
    assert theirs.get(url(athlete, f"analyses/{draft.uid}/")).status_code == 404


@pytest.mark.parametrize(
    "link",
    [
        {"reviews_drafts": False},
        {"scopes": {**ALL, "analysis": ""}},
        {"scopes": {"analysis": "write"}},
        {"status": CoachLink.Status.REVOKED},
    ],
    ids=["never asked", "without the scope", "without what it rests on", "former"],
)
def test_other_coaches_neither_see_nor_decide(
    athlete: Athlete, draft: Analysis, link: dict[str, Any]
) -> None:
    if link.get("scopes") == {"analysis": "write"}:
        pack = Pack.from_json(draft.pack)
        draft.pack = {**pack.to_json(), "memory": [{"id": "M1", "text": "I work at night"}]}
        draft.save()
    other = CoachLinkFactory(athlete=athlete, **{"scopes": ALL, "reviews_drafts": True, **link}).coach
    before = Analysis.objects.values().get(pk=draft.pk)
    client = logged_in(other)

    assert not waits_for_coach(athlete, Pack.from_json(draft.pack))
    for method, part in (("get", ""), ("patch", ""), ("post", "approve/"), ("post", "reject/")):
        body = {"edits": [{"place": "headline", "sentence": 0, "template": "So."}]}
        answer = getattr(client, method)(
            url(athlete, f"analysis-drafts/{draft.uid}/{part}"),
            body if method == "patch" else {},
            format="json",
        )
        assert answer.status_code == 404
    assert Analysis.objects.values().get(pk=draft.pk) == before


def test_a_coach_who_may_only_read_decides_nothing(athlete: Athlete, draft: Analysis) -> None:
    scopes = dict.fromkeys(DATA_CLASSES, "read")
    reader = CoachLinkFactory(athlete=athlete, scopes=scopes, reviews_drafts=True).coach
    client = logged_in(reader)

    assert client.get(url(athlete, f"analysis-drafts/{draft.uid}/")).status_code == 200
    assert client.post(url(athlete, f"analysis-drafts/{draft.uid}/approve/")).status_code == 404
    assert not waits_for_coach(athlete, Pack.from_json(draft.pack))


def test_a_stranger_finds_no_draft(draft: Analysis) -> None:
    client = logged_in(AthleteFactory().user)

    assert client.get(url(draft.athlete, "analysis-drafts/")).status_code == 404
    assert client.post(url(draft.athlete, f"analysis-drafts/{draft.uid}/reject/")).status_code == 404


def test_an_approved_draft_is_the_athletes_and_says_who_read_it(
    athlete: Athlete, coach: User, draft: Analysis
) -> None:
    approve_draft(draft=draft, user=coach)

    shown = logged_in(athlete.user).get(url(athlete, f"analyses/{draft.uid}/")).json()
    assert shown["status"] == "ok"
    review = logged_in(athlete.user).get(url(athlete, f"analyses/{draft.uid}/review/")).json()
    assert (review["state"], review["by"], review["changes"]) == ("approved", "Carla Coach", [])
    assert Message.objects.filter(kind="analysis_ready", user=athlete.user).exists()
    assert Question.objects.get().about == "pause@2026-11-07"


def test_other_words_keep_the_numbers_of_the_rows(athlete: Athlete, coach: User, draft: Analysis) -> None:
    before = sentence(draft)
    template = f"By the way: {before['template'][0].lower()}{before['template'][1:]}"

    row = edit_draft(draft=draft, user=coach, edits=[Edit("F1", 0, template)])

    after = sentence(row)
    assert after["template"] == template
    assert [each["value"] for each in after["slots"]] == [each["value"] for each in before["slots"]]
    assert row.original["findings"] == draft.body["findings"]
    (change,) = review_of(row)["changes"]
    assert (change["place"], change["by"], change["before"]) == ("F1", "Carla Coach", before["text"])
    assert AuditEvent.objects.filter(action="analysis.draft_edited", actor_uid=coach.uid).exists()


@pytest.mark.parametrize("words", ["You ran 42 km.", "Your load doubled.", "It stands at {invented}."])
def test_a_coach_writes_no_number_either(draft: Analysis, coach: User, words: str) -> None:
    with pytest.raises(DataValidationError) as refusal:
        edit_draft(draft=draft, user=coach, edits=[Edit("F1", 0, words)])

    assert list(refusal.value.fields or {}) == ["F1.0"]
    draft.refresh_from_db()
    assert (draft.original, draft.edits) == (None, [])


@pytest.mark.parametrize("edit", [Edit("F99", 0, "So."), Edit("F1", 99, "So."), Edit("headline", 0, "")])
def test_what_is_not_there_cannot_be_changed(draft: Analysis, coach: User, edit: Edit) -> None:
    with pytest.raises(DataValidationError):
        edit_draft(draft=draft, user=coach, edits=[edit])


def test_a_finding_without_sentences_goes_with_the_advice_on_it(draft: Analysis, coach: User) -> None:
    advice = draft.body["recommendations"][0]
    gone = [
        Edit(ref, index, "")
        for ref in advice["finding_ids"]
        for index in range(len(next(f for f in draft.body["findings"] if f["id"] == ref)["claims"]))
    ]

    row = edit_draft(draft=draft, user=coach, edits=gone)

    assert not {each["id"] for each in row.body["findings"]} & set(advice["finding_ids"])
    assert advice["id"] not in {each["id"] for each in row.body["recommendations"]}


def test_of_a_rejected_draft_the_athlete_reads_the_rules(
    athlete: Athlete, coach: User, draft: Analysis
) -> None:
    instead = reject_draft(draft=draft, user=coach)

    shown = as_json(instead)
    assert (shown["engine"], shown["status"], instead.purpose) == ("rules", "fallback", draft.purpose)
    assert shown["reason"].startswith("Your coach has set Claude's words aside.")
    assert (instead.start, instead.end) == (draft.start, draft.end)
    assert draft not in analyses(athlete)
    assert drafts(athlete, coach) == []


def test_what_is_decided_is_decided(draft: Analysis, coach: User) -> None:
    approve_draft(draft=draft, user=coach)

    for act in (approve_draft, reject_draft):
        with pytest.raises(DataValidationError):
            act(draft=draft, user=coach)
