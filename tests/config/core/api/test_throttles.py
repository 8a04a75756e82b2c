from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from config.core.api.throttles import RateLimit, ScopeThrottle, UserThrottle
from tests.factories.athletes import AthleteFactory


def request(pk: int | None = 7) -> Request:
    made = Request(APIRequestFactory().get("/", REMOTE_ADDR="203.0.113.9"))
    made.user = SimpleNamespace(pk=pk, is_authenticated=True) if pk else AnonymousUser()
    return made


@pytest.fixture
def _limited(db, settings):
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "upload": "2/min", "user": "3/min"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    with time_machine.travel("2026-03-01T12:00:10Z", tick=False):
        yield


@pytest.mark.usefixtures("_limited")
def test_a_costly_thing_is_allowed_as_often_as_its_scope_says_per_user():
    view = SimpleNamespace(throttle_scope="upload")
    throttle = ScopeThrottle()

    assert [throttle.allow_request(request(7), view) for _ in range(3)] == [True, True, False]
    assert throttle.wait() == 50
    assert throttle.allow_request(request(8), view)
    assert throttle.wait() is None


@pytest.mark.usefixtures("_limited")
def test_who_is_not_logged_in_counts_by_address():
    view = SimpleNamespace(throttle_scope="upload")

    assert [ScopeThrottle().allow_request(request(None), view) for _ in range(3)] == [True, True, False]


@pytest.mark.usefixtures("_limited")
def test_a_view_without_a_scope_is_not_limited():
    assert all(ScopeThrottle().allow_request(request(), SimpleNamespace()) for _ in range(9))


def test_without_a_cache_nobody_is_refused(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    assert UserThrottle().allow_request(request(), SimpleNamespace())


@pytest.mark.usefixtures("_limited")
def test_an_answer_tells_what_is_left_of_the_limit_that_ends_first(client, monkeypatch):
    monkeypatch.setattr(UserThrottle, "THROTTLE_RATES", {"user": "3/min"})
    client.force_login(AthleteFactory().user)
    url = reverse("api:athlete-list")

    answers = [client.get(url) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"3"}
    assert {answer["RateLimit-Reset"] for answer in answers} == {"60"}
    assert answers[3]["Retry-After"] == "60"


@pytest.mark.usefixtures("_limited")
def test_of_two_limits_the_one_with_less_left_is_told():
    """Of 600 in general and 2 of this kind."""
    asked = request(7)

    UserThrottle().allow_request(asked, SimpleNamespace())
    ScopeThrottle().allow_request(asked, SimpleNamespace(throttle_scope="upload"))

    assert asked._request.rate_limit == RateLimit(limit=2, remaining=1, resets_in_s=50)


def test_a_page_has_no_limit_to_tell_of(client, db):
    assert "RateLimit-Limit" not in client.get(reverse("account_login"))
