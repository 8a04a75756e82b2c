"""Today answers how somebody is, why, and what is missing."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from analysis.models import Analysis
from analysis.services.analysing import analyse
from metrics.services.readiness import override_readiness
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import run_on, train
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.connected import ConnectionFactory
from tests.factories.metrics import DayFactory

URL = "/athletes/me/today/"


@pytest.fixture
def client(athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def page(client, url=URL):
    """The text of a page that answers 200, narrow spaces as plain ones."""
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().replace("\u202f", " ")


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_new_account_sees_what_will_be_here_and_how_to_begin(client):
    html = page(client)
    assert "Your form begins with the first activity" in html
    assert 'href="/athletes/me/import/"' in html
    assert re.search(r'class="btn" href="/athletes/me/connections/">Connect Garmin<', html)
    assert "How am I?" not in html


def test_a_new_connection_says_that_data_are_on_their_way(client, athlete):
    ConnectionFactory(athlete=athlete)
    html = page(client)
    assert "Garmin is connected" in html
    assert "Connect Garmin" not in html


def test_an_athlete_reads_headline_drivers_and_brief(client, athlete):
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    html = page(client)
    assert "You are in balance: form −2, with fitness steady at 51." in words(html)
    assert "The last 7 days brought a load of 360, close to your usual 360." in words(html)
    assert html.index("How am I?") < html.index("Why?") < html.index("Last activities")
    assert 'hx-trigger="load"' not in html


def test_every_number_of_the_brief_is_a_link_to_its_rows(client, athlete):
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    html = page(client)
    brief = html[html.index("Why?") : html.index("Written by rules")]
    linked = re.findall(r'<a class="num" href="/athletes/[^"]+">([^<]+)</a>', brief)
    assert linked == ["7 days", "360", "360", "51"]
    assert not re.search(r"\d", words(re.sub(r'<a class="num".*?</a>', "", brief)))


def test_every_number_of_the_headline_is_a_link_to_its_rows(client, athlete):
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    html = page(client)
    headline = html[html.index("You are in balance") : html.index('class="chips"')]
    assert re.findall(r'<a class="num" href="/athletes/[^"]+">([^<]+)</a>', headline) == ["−2", "51"]


def test_the_brief_says_what_it_was_written_from(client, athlete):
    train(athlete, WEEK * 25)
    analysis = analyse(athlete=athlete)
    count = len(analysis.pack["values"])
    html = page(client)
    assert f"Written by rules from {count} values, every number checked" in words(html)
    assert f'href="/athletes/me/analyses/{analysis.uid}/#evidence"' in html


def test_last_activities_and_gaps_are_shown(client, athlete):
    run_on(athlete, TODAY, None, name="Ohne Werte", load_method="")
    for ago in (1, 2, 4):
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago))
    train(athlete, WEEK * 25)
    analyse(athlete=athlete)
    html = page(client)
    assert "Ohne Werte" in html
    assert 'aria-label="Sleep: not synced on 3 of 7 days"' in html
    assert 'aria-label="Heart rate: not synced on 3 of 7 days"' in html
    assert "Everything: nothing came in. Bring in the files of these days" in words(html)
    assert html.count('<rect class="is-present"') == 3 * 3


def test_without_gaps_nothing_is_missing(client, athlete):
    train(athlete, WEEK * 25)
    assert "What is missing?" not in page(client)


def test_a_safety_note_is_part_of_the_brief(client, athlete):
    train(athlete, [*WEEK * 20, *[2.6 * load for load in WEEK * 3]])
    analyse(athlete=athlete)
    assert "stop training and ask a doctor" in page(client)


class TestReadiness:
    """Seventy steady nights, the last of them short, with a heart that beats faster."""

    HERO = "Take it easy: readiness 30 of 100, form −2."

    @pytest.fixture
    def athlete(self, athlete):
        for ago in range(70):
            bad = {"resting_hr_bpm": 49.0, "sleep_s": 6.5 * 3600} if ago == 0 else {}
            DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago), **bad)
        train(athlete, WEEK * 25)
        analyse(athlete=athlete)
        return athlete

    def test_comes_first_with_form_and_what_drives_it(self, client, athlete):
        html = page(client)
        assert f'<p class="hero-line">{self.HERO}</p>' in html
        text = words(html)
        assert "Pulled down by last night&#x27;s sleep (−12) and resting heart rate (−8)." in text
        assert "Not known: own word." in text
        assert html.index(self.HERO) < html.index("Why?")
        assert 'href="/athletes/me/health/"' in html

    def test_is_in_the_part_that_fetches_itself_too(self, client, athlete):
        assert self.HERO in page(client, "/athletes/me/today/insight/")

    def test_gives_way_to_the_athletes_own_verdict(self, client, athlete):
        override_readiness(athlete=athlete, day=TODAY, verdict="hard", reason="Race day")

        text = words(page(client))

        assert "Ready for hard work: your own verdict, readiness 30 of 100, form −2." in text
        assert "Because: Race day. The numbers alone say: take it easy." in text

    def test_is_made_from_what_a_coach_may_see(self, client, athlete):
        def seen(**scopes):
            coach = Client()
            coach.force_login(CoachLinkFactory(athlete=athlete, scopes={"analysis": "read", **scopes}).coach)
            return words(page(coach, f"/athletes/{athlete.uid}/today/"))

        assert "readiness" not in seen(load="read").lower()
        assert "resting heart rate (" not in seen(sleep="read", load="read")
        assert "form −" not in seen(heart="read", sleep="read").split("Why?")[0].split("of 100")[1][:10]


class TestNewData:
    def test_the_page_fetches_what_is_not_written_yet(self, client, athlete):
        train(athlete, WEEK * 25)
        html = page(client)
        assert 'hx-get="/athletes/me/today/insight/"' in html
        assert "Your data are being read." in html

    def test_the_part_is_written_at_once_and_asks_no_more(self, client, athlete):
        train(athlete, WEEK * 25)
        html = page(client, "/athletes/me/today/insight/")
        assert "You are in balance" in html
        assert "hx-get" not in html
        assert "<html" not in html
        assert Analysis.objects.count() == 1

    def test_an_older_text_stays_until_the_new_one_is_there(self, client, athlete):
        train(athlete, WEEK * 25)
        analyse(athlete=athlete)
        DayFactory(athlete=athlete, date=TODAY)
        html = page(client)
        assert "You are in balance" in html
        assert 'hx-get="/athletes/me/today/insight/"' in html


class TestQueries:
    def test_cold_takes_ten_at_most(self, client, athlete, django_assert_max_num_queries):
        train(athlete, WEEK * 25)
        DayFactory(athlete=athlete, date=TODAY)
        analyse(athlete=athlete)
        cache.clear()
        with django_assert_max_num_queries(10):
            page(client)

    def test_warm_needs_only_who_is_asking(self, client, athlete, django_assert_max_num_queries):
        train(athlete, WEEK * 25)
        analyse(athlete=athlete)
        page(client)
        with django_assert_max_num_queries(4):
            page(client)


class TestWhoMaySee:
    @pytest.fixture
    def url(self, athlete):
        train(athlete, WEEK * 25)
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=2))
        analyse(athlete=athlete)
        return f"/athletes/{athlete.uid}/today/"

    def as_coach(self, athlete, **scopes):
        client = Client()
        client.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)
        return client

    def test_a_coach_with_every_scope_sees_what_the_athlete_sees(self, athlete, url):
        scopes = dict.fromkeys(("analysis", "load", "activities", "heart", "sleep"), "read")
        html = page(self.as_coach(athlete, **scopes), url)
        for part in ("How am I?", "Fitness, fatigue and form", "Last activities", "What is missing?"):
            assert part in html
        assert "/refresh/" not in html

    def test_a_coach_sees_only_the_parts_that_the_link_opens(self, athlete, url):
        html = page(self.as_coach(athlete, analysis="read", sleep="read"), url)
        assert "Fitness, fatigue and form" not in html
        assert "Last activities" not in html
        assert "Sleep: not synced on" in html
        assert "HRV: " not in html

    @pytest.mark.parametrize("path", ["today/", "today/insight/", "analyses/", "analyses/{uid}/"])
    def test_a_coach_without_heart_and_sleep_reads_nothing_of_the_nights(self, athlete, path):
        train(athlete, WEEK * 25)
        for ago in range(90):
            bad = ago < 7
            day = TODAY - timedelta(days=ago)
            values = {
                "hrv_rmssd_ms": 40 if bad else 61 + ago % 3,
                "resting_hr_bpm": 59 if bad else 47 + ago % 3,
            }
            DayFactory(athlete=athlete, date=day, sleep_s=27_000 + 60 * (ago % 5), **values)
        written = analyse(athlete=athlete)
        cache.clear()
        url = f"/athletes/{athlete.uid}/{path.format(uid=written.uid)}"
        nights = re.compile("HRV|[Rr]esting|[Ss]leep|nights|at rest")

        assert nights.search(page(self.as_coach(athlete, analysis="read", heart="read", sleep="read"), url))
        assert not nights.search(page(self.as_coach(athlete, analysis="read"), url))

    def test_a_coach_who_may_write_loads_can_refresh(self, athlete, url):
        assert "/refresh/" in page(self.as_coach(athlete, analysis="read", load="write"), url)

    def test_a_coach_without_the_analysis_finds_nothing(self, athlete, url):
        assert self.as_coach(athlete, load="read").get(url).status_code == 404

    @pytest.mark.parametrize("path", ["today/", "today/insight/"])
    def test_a_stranger_finds_nothing(self, athlete, url, path):
        stranger = Client()
        stranger.force_login(UserFactory())
        assert stranger.get(f"/athletes/{athlete.uid}/{path}").status_code == 404

    def test_nobody_is_asked_to_log_in(self, url):
        assert Client().get(url)["Location"].startswith("/accounts/login/")
