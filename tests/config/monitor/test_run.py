"""Operators hear once that something is wrong and once that it is well again, whatever fails on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from athletes.models import Way
from config import tasks
from config.core import beats, leases
from config.core.ids import uuid7
from config.core.models import Incident, Job, JobState, MonitorRule
from config.monitor import run as monitor
from config.monitor.incidents import written
from config.monitor.measures import MEASURES, Measure
from notifications.channels.webhook.posting import signature
from tests.factories.connected import ConnectionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UNREACHABLE = "http://127.0.0.1:9/"


class Receiver(HTTPServer):
    """Keeps what is sent to it and answers with `status`."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[Any] = []
        self.headers: list[Any] = []
        self.raw: list[bytes] = []
        self.url = f"http://127.0.0.1:{self.server_port}/"

    @property
    def events(self) -> list[str]:
        return [each["event"] for each in self.bodies if each]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.raw.append(raw)
        self.server.headers.append(self.headers)
        self.server.bodies.append(json.loads(raw))
        self._answer()

    def do_GET(self) -> None:
        self.server.bodies.append(None)
        self._answer()

    def _answer(self) -> None:
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Any]:
    settings.OPERATOR_EMAILS = ["op@example.org"]
    MonitorRule.objects.create(name="disk", is_on=False)
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def job() -> Job:
    """One that was given up, of which none may be."""
    return Job.objects.create(kind="x", subject=uuid7(), state=JobState.QUARANTINED)


def subjects() -> list[str]:
    return [each.subject for each in mail.outbox]


def recover(clock: Any) -> None:
    Job.objects.all().delete()
    monitor.run()
    clock.shift(timedelta(minutes=10))
    monitor.run()


def test_an_incident_is_told_once_and_its_end_once(job: Job, clock: Any) -> None:
    for _ in range(3):
        monitor.run()
    recover(clock)
    monitor.run()

    jobs = "Jobs that were given up within a day"
    assert subjects() == [f"Formline: alert: {jobs}: 1, more than 0", f"Formline: recovered: {jobs}: 0"]
    assert mail.outbox[1].body.startswith(f"{jobs}: 0, at worst 1\nSince 2026-"), mail.outbox[1].body
    incident = Incident.objects.get()
    assert incident.closed_at == incident.recovery_told_at == NOW + timedelta(minutes=10)


def test_swinging_around_the_limit_is_one_incident(job: Job, clock: Any) -> None:
    for state in (JobState.DONE, JobState.QUARANTINED) * 4:
        monitor.run()
        Job.objects.update(state=state)
        clock.shift(timedelta(minutes=6))

    assert Incident.objects.count() == len(mail.outbox) == 1


def test_while_mail_is_down_the_webhook_is_told_and_mail_is_told_later(
    job: Job, receiver: Receiver, settings: Any
) -> None:
    settings.OPERATOR_WEBHOOK_URL = receiver.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    monitor.run()
    assert Incident.objects.get().told_at is None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monitor.run()

    assert (len(mail.outbox), receiver.events) == (1, ["incident.opened"])
    assert Incident.objects.get().told_at == NOW


@pytest.mark.parametrize("status", [302, 500])
def test_a_webhook_that_does_not_take_it_is_told_again_and_mail_is_not(
    job: Job, receiver: Receiver, settings: Any, status: int
) -> None:
    settings.OPERATOR_WEBHOOK_URL, receiver.status = receiver.url, status
    monitor.run()
    receiver.status = 200
    monitor.run()
    monitor.run()

    assert (len(mail.outbox), receiver.events) == (1, ["incident.opened"] * 2)


def test_the_webhook_is_signed_as_those_of_athletes_are(job: Job, receiver: Receiver, settings: Any) -> None:
    settings.OPERATOR_WEBHOOK_URL, settings.OPERATOR_WEBHOOK_SECRET = receiver.url, "a secret"
    receiver.status = 500
    monitor.run()
    receiver.status = 200
    monitor.run()

    incident = Incident.objects.get()
    assert [each["Webhook-Id"] for each in receiver.headers] == [f"incident-{incident.pk}-opened"] * 2
    for headers, raw in zip(receiver.headers, receiver.raw, strict=True):
        assert headers["Formline-Signature"] == signature("a secret", int(NOW.timestamp()), raw)


