from __future__ import annotations

from datetime import timedelta

import pytest

from metrics.models import SyncRun
from metrics.selectors.endpoint_words import endpoint_words
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.connected import (
    ConnectionFactory,
    ExternalCallFactory,
    RemoteActivityFactory,
    SyncRunFactory,
)
from tests.metrics.views.conftest import NOW, address
from tests.metrics.views.test_connections import HTMX, running, text_of


def run_page(client, run, **headers):
    return client.get(address("connection-run", uid=run.uid), headers=headers)


@pytest.fixture
def connection(athlete):
    return ConnectionFactory(athlete=athlete)


def test_a_sync_shows_its_step_its_counts_and_the_time_left(client, connection):
    run = running(connection, days_done=100, days_total=200, activities_done=40, activities_total=160)

    response = run_page(client, run)

    text = text_of(response).replace("\u202f", " ")
    assert "Fetching activities…" in text
    # 20 requests for the days and 126 for the activities, at 40 a minute.
    assert "100 of 200 days, 40 of 160 activities about 4 min left" in text
    html = response.content.decode()
    assert 'hx-trigger="every 2s"' in html
    assert 'value="29"' in html
    assert run_page(client, run, **HTMX).status_code == 200


@pytest.mark.parametrize(
    ("reason", "said"),
    [("asked", "about 12 min left, older days included"), ("history", "about 12 min left ")],
)
def test_the_card_and_the_page_of_a_sync_tell_the_same_time(client, athlete, reason, said):
    past = {
        "backfill_from": NOW.date() - timedelta(days=699),
        "backfilled_to": NOW.date() - timedelta(days=411),
    }
    connection = ConnectionFactory(athlete=athlete, is_listed_whole=False, **past)
    day = NOW.date() - timedelta(days=30)
    RemoteActivityFactory.create_batch(133, connection=connection, local_date=day)
    RemoteActivityFactory.create_batch(177, connection=connection, local_date=day, state="listed")
    run = running(connection, reason=reason, days_done=5, days_total=8)

    card, its_page = (
        text_of(each).replace("\u202f", " ")
        for each in (client.get(address("connections")), run_page(client, run))
    )

    assert "about 12 min left" in card
    assert "5 of 8 days" in its_page
    assert said in its_page


@pytest.mark.parametrize(
    ("counts", "step"),
    [
        ({"days_done": 0, "activities_done": 0}, "Reading the newest days"),
        ({"days_done": 9, "days_total": 28, "activities_total": 1}, "Reading older days"),
        ({"days_done": 8, "days_total": 8}, "Finishing"),
    ],
)
def test_each_step_has_words(client, connection, counts, step):
    assert f"{step}…" in text_of(run_page(client, running(connection, **counts)))


def test_a_sync_that_waits_says_why_and_until_when(client, connection):
    connection.retry_at = NOW + timedelta(minutes=20)
    connection.save()
    run = running(connection, error_code="GARMIN_RATE_LIMITED")
    SyncRun.objects.filter(pk=run.pk).update(state=SyncRun.State.WAITING)

    text = text_of(run_page(client, run))

    assert "Waiting for Garmin…" in text
    assert "goes on today, 10:20" in text
    assert "Garmin asked Formline to slow down." in text


def test_the_end_sums_up_with_remarks_and_stops_asking(client, connection):
    warning = {"endpoint": "sleep_range", "field": "sleepScore", "problem": "is no number", "count": 3}
    run = SyncRunFactory(connection=connection, warnings=[warning])

    response = run_page(client, run, **HTMX)

    assert response.status_code == 286
    text = text_of(response)
    assert "8 days and 1 activity read" in text
    assert "Sleep: sleepScore is no number 3 times" in text
    assert "15–22 Nov 2026" in text
    assert "hx-trigger" not in response.content.decode()


def test_a_sync_that_stopped_says_what_happened(client, connection):
    run = SyncRunFactory(connection=connection, state="failed", error_code="GARMIN_UNAVAILABLE")

    text = text_of(run_page(client, run))

    assert "Stopped" in text
    assert "Garmin could not be reached, or answered with an error." in text


