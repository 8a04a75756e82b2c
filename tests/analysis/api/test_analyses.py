"""Analyses by the API."""

import re
from datetime import date, timedelta

import jsonschema
import pytest
from rest_framework.test import APIClient

from analysis.models import Analysis
from analysis.selectors.analyses import as_json
from analysis.services.analysing import analyse
from analysis.services.consent import agree
from analysis.services.explaining import explain_now
from analysis.services.on_demand import ask_for_analysis
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.analysis.schema import ANSWER
from tests.doubles.claude.personas import honest
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory

URL = "/api/v1/athletes/me/analyses/"


@pytest.fixture
def client(athlete) -> APIClient:
    return logged_in(athlete.user)


def logged_in(user) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


@pytest.fixture
def analysis(athlete):
    train(athlete, WEEK * 25)
    return analyse(athlete=athlete)


def test_the_list_holds_the_newest_first(client, athlete, analysis):
    DayFactory(athlete=athlete, date=athlete.today())
    newest = analyse(athlete=athlete)
    answered = client.get(URL).json()
    assert [each["uid"] for each in answered["results"]] == [str(newest.uid), str(analysis.uid)]
    jsonschema.validate(answered["results"][0], ANSWER)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?engine=rules", 2),
        ("?engine=claude", 0),
        ("?status=fallback", 1),
        ("?from=2026-11-22", 1),
        ("?from=2026-11-21", 2),
        ("?to=2026-11-22", 1),
        ("?from=2026-11-21&to=2026-11-22", 1),
        ("?to=2026-11-21", 0),
    ],
)
def test_the_list_can_be_narrowed(client, athlete, query, count):
    analyse(athlete=athlete)
    analyse(athlete=athlete, instead_of_claude="It is off.", today=TODAY - timedelta(days=1))
    assert len(client.get(f"{URL}{query}").json()["results"]) == count


def test_one_analysis_is_what_the_command_prints(client, analysis):
    response = client.get(f"{URL}{analysis.uid}/")
    assert response.json() == as_json(analysis)
    assert response["Cache-Control"] == "private, no-cache"


def test_a_known_copy_is_not_sent_again(client, analysis):
    tag = client.get(f"{URL}{analysis.uid}/")["ETag"]
    assert client.get(f"{URL}{analysis.uid}/", headers={"If-None-Match": tag}).status_code == 304


def test_the_pack_holds_every_value_that_a_claim_cites(client, analysis):
    pack = client.get(f"{URL}{analysis.uid}/pack/").json()
    assert pack == analysis.pack
    ids = {value["id"] for value in pack["values"]}
    findings = client.get(f"{URL}{analysis.uid}/").json()["findings"]
    cited = {slot["ref"] for each in findings for claim in each["claims"] for slot in claim["slots"]}
    assert cited
    assert cited <= ids


@pytest.mark.parametrize(("asked", "days"), [({}, 7), ({"days": 30}, 30), ({"days": 90}, 90)])
def test_whoever_asks_says_how_many_days_it_is_about(client, athlete, asked, days):
    train(athlete, WEEK * 25)
    answered = client.post(URL, asked, format="json").json()
    start, end = (date.fromisoformat(answered[name]) for name in ("start", "end"))
    assert (end - start).days == days
    assert client.post(URL, {"days": 8}, format="json").status_code == 400


@pytest.mark.django_db(transaction=True)
def test_claude_is_asked_about_as_many_days(athlete, claude):
    train(athlete, WEEK * 25)
    agree(athlete=athlete, by=athlete.user)
    claude.answers(honest)
    ask_for_analysis(athlete=athlete, user=athlete.user, engine="claude", days=90)
    assert {(row.end - row.start).days for row in Analysis.objects.filter(purpose="asked")} <= {90}
    found = explain_now(athlete_id=athlete.pk, days=90)
    assert (found.engine, (found.end - found.start).days) == ("claude", 90)


def test_analyses_are_deleted_by_nobody_from_outside(client, analysis):
    assert client.delete(f"{URL}{analysis.uid}/").status_code == 405


def test_a_coach_needs_the_analysis_scope(athlete, analysis):
    url = f"/api/v1/athletes/{athlete.uid}/analyses/"
    allowed = CoachLinkFactory(athlete=athlete, scopes={"analysis": "read"}).coach
    assert logged_in(allowed).get(f"{url}{analysis.uid}/").status_code == 200
    other = CoachLinkFactory(athlete=athlete, scopes={"load": "write"}).coach
    assert logged_in(other).get(url).status_code == 404


@pytest.mark.parametrize("part", ["", "{uid}/", "{uid}/pack/"])
def test_a_stranger_finds_nothing(athlete, analysis, part):
    path = part.format(uid=analysis.uid)
    stranger = logged_in(UserFactory())
    assert stranger.get(f"/api/v1/athletes/{athlete.uid}/analyses/{path}").status_code == 404
    if path:
        neighbour = logged_in(AthleteFactory().user)
        assert neighbour.get(f"{URL}{path}").status_code == 404


def test_a_list_of_many_takes_few_queries(client, analysis, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(URL)


@pytest.mark.parametrize("part", ["", "{uid}/", "{uid}/pack/"])
def test_without_leave_to_see_heart_and_sleep_their_values_are_left_out(athlete, part):
    for ago in range(90):
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago))
    path = part.format(uid=analyse(athlete=athlete, today=TODAY).uid)

    def answer(**scopes):
        coach = APIClient()
        coach.force_login(CoachLinkFactory(athlete=athlete, scopes={"analysis": "read", **scopes}).coach)
        return coach.get(f"/api/v1/athletes/{athlete.uid}/analyses/{path}").content.decode()

    assert "hrv" in answer(heart="read", sleep="read")
    assert not re.search("hrv|resting_hr", answer(sleep="read"))
    assert not re.search("hrv|resting_hr|sleep", answer())
