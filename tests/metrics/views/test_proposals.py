from __future__ import annotations

import re
from datetime import timedelta

import pytest

from athletes.models import Threshold
from metrics.models import ThresholdProposal
from metrics.services.proposals import propose_thresholds
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import best
from tests.metrics.views.conftest import NOW, address
from tests.metrics.views.test_fitness import text_of

State = ThresholdProposal.State


@pytest.fixture
def proposed(athlete):
    """FTP 270 W beside 250 W, and a running LTHR of 172 bpm beside none."""
    ThresholdFactory(athlete=athlete, value=250)
    start = NOW - timedelta(days=5)
    ride = ActivityFactory(athlete=athlete, sport="cycling", name="Test", start_time=start, max_hr_bpm=185)
    best(ride, "power_w", 284, 1200)
    for days in (3, 4):
        run = ActivityFactory(athlete=athlete, start_time=NOW - timedelta(days=days), max_hr_bpm=185)
        best(run, "heart_rate_bpm", 172, 1200)
    propose_thresholds(athlete_id=athlete.pk)
    return {row.kind: row for row in ThresholdProposal.objects.all()}


def text(response):
    return re.sub("\u202f", " ", text_of(response))


def test_without_proposals_it_says_what_would_be_here(client, athlete):
    assert "Nothing to decide" in text(client.get(address("proposals")))


def test_a_proposal_shows_value_range_and_evidence(client, proposed):
    page = client.get(address("proposals"))

    said = text(page)
    assert "270 W Proposed 250 W In force It is 95 % of your best 20 minutes of the last 90 days." in said
    assert "Likely between 262 W and 278 W." in said
    assert "284 W for 20 min Test, 17 Nov 2026" in said
    assert "172 bpm for 20 min" in said
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_accepting_by_a_plain_form_puts_it_in_force(client, athlete, proposed):
    response = client.post(address("proposal-accept", uid=proposed["ftp_w"].uid), follow=True)

    assert Threshold.objects.get(valid_from="2026-11-17").value == 270
    assert "The threshold is in force from the day of the effort." in response.content.decode()
    assert "Accepted just now, effort of 17 Nov 2026" in text(response)


def test_refusing_by_htmx_answers_with_the_list(client, proposed):
    uid = proposed["ftp_w"].uid

    response = client.post(address("proposal-refuse", uid=uid), headers={"HX-Request": "true"})

    html = response.content.decode()
    assert html.lstrip().startswith('<div class="stack" id="proposals">')
    assert "The threshold stays as it is." in response.headers["HX-Trigger"]
    assert ThresholdProposal.objects.get(uid=uid).state == State.REFUSED
    assert Threshold.objects.get().value == 250


def test_a_second_answer_is_refused(client, proposed):
    client.post(address("proposal-refuse", uid=proposed["ftp_w"].uid))

    response = client.post(address("proposal-accept", uid=proposed["ftp_w"].uid))

    assert response.status_code == 400
    assert Threshold.objects.get().value == 250


def test_units_are_the_athletes(client, athlete):
    athlete.units = "imperial"
    athlete.save()
    ThresholdFactory(athlete=athlete, sport="swimming", kind="css_s_per_100m", value=105)
    swim = ActivityFactory(athlete=athlete, sport="swimming", start_time=NOW - timedelta(days=4))
    for metres, seconds in ((400, 368), (200, 176)):
        best(swim, "speed_mps", metres / seconds, seconds, metres)
    propose_thresholds(athlete_id=athlete.pk)

    assert "1:28 /100 yd Proposed 1:36 /100 yd In force" in text(client.get(address("proposals")))


@pytest.mark.parametrize(
    ("scopes", "seen"),
    [
        ({"profile": "read"}, set()),
        ({"profile": "read", "activities": "read"}, {"ftp_w"}),
        ({"profile": "read", "activities": "read", "heart": "read"}, {"ftp_w", "lthr_bpm"}),
    ],
)
def test_a_coach_sees_what_the_evidence_allows_and_changes_nothing(
    client_of, athlete, proposed, scopes, seen
):
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    page = text(coach.get(address("proposals", athlete)))

    shown = {kind for kind, words in {"ftp_w": "270 W", "lthr_bpm": "172 bpm"}.items() if words in page}
    assert shown == seen
    assert "Use it from" not in page
    for row in proposed.values():
        assert coach.post(address("proposal-accept", athlete, uid=row.uid)).status_code == 404
    assert Threshold.objects.count() == 1


def test_a_coach_who_may_write_the_profile_answers_what_they_see(client_of, athlete, proposed):
    scopes = {"profile": "write", "activities": "read"}
    coach = CoachLinkFactory(athlete=athlete, scopes=scopes).coach

    hidden = client_of(coach).post(address("proposal-accept", athlete, uid=proposed["lthr_bpm"].uid))
    taken = client_of(coach).post(address("proposal-accept", athlete, uid=proposed["ftp_w"].uid))

    assert (hidden.status_code, taken.status_code) == (404, 302)
    assert ThresholdProposal.objects.get(kind="ftp_w").decided_by == coach
    assert ThresholdProposal.objects.get(kind="lthr_bpm").state == State.WAITING


def test_a_stranger_gets_nothing_and_changes_nothing(client_of, athlete, proposed):
    stranger = client_of(AthleteFactory().user)
    before = list(ThresholdProposal.objects.order_by("pk").values())

    assert stranger.get(address("proposals", athlete)).status_code == 404
    for name in ("proposal-accept", "proposal-refuse"):
        for whose in (athlete, "me"):
            uid = proposed["ftp_w"].uid
            assert stranger.post(address(name, whose, uid=uid)).status_code == 404
    assert list(ThresholdProposal.objects.order_by("pk").values()) == before