def test_without_a_secret_the_webhook_is_not_signed(job: Job, receiver: Receiver, settings: Any) -> None:
    settings.OPERATOR_WEBHOOK_URL = receiver.url
    monitor.run()

    assert "Formline-Signature" not in receiver.headers[0]


def test_what_ended_before_anybody_heard_of_it_is_not_told(job: Job, clock: Any, settings: Any) -> None:
    settings.OPERATOR_EMAILS = []
    monitor.run()
    recover(clock)
    settings.OPERATOR_EMAILS = ["op@example.org"]
    monitor.run()

    assert mail.outbox == []


def test_killed_between_mail_and_webhook_goes_on_with_the_webhook(
    job: Job, receiver: Receiver, settings: Any
) -> None:
    monitor.run()
    Incident.objects.update(told_at=None)
    settings.OPERATOR_WEBHOOK_URL = receiver.url

    monitor.run()

    assert (len(mail.outbox), receiver.events) == (1, ["incident.opened"])


def test_two_monitors_do_not_look_at_once(job: Job) -> None:
    leases.take(monitor.LEASE_NAME, timedelta(minutes=1))

    assert monitor.run() is None
    assert not Incident.objects.exists()


def test_the_dead_mans_switch_hears_of_whole_looks_only(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEAD_MANS_SWITCH_URL = receiver.url
    monitor.run()
    assert len(receiver.bodies) == 1

    monkeypatch.setitem(MEASURES, "broken", Measure("broken", "Broken", "", 0, lambda: 1 / 0))
    look = monitor.run()

    assert look is not None
    assert look.failed == ["broken"]
    assert len(receiver.bodies) == 1
    with pytest.raises(monitor.MonitorError, match="broken"):
        tasks.watch()


def test_the_schedule_reports_how_much_was_told(job: Job) -> None:
    assert [tasks.watch(), tasks.watch()] == [{"told": 1}, {"told": 0}]


def test_a_switch_that_is_away_stops_nothing(settings: Any) -> None:
    settings.DEAD_MANS_SWITCH_URL = UNREACHABLE

    assert monitor.run() is not None


def test_a_limit_of_the_operators_holds_instead_of_the_default(job: Job) -> None:
    MonitorRule.objects.create(name="jobs_quarantined", limit=1)

    monitor.run()

    assert not Incident.objects.exists()


def test_the_age_of_a_backup_is_that_of_its_newest_sign(settings: Any, tmp_path: Any) -> None:
    read = MEASURES["backup_age"].read
    assert read() is None
    settings.BACKUP_MARKER = str(tmp_path / "done")
    assert read() == 1_000_000
    with time_machine.travel(NOW - timedelta(hours=3), tick=False):
        beats.beat("backup")
    assert read() == 3


def test_the_command_answers_with_one_line_of_json(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("monitor", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert (answer["open"], answer["told"], answer["failed"]) == (1, 1, [])
    assert answer["values"]["jobs_quarantined"] == 1


def test_a_job_that_lies_there_does_not_hide_the_next_one(job: Job, clock: Any) -> None:
    monitor.run()
    clock.shift(timedelta(days=1, seconds=1))
    monitor.run()
    clock.shift(timedelta(minutes=10))
    monitor.run()
    Job.objects.create(kind="x", subject=uuid7(), state=JobState.QUARANTINED)
    monitor.run()

    assert [each.split(":")[1].strip() for each in subjects()] == ["alert", "recovered", "alert"]
    assert Job.objects.count() == 2


def test_a_key_that_ends_is_its_athletes_affair_and_many_at_once_are_the_operators() -> None:
    read = MEASURES["keys_expiring"].read
    for days in (3, 30, 60, 90):
        ending(days)
    assert read() is None

    ending(-2)
    assert read() == 40.0


def ending(days: int) -> None:
    ConnectionFactory(way=Way.KEY, key_expires_on=(NOW + timedelta(days=days)).date())


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(5.24, "%", "5.2 %"), (97.0, "%", "97 %"), (1234.0, "s", "1,234 s"), (1.0, "", "1")],
)
def test_a_value_is_told_so_finely_that_it_is_above_its_limit(value: float, unit: str, said: str) -> None:
    assert written(value, replace(MEASURES["errors"], unit=unit)) == said
