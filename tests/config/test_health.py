import socket
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from config import health
from config.core import beats
from config.core.ids import uuid7
from config.core.models import Breaker, Heartbeat, Job

TOKEN = "0123456789abcdef01234567"


@pytest.fixture
def client(failing_client):
    return failing_client


def test_alive_asks_nothing_and_nobody(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/health")

    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/health/detailed", "/metrics"])
class TestWhoMayRead:
    def ask(self, client, path: str, **headers: str) -> int:
        address = headers.pop("address", "127.0.0.1")
        return client.get(path, headers=headers, REMOTE_ADDR=address).status_code

    def test_without_a_token_only_this_machine(self, client, path, transactional_db):
        assert self.ask(client, path) != 403
        assert self.ask(client, path, address="::1") != 403
        assert self.ask(client, path, address="203.0.113.9") == 403
        assert self.ask(client, path, address="") == 403

    def test_a_proxy_on_this_machine_makes_nobody_local(self, client, path):
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
            assert self.ask(client, path, **{name: "203.0.113.9"}) == 403
            assert self.ask(client, path, **{name: "127.0.0.1"}) == 403

    def test_behind_a_trusted_proxy_the_address_it_saw_counts(self, client, path, settings, transactional_db):
        settings.TRUSTED_PROXY_COUNT = 1

        assert self.ask(client, path, **{"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}) == 403
        assert self.ask(client, path, **{"X-Forwarded-For": "203.0.113.9, 127.0.0.1"}) != 403
        assert self.ask(client, path) == 403

    def test_with_a_token_whoever_bears_it(self, client, path, settings, transactional_db):
        settings.METRICS_TOKEN = TOKEN

        assert self.ask(client, path, address="203.0.113.9", Authorization=f"Bearer {TOKEN}") != 403
        assert self.ask(client, path, Authorization="Bearer wrong") == 403
        assert self.ask(client, path, Authorization="Bearer ünïcode") == 403
        assert self.ask(client, path) == 403


@pytest.mark.django_db(transaction=True)
def test_all_is_well_when_every_check_is(client):
    beats.beat(beats.WORKER)

    response = client.get("/health/detailed")

    body = response.json()
    assert (response.status_code, body["status"]) == (200, "ok"), body
    assert set(body["checks"]) == {*("database", "cache", "broker", "worker", "disk", "services", "jobs")}
    assert all(check["ms"] >= 0 and check["status"] == "ok" for check in body["checks"].values())


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_never_seen_or_is_silent_is_said(client):
    never = client.get("/health/detailed")
    Heartbeat.objects.create(name=beats.WORKER, at=timezone.now() - timedelta(seconds=200))
    silent = client.get("/health/detailed")

    assert never.status_code == silent.status_code == 503
    assert never.json()["checks"]["worker"]["message"] == "No worker was ever seen."
    assert "200 s old" in silent.json()["checks"]["worker"]["message"]


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_said(client, monkeypatch):
    monkeypatch.setattr(health, "DISK_FREE_MIN_BYTES", 10**18)

    assert "MiB are free" in client.get("/health/detailed").json()["checks"]["disk"]["message"]


@pytest.mark.django_db(transaction=True)
def test_a_cache_that_hangs_delays_the_answer_by_a_second_at_most(client, settings):
    beats.beat(beats.WORKER)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": f"redis://:hunter2@127.0.0.1:{silent.getsockname()[1]}/0",
                "OPTIONS": {"socket_timeout": 6},
            }
        }
        started = time.monotonic()
        response = client.get("/health/detailed")
        took_s = time.monotonic() - started

    assert took_s < 4
    assert response.status_code == 503
    assert response.json()["checks"]["cache"] == {
        "status": "failing",
        "message": "No answer in time.",
        "ms": 1000,
    }
    assert response.json()["checks"]["database"]["status"] == "ok"
    assert "hunter2" not in response.text


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_real_broker_is_asked(client, valkey_url, monkeypatch):
    monkeypatch.setattr(health.celery_app.conf, "broker_url", valkey_url)

    assert client.get("/health/detailed").json()["checks"]["broker"]["status"] == "ok"


def test_a_broker_that_is_away_is_said(monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setattr(health.celery_app.conf, "broker_url", f"redis://127.0.0.1:{port}/0")

    with pytest.raises(Exception, match=r"refused"):
        health.check_broker()


@pytest.mark.parametrize("path", ["/health", "/health/detailed", "/metrics"])
def test_they_can_only_be_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_services_that_rest_and_work_given_up_are_told_and_are_no_illness(client):
    beats.beat(beats.WORKER)
    Breaker.objects.create(name="garmin_key", state="open", failures=5)
    Job.objects.create(kind="sync", subject=uuid7(), state="quarantined")

    body = client.get("/health/detailed").json()

    assert body["status"] == "ok"
    assert body["checks"]["services"]["resting"] == ["garmin_key"]
    assert body["checks"]["jobs"]["quarantined"] == {"sync": 1}
