"""The operators' admin: every page of every table, for operators only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.idp.oidc.models import Client as Partner
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from athletes.models import (
    Athlete,
    Connection,
    Credential,
    DataExport,
    DataKey,
    ExternalId,
    RosterView,
    Tombstone,
    User,
)
from athletes.reads import record_reads
from athletes.services.api_keys import make_key
from athletes.services.devices import see_device
from athletes.services.erasure import ask_erasure
from athletes.services.partners import let_in
from athletes.services.zones import add_zone
from config.core import audit
from config.core.celery import sending_with
from config.core.ids import uuid7
from config.core.models import (
    AuditEvent,
    AuditPayload,
    AuditSeal,
    Breaker,
    BreakerState,
    Counter,
    ExternalCall,
    Heartbeat,
    IdempotencyKey,
    Incident,
    Job,
    JobState,
    Lease,
    MonitorRule,
    RetentionRule,
    TaskRun,
    Turn,
)
from config.core.operators import OperatorPermissions
from metrics.models import (
    Activity,
    Best,
    Curves,
    Estimate,
    Interval,
    RawAnswer,
    ReadinessOverride,
    SignalScan,
    SyncedDay,
)
from notifications.models import Address, DataHook, Delivery, Preference, Timing
from tests.factories import analyst, plans
from tests.factories.athletes import (
    AthleteFactory,
    CoachInvitationFactory,
    CoachLinkFactory,
    ThresholdFactory,
    UserFactory,
    verify_email,
)
from tests.factories.connected import (
    AttemptFactory,
    ConnectionFactory,
    RemoteActivityFactory,
    SyncRunFactory,
)
from tests.factories.metrics import (
    ActivityFactory,
    DayFactory,
    ImportFileFactory,
    LapFactory,
    OriginFactory,
    StreamFactory,
    store_loads,
)
from tests.factories.mfa import log_in_with_mfa
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory
from tests.factories.races import RaceFactory, ThresholdProposalFactory
from tests.factories.signals import SignalFactory
from tests.notifications.conftest import tell

pytestmark = pytest.mark.either

SECRET_NAME = re.compile(
    r'name="[^"]*(password|token(?!s)|secret|salt|dek|credential|private_key)[^"]*"', re.IGNORECASE
)


HEALTH_WORD = "hypersomnia"
"""Stands for what Garmin's answers hold."""
UNSHOWN = {Credential, DataKey, ExternalId, RosterView, Tombstone}
"""Sealed secrets and their keys, names that programs or coaches gave or of rows gone: nobody looks there."""


def one_of_each() -> None:
    """At least one row in every table that the admin shows."""
    athlete = AthleteFactory()
    ThresholdFactory(athlete=athlete)
    link = CoachLinkFactory(athlete=athlete, scopes={"load": "read"})
    CoachInvitationFactory(athlete=athlete)
    partner = Partner.objects.create(name="Diary", redirect_uris="https://diary.example/back")
    let_in(user=athlete.user, client=partner, scopes=["load:read"], valid_until=timezone.now())
    record_reads(viewer=link.coach, athletes=[athlete], classes=["load"])
    see_device(user=athlete.user, token="", user_agent="Firefox Linux")
    verify_email(athlete.user)
    make_key(user=athlete.user, name="Script", scopes=["load:read"], days=7)
    add_zone(athlete=athlete, name=HEALTH_WORD, latitude_deg=47.0, longitude_deg=8.0, radius_m=500)
    DataExport.objects.create(user=athlete.user)
    ask_erasure(user=athlete.user)
    activity = ActivityFactory(athlete=athlete, warnings=[{"code": "GPS_JUMP"}])
    OriginFactory(activity=activity)
    StreamFactory(activity=activity)
    LapFactory(activity=activity, index=0)
    DayFactory(athlete=athlete)
    CheckInFactory(athlete=athlete)
    AnnotationFactory(athlete=athlete)
    CycleDayFactory(athlete=athlete)
    RaceFactory(athlete=athlete)
    ThresholdProposalFactory(athlete=athlete)
    SignalFactory(athlete=athlete)
    SignalScan.objects.update_or_create(athlete=athlete)
    ReadinessOverride.objects.create(athlete=athlete, date=date(2026, 3, 1), verdict="rest", reason="Tired")
    _connect(athlete)
    _hold(activity)
    ImportFileFactory(batch__athlete=athlete)
    store_loads(athlete, date(2026, 3, 1), [50.0])
    _tell(athlete)
    analyst.one_of_each(athlete, HEALTH_WORD)
    _foundation()


