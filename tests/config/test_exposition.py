import re
import subprocess
import sys
from datetime import timedelta

import pytest
import requests
from django.conf import settings as project
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.utils import timezone
from prometheus_client import REGISTRY

from athletes.models import Connection, Way
from config import exposition
from config.core import audit, beats, cache
from config.core.ids import uuid7
from config.core.models import Heartbeat, Job
from config.exposition import as_seen_from_inside, listen
from metrics.models import SyncRun
from tests.factories.athletes import AthleteFactory

TOKEN = "0123456789abcdef01234567"
LABELS = {"action", "kind", "le", "method", "name", "operation", "outcome", "provider", "queue", "result"}
LABELS |= {"route", "service", "state", "task"}
COUNT_IN_TWO_CHILDREN = """
import os
from django.conf import settings
settings.configure(PROMETHEUS_MULTIPROC_DIR=os.environ["PROMETHEUS_MULTIPROC_DIR"])
from config.core import counters
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
for _ in range(2):
    if not os.fork():
        counters.count_task("sync", "a.task", "done", 0.2)
        os._exit(0)
    os.wait()
counters.count_task("sync", "a.task", "done", 0.2)
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"formline_{name}", labels) or 0.0


def samples(text: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in text.splitlines() if line and line[0] != "#")
    return {name: float(number) for name, _, number in lines}


def ask(client, path: str = "/metrics") -> dict[str, float]:
    return samples(client.get(path).text)


def test_requests_are_counted_by_the_names_of_addresses_and_never_by_addresses(client, db):
    uid = str(uuid7())
    before = value("requests_total", route="none", method="GET", outcome="4xx")

    client.get(f"/no-such-page/{uid}")
    client.get(f"/athletes/{uid}/today/")
    client.generic("BREW", "/")
    client.get("/health")

    found = client.get("/metrics").text
    assert value("requests_total", route="none", method="GET", outcome="4xx") > before
    assert 'method="other"' in found
    assert uid not in found
    assert 'route="health"' not in found
    assert set(re.findall(r'[{,](\w+)="', found)) - LABELS <= {
        *("generation", "implementation", "major", "minor", "patchlevel", "version")
    }


@pytest.mark.django_db
def test_the_facts_of_the_database(client):
    athlete = AthleteFactory()
    line = Connection.objects.create(athlete=athlete, way=Way.KEY)
    beats.beat(beats.WORKER)
    Heartbeat.objects.update(at=timezone.now() - timedelta(seconds=90))
    Job.objects.create(kind="sync", subject=uuid7(), state="queued")
    for state, days in (("done", 0), ("failed", 0), ("failed", 2)):
        SyncRun.objects.create(
            athlete=athlete,
            connection=line,
            reason="daily",
            state=state,
            since="2026-01-01",
            until="2026-01-02",
            finished_at=timezone.now() - timedelta(days=days),
        )
    audit.record(None, "account.login_failed", athlete.user.uid)
    cache.drop(exposition.KEY)

    found = ask(client)

    assert found["formline_database_up"] == 1
    assert 90 <= found["formline_worker_seen_seconds"] < 100
    assert found['formline_jobs{kind="sync",state="queued"}'] == 1
    assert found[f'formline_syncs_day{{outcome="failed",provider="{line.way}"}}'] == 1
    assert found['formline_account_events_hour{action="account.login_failed"}'] == 1
    assert found['formline_account_events_hour{action="account.token_reused"}'] == 0
    assert found["formline_ai_spend_usd_day"] == found["formline_services_resting"] == 0
    assert found['formline_measure{name="disk"}'] > 0


@pytest.mark.django_db
def test_without_its_database_it_says_so_and_still_answers(client):
    def away(*_: object) -> None:
        raise OperationalError("postgres://formline:hunter2@db")

    with connection.execute_wrapper(away):
        response = client.get("/metrics")

    found = samples(response.text)
    assert (response.status_code, found["formline_database_up"]) == (200, 0)
    assert "formline_worker_seen_seconds" not in found
    assert "hunter2" not in response.text


def test_what_is_remembered_counts_as_missed_and_then_as_hit():
    before = value("cache_reads_total", result="miss"), value("cache_reads_total", result="hit")

    athlete = uuid7()
    for _ in range(3):
        cache.remember(athlete, "a", 60, lambda: 1)

    after = value("cache_reads_total", result="miss"), value("cache_reads_total", result="hit")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 2)


def test_all_processes_are_told_of_and_a_new_one_goes_on_with_the_files_of_one_that_ended(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", COUNT_IN_TWO_CHILDREN],
        env={"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(project.BASE_DIR)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    found = samples(done.stdout)
    assert found['formline_tasks_total{outcome="done",queue="sync",task="a.task"}'] == 3
    assert found['formline_task_seconds_count{queue="sync"}'] == 3
    assert len(list(tmp_path.glob("*.db"))) == 2 * len(("counter", "histogram", "summary"))


@pytest.mark.parametrize(("given", "status"), [({}, 403), ({"Authorization": f"Bearer {TOKEN}"}, 200)])
def test_a_worker_tells_its_counters_to_those_with_the_token(settings, given, status):
    settings.METRICS_TOKEN = TOKEN
    server = listen(0)
    try:
        answer = requests.get(f"http://127.0.0.1:{server.server_port}/metrics", headers=given, timeout=5)
    finally:
        server.shutdown()
        server.server_close()

    assert answer.status_code == status
    assert ("formline_query_seconds_count" in answer.text) == (status == 200)


def test_from_inside_it_is_read_by_any_name_and_nothing_else_is(settings, db):
    """A monitor asks each process by its address, over plain HTTP."""
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["form.example.org"], "https://form.example.org"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.METRICS_TOKEN = TOKEN
    door = as_seen_from_inside(WSGIHandler())

    def status(path: str, given: str = f"Bearer {TOKEN}") -> str:
        told: list[str] = []
        asked = RequestFactory().get(path, HTTP_HOST="10.0.0.7:8000", HTTP_AUTHORIZATION=given).environ
        door(asked, lambda line, *_: told.append(line[:3])).close()
        return told[0]

    assert status("/metrics") == "200"
    assert status("/metrics", "Bearer wrong") == "403"
    assert status("/health") == "400"
