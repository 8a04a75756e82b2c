"""A worker that is killed, with nothing patched: who hears of it, how often, and that it is well again."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as ours
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from config.core import celery
from config.core.models import Heartbeat, Incident, Lease, MonitorRule
from config.monitor.incidents import CALM_FOR
from config.monitor.measures import MEASURES
from config.serve.child import die_with
from config.serve.programs import worker
from tests.doubles.smtp import SmtpDouble, mail_server
from tests.doubles.web import WebDouble

pytestmark = [pytest.mark.servers, pytest.mark.either, pytest.mark.django_db(transaction=True)]

TICK_S, PATIENCE_S = 0.25, 120
OPERATOR = "op@example.org"


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpDouble]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.OPERATOR_EMAILS = [OPERATOR]
        yield server


@pytest.fixture
def switch() -> Iterator[WebDouble]:
    """The service that hears that the monitor is alive."""
    with WebDouble() as double:
        yield double


@pytest.fixture
def environment(smtp: SmtpDouble, switch: WebDouble, valkey_url: str, tmp_path: Path) -> dict[str, str]:
    """That of an installation at home, on the database of this test."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "FORMLINE_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        **dict.fromkeys(("REDIS_URL", "BROKER_URL", "CACHE_URL"), valkey_url),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        "OPERATOR_EMAILS": OPERATOR,
        "DEAD_MANS_SWITCH_URL": switch.url,
    }


@pytest.fixture(autouse=True)
def rules() -> None:
    """Nothing but the waiting of work counts: the disk of this machine may be full."""
    for name in MEASURES:
        MonitorRule.objects.create(name=name, is_on=name == "queue_delay")


@pytest.fixture(autouse=True)
def schedule(valkey_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What beat does, quicker: ticks through the real broker, whoever is there to take them."""
    monkeypatch.setattr(celery._Broker, "away_until", 0.0)
    monkeypatch.setattr(current_app.conf, "broker_url", valkey_url)
    over = threading.Event()
    thread = threading.Thread(target=_tick, args=(over,))
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.long
def test_operators_hear_once_that_the_worker_is_gone_and_once_that_it_is_back(
    environment: dict[str, str], smtp: SmtpDouble, switch: WebDouble
) -> None:
    with working(environment) as process:
        wait_until(lambda: len(switch.asked) >= 2)
        assert (Incident.objects.count(), smtp.mails) == (0, [])
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    heard = len(switch.asked)
    time.sleep(4 * TICK_S)
    assert len(switch.asked) == heard
    ten_minutes_pass()
    for _ in range(3):  # what an operator's own timer runs, since the schedule's monitor is dead as well
        call_command("monitor", "--json")
    assert subjects(smtp) == ["alert"]

    with working(environment):
        wait_until(lambda: len(switch.asked) > heard + 1)
        wait_until(is_calm)
        wait_until(has_recovered_in_ten_minutes)
        asked = len(switch.asked)
        wait_until(lambda: len(switch.asked) >= asked + 2)

    assert subjects(smtp) == ["alert", "recovered"]
    assert [each["To"] for each in smtp.mails] == [OPERATOR] * 2
    assert Incident.objects.get().name == "queue_delay"


@contextmanager
def working(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as `bin/serve` starts it, killed at the end of the block if it still lives."""
    process = subprocess.Popen(
        [*worker().argv, "--concurrency", "1"],
        cwd=ours.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=die_with(os.getpid(), signal.SIGKILL),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _tick(over: threading.Event) -> None:
    while not over.wait(TICK_S):
        for name in ("config.tasks.heartbeat", "config.tasks.watch"):
            celery.find(name).apply_async(expires=1)


def wait_until(holds: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_calm() -> bool:
    return "calm_since" in Incident.objects.get().details


def ten_minutes_pass() -> None:
    """For the sign of life of the worker, and for the lease of a look that was cut short."""
    Heartbeat.objects.update(at=timezone.now() - CALM_FOR)
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))


def has_recovered_in_ten_minutes() -> bool:
    """Moves the calm into the past until a look of the worker has seen it there."""
    since = (timezone.now() - CALM_FOR).isoformat()
    for row in Incident.objects.filter(closed_at=None, details__has_key="calm_since"):
        still = Incident.objects.filter(pk=row.pk, closed_at=None)
        still.update(details={**row.details, "calm_since": since})
    return Incident.objects.filter(recovery_told_at__isnull=False).exists()


def subjects(smtp: SmtpDouble) -> list[str]:
    """What each mail is about: "Formline: alert: …"."""
    return [str(each["Subject"]).split(": ")[1] for each in smtp.mails]