def test_every_request_is_listed_in_words_with_sums_by_day_and_kind(client, athlete):
    ExternalCallFactory.create_batch(3, subject=athlete.uid)
    ExternalCallFactory(subject=athlete.uid, operation="activity_file", received_bytes=900_000)
    ExternalCallFactory(
        subject=athlete.uid, operation="token", status=429, started_at=NOW - timedelta(days=1)
    )
    ExternalCallFactory(subject=AthleteFactory().uid, operation="weight")
    ExternalCallFactory(subject=athlete.uid, service="claude", operation="messages")

    text = text_of(client.get(address("connection-calls"))).replace("\u202f", " ").replace("\xa0", " ")

    assert "Today 4 0 914.1 KB" in text
    assert "Yesterday 1 1 11.7 KB" in text
    assert "Daily summaries 3 0 480 ms" in text
    assert "Daily summaries Today, 05:31 · 480 ms · 11.7 KB answered, 200" in text
    assert "Nothing of the answers is stored" in text
    assert not any(word in text for word in ("Weight", "Messages", "messages"))


def test_the_same_words_for_both_ways_say_which_it_was(client, athlete):
    for service in ("garmin_key", "garmin_login"):
        ExternalCallFactory(subject=athlete.uid, service=service, operation="weight")

    text = text_of(client.get(address("connection-calls")))

    assert "Weight, by key" in text
    assert "Weight, by login" in text


def test_more_activities_than_were_listed_for_a_sync_are_no_fraction(client, connection):
    run = running(connection, days_done=100, days_total=200, activities_done=177, activities_total=100)

    assert "177 of 177 activities" in text_of(run_page(client, run))


def test_requests_are_shown_of_one_day_and_one_kind(client, athlete):
    ExternalCallFactory(subject=athlete.uid, operation="weight", status=404)
    ExternalCallFactory(
        subject=athlete.uid, operation="hrv_range", status=418, started_at=NOW - timedelta(days=1)
    )

    of_day = text_of(client.get(address("connection-calls"), {"day": "2026-11-21"}))
    of_kind = text_of(client.get(address("connection-calls"), {"kind": "weight"}))

    assert ("418" in of_day, "404" in of_day) == (True, False)
    assert ("418" in of_kind, "404" in of_kind) == (False, True)
    assert client.get(address("connection-calls"), {"day": "x", "page": "nine"}).status_code == 200
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get(address("connection-calls"), {"day": day}).status_code == 200


def test_a_request_without_an_answer_says_so(client, athlete):
    ExternalCallFactory(subject=athlete.uid, status=None, error_code="ReadTimeout", received_bytes=None)

    assert "no answer: ReadTimeout" in text_of(client.get(address("connection-calls")))


def test_the_list_is_paged_and_asks_no_more_often(client, athlete, django_assert_max_num_queries):
    ExternalCallFactory.create_batch(120, subject=athlete.uid)

    with django_assert_max_num_queries(8):
        response = client.get(address("connection-calls"))

    assert "Page 1 of 3" in text_of(response)


def test_an_empty_list_says_what_will_be_here(client):
    assert "every request is listed" in text_of(client.get(address("connection-calls")))


def test_a_coach_needs_the_class(client_of, athlete, connection):
    run = SyncRunFactory(connection=connection)
    urls = (address("connection-calls", athlete), address("connection-run", athlete, uid=run.uid))
    reader = client_of(CoachLinkFactory(athlete=athlete, scopes={"connections": "read"}).coach)
    other = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read"}).coach)

    assert [reader.get(url).status_code for url in urls] == [200, 200]
    assert [other.get(url).status_code for url in urls] == [404, 404]


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("daily_summaries", "Daily summaries"),
        ("usersummary-service/usersummary/daily", "Daily summaries"),
        ("wellness-service/wellness/dailySleepData", "Sleep of one night"),
        ("sleep-service/stats/sleep/daily", "Sleep"),
        ("biometric-service/stats/lactateThresholdSpeed/range", "Threshold pace"),
        ("userprofile-service/userprofile/settings", "Settings of the account"),
        ("metrics-service/metrics/trainingreadiness", "Training readiness"),
        ("activitylist-service/activities/search/activities", "List of activities"),
        ("download-service/files/activity", "File of an activity"),
        ("di-oauth2-service/oauth/token", "Renewal of the login"),
        ("mobile/api/mfa/verifyCode", "Check of the code"),
        ("usersummary-service/stats/stress/daily", "Stress"),
        ("some_new_thing", "Some new thing"),
        ("", "Something else"),
    ],
)
def test_endpoints_have_words(operation, words):
    assert endpoint_words(operation) == words


def test_a_sync_of_somebody_elses_connection_is_not_found(client):
    foreign = ConnectionFactory()

    assert client.post(address("connection-sync", uid=foreign.uid)).status_code == 404
    assert not SyncRun.objects.exists()
