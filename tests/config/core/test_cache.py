import socket
import time
from datetime import date

import pytest
from django.db import transaction

from config.core import cache
from config.core.cache import SUMMARY_S, forget, remember


class Builder:
    """Counts how often it was asked, and answers with the count."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        return self.calls


@pytest.fixture
def build() -> Builder:
    return Builder()


@pytest.fixture(autouse=True)
def _cache_is_there(monkeypatch):
    monkeypatch.setattr(cache._Away, "until", 0.0)


def test_a_value_is_built_once(build):
    assert [remember(7, "summary", SUMMARY_S, build) for _ in range(3)] == [1, 1, 1]


def test_athletes_names_and_arguments_are_kept_apart(build):
    answers = [
        remember(7, "summary", SUMMARY_S, build),
        remember(8, "summary", SUMMARY_S, build),
        remember(7, "load", SUMMARY_S, build),
        remember(7, "load", SUMMARY_S, build, date(2026, 3, 1), 42),
        remember(7, "load", SUMMARY_S, build, date(2026, 3, 2), 42),
    ]

    assert answers == [1, 2, 3, 4, 5]
    assert remember(7, "load", SUMMARY_S, build, date(2026, 3, 1), 42) == 4


@pytest.mark.django_db(transaction=True)
def test_forgetting_an_athlete_is_one_write_and_leaves_others_alone(build):
    remember(7, "summary", SUMMARY_S, build)
    remember(8, "summary", SUMMARY_S, build)

    forget(7)

    assert remember(7, "summary", SUMMARY_S, build) == 3
    assert remember(8, "summary", SUMMARY_S, build) == 2


@pytest.mark.django_db(transaction=True)
def test_forgetting_waits_for_the_commit_and_not_at_all_for_a_rollback(build):
    remember(7, "summary", SUMMARY_S, build)

    with transaction.atomic():
        forget(7)
        assert remember(7, "summary", SUMMARY_S, build) == 1
    assert remember(7, "summary", SUMMARY_S, build) == 2

    with transaction.atomic():
        forget(7)
        transaction.set_rollback(True)
    assert remember(7, "summary", SUMMARY_S, build) == 2


def test_a_version_that_was_evicted_never_brings_old_values_back(build):
    remember(7, "summary", SUMMARY_S, build)
    cache.drop("formline:user:7:version")

    assert remember(7, "summary", SUMMARY_S, build) == 2


def test_the_first_answer_is_the_same_as_the_kept_one():
    def build():
        return {"days": (date(2026, 3, 1),), "load": None}

    first = remember(7, "summary", SUMMARY_S, build)

    assert first == remember(7, "summary", SUMMARY_S, build) == {"days": ["2026-03-01"], "load": None}


def test_an_answer_of_nothing_is_kept_too(build):
    assert remember(7, "none", SUMMARY_S, lambda: build() and None) is None
    assert remember(7, "none", SUMMARY_S, lambda: build() and None) is None
    assert build.calls == 1


def test_keys_have_the_shape_that_operators_look_for(monkeypatch):
    keys = []
    monkeypatch.setattr(cache, "write", lambda key, *rest: keys.append(key))

    remember(7, "summary", SUMMARY_S, lambda: 1, "x")

    assert keys[0] == "formline:user:7:version"
    assert keys[1].startswith("formline:user:7:summary:")


def use_redis_at(settings, url: str) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 0.3},
        }
    }


def test_without_a_cache_values_are_built_and_it_is_said_once(settings, build, db, written_logs):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        use_redis_at(settings, f"redis://127.0.0.1:{unused.getsockname()[1]}/0")

        assert [remember(7, "summary", SUMMARY_S, build) for _ in range(3)] == [1, 2, 3]
        forget(7)

    assert [line["event"] for line in written_logs()] == ["cache_away"]


def test_a_cache_that_hangs_is_waited_for_only_once(settings, build):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        use_redis_at(settings, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()

        assert [remember(7, "summary", SUMMARY_S, build) for _ in range(20)] == list(range(1, 21))

    assert time.monotonic() - started < 2


@pytest.mark.servers
def test_a_real_valkey_keeps_and_forgets(settings, valkey_url, build, db, django_capture_on_commit_callbacks):
    use_redis_at(settings, valkey_url)

    assert [remember(7, "summary", SUMMARY_S, build) for _ in range(2)] == [1, 1]
    with django_capture_on_commit_callbacks(execute=True):
        forget(7)
    assert remember(7, "summary", SUMMARY_S, build) == 2
