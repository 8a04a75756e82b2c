"""What every view of the API does: keys, sparse rows, rows since, notice of what will go."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from athletes.models import ApiKey, Athlete
from config.core.api.base import ApiMixin
from config.core.api.deprecation import Deprecated
from config.core.api.idempotency import LEASE
from config.core.models import IdempotencyKey
from metrics.models import Race
from tests.factories.athletes import AthleteFactory
from tests.factories.own_word import CheckInFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEY = {"Idempotency-Key": "k-1"}
RACE = {"name": "Vienna 10", "sport": "running", "date": "2027-03-07"}


@pytest.fixture
def athlete(db: None) -> Athlete:
    made: Athlete = AthleteFactory()
    return made


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def enter(client: Client, body: dict[str, Any] = RACE) -> Any:
    url = reverse("api:race-list", args=["me"])
    return client.post(url, body, content_type="application/json", headers=KEY)


def claim_of(athlete: Athlete, at: datetime) -> None:
    """As a process leaves it that stopped between its claim and its answer."""
    path = reverse("api:race-list", args=["me"])
    told = json.dumps(["POST", {}, RACE], sort_keys=True)
    row = IdempotencyKey.objects.create(
        user_uid=athlete.user.uid,
        route=path,
        key="k-1",
        request_sha256=hashlib.sha256(told.encode()).hexdigest(),
    )
    IdempotencyKey.objects.filter(pk=row.pk).update(created_at=at)


def test_while_the_first_request_runs_the_second_is_told_to_wait(client: Client, athlete: Athlete) -> None:
    with time_machine.travel(NOW, tick=False):
        claim_of(athlete, NOW - LEASE + timedelta(seconds=1))
        answer = enter(client)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "IDEMPOTENCY_IN_FLIGHT")
    assert answer["Retry-After"] == "1"
    assert not Race.objects.exists()


def test_a_claim_of_a_dead_process_is_taken_over(client: Client, athlete: Athlete) -> None:
    with time_machine.travel(NOW, tick=False):
        claim_of(athlete, NOW - LEASE)
        first, again = enter(client), enter(client)

    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert Race.objects.count() == 1


def test_a_secret_is_told_once_and_not_kept(client: Client) -> None:
    wish = {"name": "Script", "scopes": ["load:read"]}
    url = reverse("api:keys")
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})

    first, again = (client.post(url, wish, content_type="application/json", headers=KEY) for _ in range(2))

    assert first.json()["key"]
    assert again.json() == {**first.json(), "key": None}
    assert ApiKey.objects.count() == 1
    assert first.json()["key"] not in IdempotencyKey.objects.get().body


class Uploads(ApiMixin, APIView):
    parser_classes = (MultiPartParser,)

    def put(self, request: Any) -> Response:
        return Response({"read": request.data["file"].read().decode()})


def test_another_file_of_the_same_name_is_another_request(athlete: Athlete) -> None:
    def put(content: bytes) -> Any:
        file = SimpleUploadedFile("ride.fit", content)
        request = APIRequestFactory().put("/f/", {"file": file}, format="multipart", headers=KEY)
        force_authenticate(request, athlete.user)
        return Uploads.as_view(throttle_classes=[])(request)

    assert put(b"one").data == put(b"one").data == {"read": "one"}
    assert put(b"two").status_code == 422


class Old(ApiMixin, APIView):
    throttle_classes = ()
    deprecated = {"get": Deprecated(date(2026, 1, 1), date(2026, 12, 31), "https://x.example/new")}

    def get(self, _: Any) -> Response:
        return Response([{"a": 1, "b": 2}])

    def post(self, _: Any) -> Response:
        return Response({})


def call(method: str, athlete: Athlete, query: str = "") -> Any:
    request = getattr(APIRequestFactory(), method)(f"/old/{query}")
    force_authenticate(request, athlete.user)
    return Old.as_view()(request)


def test_what_will_go_says_since_when_and_until_when(athlete: Athlete) -> None:
    answer = call("get", athlete)

    assert answer["Deprecation"] == "@1767225600"
    assert answer["Sunset"] == "Thu, 31 Dec 2026 00:00:00 GMT"
    assert answer["Link"] == '<https://x.example/new>; rel="deprecation"; type="text/html"'
    assert "Deprecation" not in call("post", athlete)


def test_nothing_goes_within_half_a_year() -> None:
    with pytest.raises(ValueError, match="180 days"):
        Deprecated(date(2026, 1, 1), date(2026, 6, 29), "https://x.example")


def test_rows_are_told_with_the_fields_that_are_asked_for(athlete: Athlete) -> None:
    assert call("get", athlete, "?fields=b").data == [{"b": 2}]
    assert call("get", athlete, "?fields=b,c").status_code == 400


def test_pages_are_sparse_too_and_an_unknown_field_is_named_where_there_are_no_rows(client: Client) -> None:
    url = reverse("api:check-in-list", args=["me"])

    refused = client.get(url, {"fields": "date,nonsense"})

    assert refused.status_code == 400
    assert refused.json()["error"]["fields"] == {"fields": ["There is no such field: nonsense."]}


def test_rows_since_an_instant(client: Client, athlete: Athlete) -> None:
    with time_machine.travel(NOW, tick=False):
        CheckInFactory(athlete=athlete, date=date(2026, 11, 1))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        CheckInFactory(athlete=athlete, date=date(2026, 11, 2))
    url = reverse("api:check-in-list", args=["me"])

    asked = {"updated_since": (NOW + timedelta(minutes=1)).isoformat(), "fields": "date"}
    assert client.get(url, asked).json()["results"] == [{"date": "2026-11-02"}]
    assert client.get(url, {"updated_since": "yesterday"}).status_code == 400
