"""While a sync runs, the open page Today takes in what comes, and stops asking when it is over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from athletes.models import Connection
from athletes.sources.records import RecordedDay
from metrics.models import SyncRun
from metrics.services.ingest import store_day
from tests.browser.looks import log_in
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.synced import ConnectionFactory, SyncRunFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def athlete(live_server):
    athlete = AthleteFactory()
    today = athlete.today()
    store_loads(athlete, today - timedelta(days=120), [50.0] * 120)
    ActivityFactory(athlete=athlete, start_time=timezone.now() - timedelta(days=1), local_date=today)
    for ago in (0, 1, 3, 4, 5, 6, 7):
        DayFactory(athlete=athlete, date=today - timedelta(days=ago))
    return athlete


@pytest.fixture(autouse=True)
def _clock(page: Page) -> None:
    page.clock.install()


def let_pass(page: Page, seconds: int) -> None:
    """The page's own time: what it does every few seconds is done at once, and has its answer."""
    page.clock.run_for(seconds * 1_000)
    page.wait_for_timeout(300)


def test_today_refreshes_itself_and_then_rests(page: Page, athlete, live_server) -> None:
    connection = ConnectionFactory(athlete=athlete, synced_at=timezone.now())
    run = SyncRunFactory(connection=connection)
    log_in(page, athlete.user, live_server.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/today/news/" in request.url else None)

    page.goto("/athletes/me/today/")
    expect(page.locator("#missing")).to_be_visible()
    expect(page.locator("#today-watch")).to_contain_text("New data are coming in")
    field = page.get_by_label("Note")
    field.fill("Slept at a friend's")
    missed = athlete.today() - timedelta(days=2)
    store_day(
        athlete=athlete, recorded=RecordedDay(missed, sleep_s=27_000, resting_hr_bpm=48, hrv_rmssd_ms=60)
    )

    let_pass(page, 15)
    expect(page.locator("#missing")).to_have_count(0)
    expect(field).to_be_focused()
    expect(field).to_have_value("Slept at a friend's")
    ended = timezone.now() - timedelta(minutes=2)
    SyncRun.objects.filter(pk=run.pk).update(state=SyncRun.State.DONE, finished_at=ended)
    let_pass(page, 15)
    expect(page.locator("#today-watch")).not_to_contain_text("coming in")
    count = len(asked)
    let_pass(page, 60)
    assert len(asked) == count


def test_an_empty_page_fills_itself(page: Page, live_server) -> None:
    athlete = AthleteFactory()
    SyncRunFactory(connection=ConnectionFactory(athlete=athlete))
    log_in(page, athlete.user, live_server.url)
    page.goto("/athletes/me/today/")
    expect(page.locator("#start")).to_be_visible()

    for ago in range(1, 4):
        DayFactory(athlete=athlete, date=athlete.today() - timedelta(days=ago))
    store_day(athlete=athlete, recorded=RecordedDay(athlete.today(), sleep_s=27_000))
    let_pass(page, 15)

    expect(page.locator("#insight")).to_be_visible()


def test_without_a_sync_nothing_asks(page: Page, athlete, live_server) -> None:
    ConnectionFactory(athlete=athlete, synced_at=timezone.now())
    Connection.objects.update(created_at=timezone.now() - timedelta(hours=1))
    log_in(page, athlete.user, live_server.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/today/news/" in request.url else None)

    page.goto("/athletes/me/today/")
    let_pass(page, 60)

    assert asked == []
