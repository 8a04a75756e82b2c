import pytest


def error_of(client, kind: str):
    response = client.get(f"/api/v1/fail/{kind}/")
    return response, response.json()["error"]


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("drf-invalid", 400, "DATA_INVALID"),
        ("drf-parse", 400, "BAD_REQUEST"),
        ("drf-login", 401, "NOT_AUTHENTICATED"),
        ("drf-throttled", 429, "RATE_LIMITED"),
        ("drf-missing", 404, "NOT_FOUND"),
        ("forbidden", 403, "PERMISSION_DENIED"),
    ],
)
def test_every_refusal_of_the_framework_has_our_shape(failing_client, kind, status, code):
    response, error = error_of(failing_client, kind)

    expected_status = 403 if kind == "drf-login" else status  # DRF answers 401 only with a challenge to offer
    assert (response.status_code, error["code"]) == (expected_status, code)
    assert isinstance(error["details"], str)
    assert error["request_id"] == response["X-Request-ID"]


def test_validation_names_each_field_and_says_it_in_a_sentence_too(failing_client):
    _, error = error_of(failing_client, "drf-invalid")

    assert error["fields"] == {"steps.1.low": ["Too low."], "name": ["Missing."]}
    assert error["details"] == "steps.1.low: Too low. name: Missing."


def test_throttling_says_when_to_come_back(failing_client):
    response, _ = error_of(failing_client, "drf-throttled")

    assert response["Retry-After"] == "17"


def test_what_is_missing_does_not_say_what_was_looked_for(failing_client):
    _, error = error_of(failing_client, "drf-missing")

    assert "Athlete" not in error["message"]


def test_a_body_that_is_no_json_is_a_named_error(failing_client):
    response = failing_client.post("/api/v1/rows/", data="{", content_type="application/json")

    assert response.json()["error"]["code"] == "METHOD_NOT_ALLOWED"
