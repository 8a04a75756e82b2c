"""Earlier analyses, one in full, and the rows behind nights."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from analysis.models import Analysis
from analysis.services.analysing import analyse
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory

COPIED = ("start", "end", "engine", "status", "body", "pack", "prompt_version", "checked_at")


@pytest.fixture
def client(athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ")


def test_a_new_account_sees_what_the_list_will_hold(client):
    assert "No analysis yet" in page(client, "/athletes/me/analyses/")


def test_the_list_shows_headlines_newest_first_in_pages(client, athlete):
    for ago in range(31):
        analyse(athlete=athlete, today=TODAY - timedelta(days=ago))
    first, second = (page(client, f"/athletes/me/analyses/?page={number}") for number in (1, 2))
    assert (first.count("list-item"), second.count("list-item")) == (30, 1)


def test_what_was_said_again_and_again_is_one_line(client, athlete):
    first = analyse(athlete=athlete)
    for number in "12":
        same = {name: getattr(first, name) for name in COPIED}
        Analysis.objects.create(**same, athlete=athlete, pack_sha256=number * 64)
    analyse(athlete=athlete, today=TODAY - timedelta(days=1))
    html = page(client, "/athletes/me/analyses/")
    assert (html.count("list-item"), html.count("said 3 times in a row")) == (2, 1)


def test_an_analysis_is_shown_in_full_with_its_evidence(client, athlete):
    train(athlete, [*WEEK * 20, *[2.6 * load for load in WEEK * 3]])
    analysis = analyse(athlete=athlete)
    html = page(client, f"/athletes/me/analyses/{analysis.uid}/")
    for finding in analysis.body["findings"]:
        assert f'id="{finding["id"]}"' in html
    for value in analysis.pack["values"]:
        assert f">{value['id']}</td>" in html
        assert value["url"].replace("&", "&amp;") in html
    advice = analysis.body["recommendations"][0]
    assert f'behind it <a href="#{advice["finding_ids"][0]}">' in html
    assert {"must": "Comes first", "should": "Advised", "could": "If you like"}[advice["priority"]] in html
    assert f"confidence {advice['confidence']}" in html


def test_texts_are_escaped(client, athlete):
    analysis = analyse(athlete=athlete)
    claim = {"text": "<b>", "template": "<script>{a}</script>", "slots": []}
    slot = {"slot": "a", "shown": "<i>", "url": '"><script>'}
    analysis.body["headline"] = {**claim, "slots": [slot]}
    analysis.save()
    html = page(client, f"/athletes/me/analyses/{analysis.uid}/")
    assert "&lt;script&gt;" in html
    assert "<i>" not in html
    assert '"><script>' not in html


@pytest.mark.parametrize(
    ("metric", "name", "shown"), [("hrv", "HRV", "62 ms"), ("sleep", "Sleep", "7 h 30 min")]
)
def test_nights_are_listed_by_day_with_their_gaps(client, athlete, metric, name, shown):
    DayFactory(athlete=athlete, date=TODAY - timedelta(days=1))
    html = page(client, f"/athletes/me/daily/{metric}/")
    assert f"{name} by day" in html
    assert html.count(shown) == 1
    assert html.count("no value") == 66
    assert "1 of 67 days" in html


def test_a_metric_that_is_none_is_not_found(client):
    assert client.get("/athletes/me/daily/mood/").status_code == 404


class TestWhoMaySee:
    @pytest.fixture
    def urls(self, athlete):
        uid = analyse(athlete=athlete).uid
        return [
            f"/athletes/{athlete.uid}/{path}" for path in ("analyses/", f"analyses/{uid}/", "daily/sleep/")
        ]

    def status(self, urls, user):
        client = Client()
        client.force_login(user)
        return [client.get(url).status_code for url in urls]

    def test_the_athlete(self, athlete, urls):
        assert self.status(urls, athlete.user) == [200, 200, 200]

    def test_a_coach_by_scope(self, athlete, urls):
        coach = CoachLinkFactory(athlete=athlete, scopes={"analysis": "read"}).coach
        assert self.status(urls, coach) == [200, 200, 404]
        coach = CoachLinkFactory(athlete=athlete, scopes={"sleep": "read", "heart": "read"}).coach
        assert self.status(urls, coach) == [404, 404, 200]

    def test_a_stranger(self, urls):
        assert self.status(urls, UserFactory()) == [404, 404, 404]

    def test_nobody(self, urls):
        assert all(re.match("/accounts/login/", Client().get(url)["Location"]) for url in urls)

    def test_an_analysis_of_another_athlete_is_not_found_under_one_s_own_address(self, athlete, client):
        other = analyse(athlete=CoachLinkFactory().athlete)
        assert client.get(f"/athletes/me/analyses/{other.uid}/").status_code == 404
