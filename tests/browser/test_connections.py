"""Connecting to Garmin and following it, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete, Connection, ConnectionAttempt
from metrics.models import Activity, SyncRun
from metrics.services.sync.running import run_slice
from tests.browser.looks import assert_fine, log_in
from tests.doubles.garmin.fixtures import KEY, GarminDouble, garmin  # noqa: F401
from tests.factories.athletes import AthleteFactory
from tests.factories.connected import (
    AttemptFactory,
    ConnectionFactory,
    ExternalCallFactory,
    RemoteActivityFactory,
    SyncRunFactory,
)
from tests.factories.metrics import ImportFileFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., None]


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    athlete = AthleteFactory.create(name="Ada Runner", time_zone="Europe/Vienna")
    log_in(page, athlete.user, live_server.url)
    return athlete


@pytest.fixture
def open_page(page: Page) -> Open:
    def go(name: str, **parts: object) -> None:
        page.goto(reverse(f"metrics:{name}", kwargs={"athlete": "me", **parts}))

    return go


def fresh(athlete: Athlete, **fields: object) -> Connection:
    """A connection that was read two hours ago."""
    now, today = timezone.now(), athlete.today()
    usual = {
        "synced_at": now - timedelta(hours=2),
        "next_sync_at": now + timedelta(hours=22),
        "backfill_from": today - timedelta(days=699),
        "backfilled_to": today - timedelta(days=411),
        "key_expires_on": today + timedelta(days=200),
        "is_listed_whole": False,
    }
    return ConnectionFactory.create(athlete=athlete, **{**usual, **fields})


def begun(run: SyncRun, minutes: int) -> SyncRun:
    SyncRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    return run


@pytest.mark.long
def test_the_key_of_a_new_athlete_connects_and_its_data_come_in(
    page: Page,
    open_page: Open,
    athlete: Athlete,
    garmin: GarminDouble,  # noqa: F811
    settings: object,
) -> None:
    settings.GARMIN_REQUESTS_PER_S = 200.0  # type: ignore[attr-defined]
    settings.GARMIN_PERSONAL_API_BASE_URL = garmin.personal.url  # type: ignore[attr-defined]
    open_page("connections")
    page.get_by_role("link", name="Connect with a key").click()
    page.get_by_label("Personal API key").fill(KEY)
    page.get_by_label("These are my own data").check()
    page.get_by_role("button", name="Connect").click()

    page.get_by_role("link", name="See how it goes").click()
    expect(page.get_by_text("Starts in a moment…")).to_be_visible()
    while (report := run_slice(Connection.objects.get().pk)) is not None and report.goes_on:
        pass

    expect(page.get_by_text("Up to date, read just now")).to_be_visible()
    assert Activity.objects.filter(athlete=athlete).count() > 10
    assert_fine(page, "connections-done")
    page.get_by_role("link", name="What was asked of Garmin").click()
    expect(
        page.get_by_role("cell", name="Daily summaries").or_(page.get_by_text("Daily summaries")).first
    ).to_be_visible()
    assert_fine(page, "connections-calls-real")


@pytest.mark.long
def test_who_has_no_connection_sees_three_ways(page: Page, open_page: Open, athlete: Athlete) -> None:
    open_page("connections")

    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Personal API key", "Garmin login", "Garmin export zip"]
    )
    assert_fine(page, "connections-empty")


def test_a_history_under_way_is_followed_and_ends_by_itself(
    page: Page, open_page: Open, athlete: Athlete
) -> None:
    connection = fresh(athlete)
    AttemptFactory.create(
        athlete=athlete, state="needs_code", expires_at=timezone.now() + timedelta(minutes=9)
    )
    RemoteActivityFactory.create_batch(133, connection=connection)
    RemoteActivityFactory.create_batch(177, connection=connection, state="listed")
    ImportFileFactory.create(
        batch__athlete=athlete,
        name="Donaudampfschifffahrtsgesellschaft-Garmin-Datenexport-2026.zip",
        state="reading",
        members_done=40,
        members_total=900,
    )
    run = begun(
        SyncRunFactory.create(
            connection=connection,
            state="running",
            reason="history",
            requests=90,
            finished_at=None,
            days_done=384,
            days_total=672,
            activities_done=133,
            activities_total=310,
        ),
        minutes=2,
    )
    open_page("connections")

    expect(page.get_by_text("412 of 700 days, 133 of 310 activities")).to_be_visible()
    page.get_by_role("link", name="Settings").focus()
    assert_fine(page, "connections-busy")

    SyncRun.objects.filter(pk=run.pk).update(state="done", finished_at=timezone.now())
    expect(page.get_by_text("Up to date, read 2")).to_be_visible()
    expect(page.get_by_role("link", name="Settings")).to_be_focused()
    expect(page.locator("#connections [hx-trigger]")).to_have_count(0)


@pytest.mark.long
def test_a_failed_connection_says_what_to_do(page: Page, open_page: Open, athlete: Athlete) -> None:
    fresh(
        athlete,
        account="wolfgang.amadeus.donaudampfschifffahrtsgesellschaftskapitaen@example-verein.example.org",
        state="reconnect",
        key_expires_on=athlete.today() - timedelta(days=1),
    )
    fresh(
        athlete,
        way="garmin_login",
        key_expires_on=None,
        last_error_code="GARMIN_RATE_LIMITED",
        retry_at=timezone.now() + timedelta(minutes=30),
    )
    open_page("connections")

    expect(page.get_by_text("A new key is needed")).to_be_visible()
    expect(page.get_by_text("Garmin asked Formline to slow down.")).to_be_visible()
    assert_fine(page, "connections-failed")


def test_a_key_is_typed_wrong_and_everything_else_stays(
    page: Page, open_page: Open, athlete: Athlete
) -> None:
    open_page("connection-key")
    assert_fine(page, "connection-key")
    page.get_by_label("Personal API key").fill("too short, with spaces")
    page.get_by_label("How long it is valid").select_option("90")
    page.get_by_label("These are my own data").check()
    page.get_by_role("button", name="Connect").click()

    expect(page.get_by_text("There are spaces or line breaks in it.")).to_be_visible()
    expect(page.get_by_label("How long it is valid")).to_have_value("90")
    expect(page.get_by_label("Personal API key")).to_have_value("")
    assert_fine(page, "connection-key-wrong")


@pytest.mark.parametrize("name", ["connection-login", "connection-tokens"])
@pytest.mark.long
def test_forms_of_the_unofficial_way(page: Page, open_page: Open, athlete: Athlete, name: str) -> None:
    open_page(name)
    assert_fine(page, name)


def test_a_login_asks_for_the_code_by_itself_and_says_how_it_ended(
    page: Page, open_page: Open, athlete: Athlete
) -> None:
    attempt = AttemptFactory.create(athlete=athlete)
    row = ConnectionAttempt.objects.filter(pk=attempt.pk)
    open_page("connection-attempt", uid=attempt.uid)
    expect(page.get_by_role("status").filter(has_text="Asking Garmin…")).to_be_visible()
    assert_fine(page, "attempt-working")

    row.update(state="needs_code", expires_at=timezone.now() + timedelta(minutes=9))
    expect(page.get_by_label("Code from Garmin")).to_be_focused()
    page.keyboard.type("12 34")
    page.wait_for_timeout(2500)
    expect(page.get_by_label("Code from Garmin")).to_have_value("12 34")
    row.update(code_tries=2)
    page.reload()
    expect(page.get_by_text("One more try")).to_be_visible()
    assert_fine(page, "attempt-code")

    row.update(state="failed", error_code="GARMIN_BLOCKED")
    page.reload()
    expect(page.get_by_text("Garmin does not let this server in.")).to_be_visible()
    assert_fine(page, "attempt-failed")
    row.update(state="connected")
    page.reload()
    assert_fine(page, "attempt-connected")


@pytest.mark.long
def test_past_syncs_and_what_did_not_come(page: Page, open_page: Open, athlete: Athlete) -> None:
    connection = fresh(athlete, is_listed_whole=True, backfilled_to=athlete.today() - timedelta(days=699))
    run = SyncRunFactory.create(
        connection=connection,
        warnings=[{"endpoint": "sleep_range", "field": "sleepScores", "problem": "is no number", "count": 3}],
    )
    begun(
        SyncRunFactory.create(
            connection=connection, state="failed", error_message="Garmin cannot be reached."
        ),
        90,
    )
    names = ("Evening ride", "Donaudampfschifffahrtsgesellschaftsgedächtnislauf in Wien")
    for name in names:
        RemoteActivityFactory.create(
            connection=connection,
            state="failed",
            attempts=3,
            summary={"activityName": name},
            error_message="The archive is damaged.",
        )
    open_page("connection", uid=connection.uid)
    assert_fine(page, "connection-detail")

    open_page("connection-run", uid=run.uid)
    assert_fine(page, "connection-run")


def test_settings_and_disconnecting(page: Page, open_page: Open, athlete: Athlete) -> None:
    connection = fresh(athlete)
    open_page("connection-settings", uid=connection.uid)
    assert_fine(page, "connection-settings")

    open_page("connections")
    page.get_by_role("link", name="Disconnect…").click()
    assert_fine(page, "connection-disconnect")
    page.get_by_role("button", name="Disconnect the Garmin Personal API key").click()

    expect(page.get_by_role("link", name="Connect with a key")).to_be_visible()
    assert not Connection.objects.exists()


@pytest.mark.long
def test_what_was_asked_of_garmin(page: Page, open_page: Open, athlete: Athlete) -> None:
    now = timezone.now()
    for index, operation in enumerate(
        ("daily_summaries", "hrv_range", "activity_file", "activities", "token")
    ):
        ExternalCallFactory.create_batch(
            14, subject=athlete.uid, operation=operation, started_at=now - timedelta(days=index)
        )
    ExternalCallFactory.create(subject=athlete.uid, operation="weight", status=429, started_at=now)
    ExternalCallFactory.create(
        subject=athlete.uid, operation="weight", status=None, error_code="ReadTimeout", started_at=now
    )
    open_page("connection-calls")

    assert_fine(page, "connection-calls")
