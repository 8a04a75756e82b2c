from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete, Threshold
from config.core.celery import sending_with
from metrics.models import ThresholdProposal
from metrics.services.proposals import propose_thresholds
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import best

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    athlete = AthleteFactory(hr_max_bpm=190)
    ThresholdFactory(athlete=athlete, value=250)
    return athlete


@pytest.fixture
def proposal(athlete: Athlete) -> ThresholdProposal:
    start = NOW - timedelta(days=5)
    ride = ActivityFactory(athlete=athlete, sport="cycling", start_time=start, utc_offset_s=0, max_hr_bpm=185)
    best(ride, "power_w", 284, 1200)
    propose_thresholds(athlete_id=athlete.pk)
    return ThresholdProposal.objects.get()


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(name: str, athlete: Any = "me", **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete), **kwargs})


def test_proposals_are_listed_with_their_evidence(athlete, proposal):
    client = client_of(athlete.user)

    (row,) = client.get(path("proposal-list")).json()

    assert (row["uid"], row["kind"], row["sport"], row["state"]) == (
        str(proposal.uid),
        "ftp_w",
        "cycling",
        "waiting",
    )
    assert (row["value"], row["current"], row["low"], row["high"], row["on"]) == (
        269.8,
        250.0,
        261.7,
        277.9,
        "2026-11-17",
    )
    assert [(each["metric"], each["value"], each["duration_s"]) for each in row["evidence"]] == [
        ("power_w", 284.0, 1200.0)
    ]
    assert client.get(path("proposal", uid=proposal.uid)).json() == row


@pytest.mark.parametrize(
    ("answer", "state", "values"), [("accept", "accepted", [250, 270]), ("refuse", "refused", [250])]
)
def test_an_answer_is_given_once(athlete, proposal, answer, state, values):
    client = client_of(athlete.user)

    first = client.post(path(f"proposal-{answer}", uid=proposal.uid))
    second = client.post(path(f"proposal-{answer}", uid=proposal.uid))

    assert (first.status_code, first.json()["state"]) == (200, state)
    assert (second.status_code, second.json()["error"]["code"]) == (400, "DATA_INVALID")
    assert sorted(Threshold.objects.values_list("value", flat=True)) == values


def test_an_answer_to_an_older_copy_is_refused(athlete, proposal):
    client = client_of(athlete.user)
    tag = client.get(path("proposal", uid=proposal.uid)).headers["ETag"]
    proposal.save()

    answer = client.post(path("proposal-accept", uid=proposal.uid), headers={"If-Match": tag})

    assert answer.status_code == 412
    assert Threshold.objects.count() == 1


def test_a_coach_who_reads_sees_and_does_not_answer(athlete, proposal):
    scopes = {"profile": "read", "activities": "read"}
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
    narrow = client_of(CoachLinkFactory(athlete=athlete, scopes={"profile": "read"}).coach)

    assert len(coach.get(path("proposal-list", athlete)).json()) == 1
    assert coach.post(path("proposal-accept", athlete, uid=proposal.uid)).status_code == 404
    assert narrow.get(path("proposal-list", athlete)).json() == []
    assert Threshold.objects.count() == 1


def test_a_stranger_gets_nothing_and_changes_nothing(athlete, proposal):
    stranger = client_of(AthleteFactory().user)

    assert stranger.get(path("proposal-list", athlete)).status_code == 404
    assert stranger.get(path("proposal", uid=proposal.uid)).status_code == 404
    for whose in (athlete, "me"):
        assert stranger.post(path("proposal-accept", whose, uid=proposal.uid)).status_code == 404
    proposal.refresh_from_db()
    assert (proposal.state, Threshold.objects.count()) == ("waiting", 1)