def _connect(athlete: Athlete) -> None:
    connection, now = ConnectionFactory(athlete=athlete), timezone.now()
    plans.one_of_each(connection)
    day = {"athlete": athlete, "date": date(2026, 3, 1)}
    AttemptFactory(athlete=athlete)
    SyncRunFactory(connection=connection)
    RemoteActivityFactory(connection=connection, summary={"activityName": HEALTH_WORD})
    SyncedDay.objects.create(**day, connection=connection, channels={HEALTH_WORD: "present"}, synced_at=now)
    Estimate.objects.create(**day, kind="ftp_w", value=250, source="garmin_login")
    RawAnswer.objects.create(
        athlete=athlete,
        source="garmin_key",
        endpoint="sleep_range",
        start=date(2026, 3, 1),
        end=date(2026, 3, 2),
        received_at=now,
        data=HEALTH_WORD.encode(),
    )


def _hold(activity: Activity) -> None:
    shared = {"activity": activity, "athlete": activity.athlete, "sport": "running"}
    Curves.objects.create(**shared, local_date=activity.local_date)
    Best.objects.create(
        **shared, local_date=activity.local_date, metric="speed_mps", duration_s=200, value=5, start_s=0
    )
    Interval.objects.create(activity=activity, index=0, kind="work", start_s=0, duration_s=60)


def _tell(athlete: Athlete) -> None:
    with sending_with(lambda *_: None):
        message = tell(athlete.user)
    address = Address.objects.create(user=athlete.user, channel="email", target="ada@example.org")
    DataHook.objects.create(address=address, athlete=athlete)
    Delivery.objects.create(message=message, address=address)
    Preference.objects.create(user=athlete.user, kind="signal", channel="email", enabled=True)
    Timing.objects.get_or_create(user=athlete.user)


def _foundation() -> None:
    now = timezone.now()
    Job.objects.create(kind="import_file", subject=uuid7(), state=JobState.QUARANTINED, last_error="It died.")
    Breaker.objects.create(name="garmin", state=BreakerState.OPEN, failures=5, changed_at=now)
    Counter.objects.create(key="api:upload:1", window_start=0, window_s=60, count=3)
    Heartbeat.objects.create(name="worker", at=now)
    Incident.objects.create(name="disk", summary="Disk in use: 95 %, more than 90 %")
    MonitorRule.objects.create(name="disk", limit=80)
    RetentionRule.objects.create(name="core.task_runs", keep_days=7)
    TaskRun.objects.create(task="notifications.tasks.sweep", duration_ms=12, outcome="done")
    Lease.objects.create(name="garmin:1", holder=uuid7(), until=now)
    Turn.objects.create(name="host:connectapi.garmin.com")
    ExternalCall.objects.create(service="garmin", operation="day", started_at=now, duration_ms=80, status=200)
    IdempotencyKey.objects.create(
        user_uid=uuid7(), route="imports", key="k", request_sha256="0" * 64, body="{}"
    )
    event = audit.record(uuid7(), "login", uuid7(), {"address": "10.0.0.1"})
    AuditSeal(
        first_id=event.pk, last_id=event.pk, count=1, previous_sha256="0" * 64, sha256="1" * 64, at=now
    ).save()
    every_minute = IntervalSchedule.objects.create(every=60, period="seconds")
    CrontabSchedule.objects.create()
    PeriodicTask.objects.create(name="sweep", task="notifications.tasks.sweep", interval=every_minute)


@pytest.fixture
def operator(db: None) -> User:
    return UserFactory(email="operator@example.org", is_staff=True)


@pytest.fixture
def client(operator: User) -> Client:
    client = Client()
    log_in_with_mfa(client, operator)
    return client


