"""The doubles as a process of their own, steered through its door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings
from garmin_personal_api.auth import PersonalApiAuthenticator
from garmin_personal_api.client import GarminPersonalApiClient
from garmin_personal_api.errors import HttpError

type Steer = Callable[..., Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the process says of itself."""
    folder = tmp_path_factory.mktemp("doubles")
    command = [sys.executable, "-m", "tests.doubles.garmin", "--dir", str(folder), "--today", "2026-05-06"]
    options = ["--days", "60", "--file-s", "60", "--accounts", "3", "--mfa", "--until-eof"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GARMIN")}
    with subprocess.Popen(
        [*command, *options],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(timeout=10) == 0


@pytest.fixture
def steer(told: dict[str, Any], plain: requests.Session) -> Steer:
    def command(name: str, /, **given: Any) -> Any:
        answer = plain.post(f"{told['control_url']}/control/{name}", json=given, timeout=5)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return command


@pytest.fixture
def client(
    told: dict[str, Any], steer: Steer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GarminPersonalApiClient]:
    monkeypatch.setenv("GARMIN_PERSONAL_API_BASE_URL", told["personal_url"])
    steer("key/restore")
    steer("clear")
    with PersonalApiAuthenticator(bearer_token_cache_file=tmp_path / "bearer.json") as authenticator:
        token = authenticator.obtain_token(told["key"])
    with GarminPersonalApiClient(token.access_token, timeout=5) as made:
        yield made


def test_one_line_says_all_that_is_needed(told: dict[str, Any]) -> None:
    assert (len(told["keys"]), len(told["emails"]), told["mfa_code"]) == (3, 3, "123456")
    assert told["environment"]["REQUESTS_CA_BUNDLE"] == told["ca_path"]
    assert Path(told["ca_path"]).read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_activities_are_added_edited_and_deleted_from_outside(
    steer: Steer, client: GarminPersonalApiClient
) -> None:
    added = steer("activity/add", sport="cycling")
    steer("activity/edit", id=added["id"], name="Evening ride")
    item = client.search_activities(limit=1)[0]
    assert (item["activityId"], item["activityName"]) == (added["id"], "Evening ride")
    steer("then", path="/activitylist", command="activity/delete", id=added["id"])
    client.search_activities()
    known = [each["id"] for each in steer("person")["activities"]]
    assert [each["activityId"] for each in client.search_activities()] == known[:20]
    assert added["id"] not in known


def test_days_are_known_and_changed_from_outside(steer: Steer, client: GarminPersonalApiClient) -> None:
    truth = steer("truth", day="2026-05-05")
    assert client.get_daily_hrv("2026-05-05")["hrvSummary"]["lastNightAvg"] == truth["hrv_rmssd_ms"]
    steer("day", day="2026-05-05", values={"hrv_rmssd_ms": 99})
    assert client.get_daily_hrv("2026-05-05")["hrvSummary"]["lastNightAvg"] == 99
    steer("today", withheld=True)
    assert client.get_daily_stress("2026-05-06", "2026-05-06") == []
    assert steer("today", withheld=False, move_to="2026-05-07") == {"today": "2026-05-07"}
    assert client.get_daily_stress("2026-05-07", "2026-05-07")


def test_faults_limits_and_the_log_are_reached_from_outside(
    steer: Steer, client: GarminPersonalApiClient
) -> None:
    steer("log", service="personal", forget=True)
    steer("fault", service="personal", path="/hrv", status=502)
    steer("limits", service="personal", per_second=0.1)
    with pytest.raises(HttpError, match="502"):
        client.get_daily_hrv("2026-05-05")
    client.get_daily_hrv("2026-05-05")
    steer("limits", service="personal", per_second=None)
    log = steer("log", service="personal", part="/hrv")["personal"]
    assert [call["status"] for call in log["calls"]] == [502, 200]
    assert [each["kind"] for each in steer("violations")] == ["per_second"]


def test_keys_and_logins_are_revoked_from_outside(steer: Steer, client: GarminPersonalApiClient) -> None:
    steer("key/revoke")
    with pytest.raises(HttpError, match="401"):
        client.get_user_profile_settings()
    tokens = steer("login/tokens")
    assert set(tokens) == {"di_token", "di_refresh_token", "di_client_id"}
    steer("login/set", mfa_code=None, token_life_s=60)
    steer("login/revoke")
    steer("login/block", status=403)
    assert steer("library") == {"workouts": {}, "schedules": {}, "sent": []}
    assert len(steer("person/add", seed=10, count=2, days=5)) == 2


def test_a_service_goes_away_and_comes_back_at_its_address(
    steer: Steer, client: GarminPersonalApiClient
) -> None:
    steer("stop", service="personal")
    with pytest.raises(requests.ConnectionError):
        client.get_daily_hrv("2026-05-05")
    steer("start", service="personal")
    assert client.get_daily_hrv("2026-05-05")


def test_every_token_that_was_given_out_is_known(steer: Steer, told: dict[str, Any]) -> None:
    tokens = steer("login/tokens")
    found = steer("secrets")
    assert {tokens["di_token"], tokens["di_refresh_token"]} < set(found["tokens"])
    assert set(told["keys"]) <= set(found["keys"])
    assert found["passwords"] == [told["password"]]


def test_what_cannot_be_done_is_told(told: dict[str, Any], plain: requests.Session) -> None:
    def status(name: str, /, **given: Any) -> int:
        return plain.post(f"{told['control_url']}/control/{name}", json=given, timeout=5).status_code

    assert status("nonsense") == 404
    assert status("fault") == 400
    assert status("limits", nonsense=1) == 400
