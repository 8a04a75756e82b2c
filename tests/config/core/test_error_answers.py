import re
from datetime import datetime

import pytest
from django.db import OperationalError

HTMX = {"HX-Request": "true"}

CASES = [
    ("app", 422, "FILE_TRUNCATED", "The file ends too early."),
    (
        "database",
        503,
        "DATABASE_UNAVAILABLE",
        "The database does not answer at the moment.",
    ),
    ("forbidden", 403, "PERMISSION_DENIED", "You may not do this."),
    ("suspicious", 400, "BAD_REQUEST", "This request could not be understood."),
    ("large", 413, "REQUEST_TOO_LARGE", "This is more than can be sent at once."),
    ("bug", 500, "INTERNAL_ERROR", "Something went wrong on our side. It has been noted."),
]


@pytest.mark.parametrize(("kind", "status", "code", "message"), CASES)
def test_the_api_answers_every_error_as_the_error_object(failing_client, kind, status, code, message):
    for surface in ("fail", "plain"):
        response = failing_client.get(f"/api/v1/{surface}/{kind}/")

        error = response.json()["error"]
        assert (response.status_code, error["code"]) == (status, code)
        assert error["message"].startswith(message)
        assert set(error) == {"code", "message", "details", "timestamp", "request_id"}
        assert error["request_id"] == response["X-Request-ID"]
        assert datetime.fromisoformat(error["timestamp"]).tzinfo is not None


@pytest.mark.parametrize(("kind", "status", "code", "message"), CASES)
def test_pages_answer_with_a_page_of_the_same_status(failing_client, kind, status, code, message):
    response = failing_client.get(f"/fail/{kind}/")

    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    assert "<title>" in response.text
    assert message in response.text
    assert response["X-Request-ID"] in response.text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("kind", "status", "code", "message"), CASES)
def test_htmx_gets_a_toast_of_the_same_status(failing_client, kind, status, code, message):
    response = failing_client.get(f"/fail/{kind}/", headers=HTMX)

    assert response.status_code == status
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#toasts", "beforeend")
    assert message in response.text
    assert "<html" not in response.text


def test_a_boosted_link_gets_a_page(failing_client):
    response = failing_client.get("/fail/app/", headers={**HTMX, "HX-Boosted": "true"})

    assert "HX-Retarget" not in response


def test_a_script_that_asks_for_json_gets_json_anywhere(failing_client):
    response = failing_client.get("/fail/app/", headers={"Accept": "application/json"})

    assert response.json()["error"]["details"] == "At byte 9."


@pytest.mark.parametrize("kind", ["bug", "database"])
def test_no_secret_of_an_exception_reaches_an_answer(failing_client, kind):
    for path in (f"/fail/{kind}/", f"/api/v1/fail/{kind}/"):
        assert "hunter2" not in failing_client.get(path).text


def test_a_paused_service_says_when_to_come_back(failing_client):
    for path in ("/fail/paused/", "/api/v1/fail/paused/", "/api/v1/plain/paused/"):
        response = failing_client.get(path)

        assert (response.status_code, response["Retry-After"]) == (503, "42")


def test_what_is_wrong_with_input_is_named_per_field(failing_client):
    error = failing_client.get("/api/v1/plain/fields/").json()["error"]

    assert error["fields"] == {"ftp_w": ["Give a number."]}


def test_unknown_addresses_and_methods_have_the_same_shape(failing_client):
    missing = failing_client.get("/api/v1/nothing/")
    refused = failing_client.delete("/api/v1/rows/")
    page = failing_client.get("/only-post/")

    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert (refused.status_code, refused.json()["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This cannot be done at this address." in page.text


def test_a_database_that_goes_away_below_the_views_is_a_503_too(failing_client, db, monkeypatch):
    def away(self, request):
        raise OperationalError("gone")

    monkeypatch.setattr("django.contrib.auth.middleware.AuthenticationMiddleware.process_request", away)
    response = failing_client.get("/api/v1/plain/app/")

    assert (response.status_code, response.json()["error"]["code"]) == (503, "DATABASE_UNAVAILABLE")


def test_every_answer_carries_a_request_id_and_a_well_formed_one_is_kept(failing_client):
    assert re.fullmatch(r"[0-9a-f]{32}", failing_client.get("/health")["X-Request-ID"])
    assert failing_client.get("/health", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == "abc-12345"


@pytest.mark.parametrize("forged", ["short", "a" * 65, "with space in it", 'x"><script>', "line\\nbreak-123"])
def test_a_malformed_request_id_is_replaced(failing_client, forged):
    assert failing_client.get("/health", headers={"X-Request-ID": forged})["X-Request-ID"] != forged


def test_the_request_id_is_on_every_log_line_of_the_request(failing_client, written_logs):
    for kind in ("bug", "paused", "app"):
        failing_client.get(f"/fail/{kind}/?token=hunter2", headers={"X-Request-ID": "trace-me-please"})

    lines = written_logs()
    assert [line["status"] for line in lines if line["event"] == "request"] == [500, 503, 422]
    assert {line["request_id"] for line in lines} == {"trace-me-please"}
    assert "hunter2" not in str([line for line in lines if line["event"] == "request"])


def test_security_headers_are_on_pages_and_errors(failing_client):
    for path in ("/private/", "/fail/app/", "/api/v1/rows/", "/nothing/"):
        response = failing_client.get(path)

        assert "camera=()" in response["Permissions-Policy"]
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert "object-src 'none'" in response["Content-Security-Policy"]


def test_health_data_is_private_and_asked_for_again(failing_client):
    response = failing_client.get("/private/")

    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_json_for_charts_is_answered_with_304_when_it_is_known(failing_client):
    first = failing_client.get("/private.json")
    again = failing_client.get("/private.json", headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")
