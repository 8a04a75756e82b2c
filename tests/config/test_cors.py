"""Scripts of other sites call the API only from the sites that an operator named, and without cookies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

NAMED, OTHER = "https://app.example.org", "https://evil.example.org"
ALLOWED = "Access-Control-Allow-Origin"


@pytest.fixture(autouse=True)
def named(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [NAMED]


def asked(client: Client, address: str, origin: str, method: str = "get") -> Any:
    wanted = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    return getattr(client, method)(address, headers=wanted)


@pytest.mark.parametrize("method", ["get", "options"])
def test_a_named_site_may_ask_the_api_and_sends_no_cookies(db: None, client: Client, method: str) -> None:
    answer = asked(client, "/api/v1/athletes/", NAMED, method)

    assert answer.headers[ALLOWED] == NAMED
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("method", ["get", "options"])
@pytest.mark.parametrize(
    "origin", [OTHER, "null", "http://app.example.org", f"{NAMED}.evil.example", f"{NAMED}:8443"]
)
def test_no_other_site_may(db: None, client: Client, origin: str, method: str) -> None:
    assert ALLOWED not in asked(client, "/api/v1/athletes/", origin, method).headers


@pytest.mark.parametrize("address", ["/accounts/login/", "/health", "/athletes/me/today/"])
def test_pages_are_for_no_script_of_any_other_site(db: None, client: Client, address: str) -> None:
    assert ALLOWED not in asked(client, address, NAMED).headers