def models() -> list[type[Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def changelist(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def change(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_every_table_of_ours_is_there() -> None:
    from django.apps import apps

    ours = {
        model
        for label in ("core", "athletes", "notifications", "metrics", "plans", "analysis")
        for model in apps.get_app_config(label).get_models()
    }

    assert ours - UNSHOWN <= set(models())
    assert not UNSHOWN & set(models())


def test_every_page_of_every_table_opens_for_an_operator_and_tells_no_secret(client: Client) -> None:
    """Nor what Garmin answered, nor whose account it is."""
    one_of_each()

    for model in models():
        row = model._default_manager.first()
        assert row is not None, f"one_of_each() has no {model}"
        pages = [client.get(url) for url in (changelist(model), f"{changelist(model)}?q=ada", change(row))]
        assert [page.status_code for page in pages] == [200, 200, 200], model
        html = "".join(page.content.decode() for page in pages).replace("csrfmiddlewaretoken", "")
        assert SECRET_NAME.search(html) is None, model
        assert HEALTH_WORD not in html, model
        assert Connection.objects.get().account not in html, model


def test_nothing_that_is_secret_is_shown(client: Client) -> None:
    one_of_each()
    secrets = [User.objects.last().password, AuditPayload.objects.latest("pk").salt]

    for row in (User.objects.last(), AuditPayload.objects.latest("pk"), IdempotencyKey.objects.get()):
        html = client.get(change(row)).content.decode()
        assert [each for each in secrets if each in html] == []


@pytest.mark.parametrize(
    "somebody",
    [
        lambda: UserFactory(),
        lambda: AthleteFactory().user,
        lambda: CoachLinkFactory(scopes={"profile": "write"}).coach,
        lambda: UserFactory(is_superuser=True),
        None,
    ],
    ids=["user", "athlete", "coach", "superuser without the operator's flag", "nobody"],
)
def test_nobody_else_gets_in(db: None, somebody: Callable[[], User] | None) -> None:
    one_of_each()
    client = Client()
    if somebody:
        client.force_login(somebody())

    for model in models():
        row = model._default_manager.first()
        for url in (changelist(model), change(row)):
            response = client.get(url)
            assert response.status_code == 302, url
            assert "/login/" in response.headers["Location"]


def test_an_operator_who_was_locked_out_is_out(client: Client, operator: User) -> None:
    operator.is_active = False
    operator.save()

    assert client.get(reverse("admin:index")).status_code == 302


def test_every_table_asks_for_the_operators_flag_alone() -> None:
    assert [
        model for model, each in admin.site._registry.items() if not isinstance(each, OperatorPermissions)
    ] == []


def act(client: Client, model: type[Model], action: str, *rows: Model) -> Any:
    with sending_with(lambda *_: None):
        return client.post(
            changelist(model), {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True
        )


def test_a_job_that_was_given_up_can_be_tried_again(client: Client) -> None:
    given_up = Job.objects.create(kind="x", subject=uuid7(), state=JobState.QUARANTINED, attempts=3)
    running = Job.objects.create(kind="x", subject=uuid7(), state=JobState.RUNNING, attempts=1)

    act(client, Job, "retry", given_up, running)

    given_up.refresh_from_db()
    running.refresh_from_db()
    assert (given_up.state, given_up.attempts) == (JobState.QUEUED, 0)
    assert (running.state, running.attempts) == (JobState.RUNNING, 1)


def test_a_service_that_was_left_alone_can_be_asked_again(client: Client) -> None:
    row = Breaker.objects.create(name="garmin", state=BreakerState.OPEN, failures=5)

    act(client, Breaker, "close", row)

    row.refresh_from_db()
    assert (row.state, row.failures) == (BreakerState.CLOSED, 0)


@pytest.mark.parametrize("model", [AuditEvent, AuditPayload, AuditSeal, ExternalCall])
def test_what_was_recorded_can_neither_be_changed_nor_removed(client: Client, model: type[Model]) -> None:
    _foundation()
    row = model._default_manager.first()

    assert client.post(change(row), {}).status_code == 403
    assert client.post(change(row).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403
    assert client.get(f"{changelist(model)}add/").status_code == 403


def test_an_hour_is_still_an_hour_when_the_schedule_is_changed(client: Client) -> None:
    _foundation()
    row = PeriodicTask.objects.get()
    faster = IntervalSchedule.objects.create(every=30, period="seconds")

    response = client.post(
        change(row),
        {
            "name": "sweep",
            "regtask": "",
            "task": "notifications.tasks.sweep",
            "enabled": "on",
            "interval": faster.pk,
            "args": "[]",
            "kwargs": "{}",
            "headers": "{}",
            "priority": "",
        },
    )

    assert response.status_code == 302
    row.refresh_from_db()
    assert row.interval.schedule.run_every == timedelta(seconds=30)


def test_logins_go_through_the_one_door(db: None) -> None:
    response = Client().get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_somebody_who_is_logged_in_but_no_operator_is_told_so(db: None) -> None:
    client = Client()
    client.force_login(UserFactory())

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_only_the_admin_may_evaluate_scripts(client: Client) -> None:
    inside = client.get(reverse("admin:index")).headers["Content-Security-Policy"]
    outside = client.get(reverse("notifications:list")).headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-eval'" in inside
    assert "default-src 'self'" in inside
    assert "unsafe" not in outside
