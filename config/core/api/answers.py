"""What the description of the API says of every answer: errors, headers and an example of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from config.core.api.examples import BY_FORMAT, JSON, example_of
from config.core.api.idempotency import REPLAYED

ALWAYS = {
    "400": "The input is not valid.",
    "401": "Nobody is logged in.",
    "403": "You may not do this.",
    "404": "There is nothing here, or it is not yours to see.",
    "429": "Too many requests; `Retry-After` says how long to wait.",
    "503": "Something that this needs is away; a retry helps.",
    "default": "Any other error.",
}
OF_CHANGES = {
    "409": "The first request under this `Idempotency-Key` is still running, or the state of things does not "
    "allow this now.",
    "422": "This cannot be done with what is there, or another request has used this `Idempotency-Key`.",
}
OF_MATCHES = {"412": "What you change is not what you have read: somebody else was faster."}
OF_BODIES = {
    "413": "This is more than can be sent at once.",
    "415": "This form of content is not understood here.",
}
CODES = {
    "400": "DATA_INVALID",
    "401": "NOT_AUTHENTICATED",
    "403": "PERMISSION_DENIED",
    "404": "NOT_FOUND",
    "409": "IDEMPOTENCY_IN_FLIGHT",
    "412": "DATA_CHANGED",
    "413": "REQUEST_TOO_LARGE",
    "415": "UNSUPPORTED_MEDIA_TYPE",
    "422": "IDEMPOTENCY_KEY_REUSED",
    "429": "RATE_LIMITED",
    "503": "DATABASE_UNAVAILABLE",
}
"""The code that each example of an error shows."""

NOT_MODIFIED = "Your copy still holds."
MATCH = "If-Match"
KNOWN: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of your copy: the answer is 304 while it holds.",
}

_NUMBER, _TEXT = {"type": "integer", "minimum": 0}, {"type": "string"}
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "Names this state, for `If-None-Match` and `If-Match`.", "schema": _TEXT},
    "RateLimit-Limit": {"description": "Requests in a window.", "schema": _NUMBER},
    "RateLimit-Remaining": {"description": "Requests left in this window.", "schema": _NUMBER},
    "RateLimit-Reset": {"description": "Seconds until the next window.", "schema": _NUMBER},
    "Retry-After": {"description": "Seconds to wait.", "schema": _NUMBER},
    REPLAYED: {"description": "`true`: the answer to the first such request, again.", "schema": _TEXT},
}
_LEFT = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def describe_answers(operation: dict[str, Any], components: dict[str, Any], *, is_read: bool) -> None:
    """Give an operation its error answers, all answers their headers, and those in JSON an example.

    `components` holds the shared responses and examples from then on.
    """
    answers = operation["responses"]
    for status, answer in answers.items():
        _describe_success(status, answer, components, is_read=is_read)
    if is_read:
        answers.setdefault("304", {"description": NOT_MODIFIED, "headers": _headers("ETag")})
        operation["parameters"] = [*operation.get("parameters", []), KNOWN]
    for status, text in _errors_of(operation, is_read=is_read).items():
        name = f"Error{status.title()}"
        components.setdefault("responses", {})[name] = _error(status, text)
        answers.setdefault(status, {"$ref": f"#/components/responses/{name}"})


def _errors_of(operation: Mapping[str, Any], *, is_read: bool) -> dict[str, str]:
    names = {each["name"] for each in operation.get("parameters", [])}
    found = dict(ALWAYS)
    if not is_read:
        found |= OF_CHANGES
    if MATCH in names:
        found |= OF_MATCHES
    if "requestBody" in operation:
        found |= OF_BODIES
    return found


def _error(status: str, text: str) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Error"}}
    told: dict[str, Any] = {"description": text, "content": {JSON: content}}
    if status in CODES:
        shown = {"code": CODES[status], "message": text, "details": "", "request_id": "5f2c9a"}
        content["example"] = {"error": {**shown, "timestamp": BY_FORMAT["date-time"]}}
    wanted = {"429": ("Retry-After", *_LEFT), "503": ("Retry-After",)}.get(status)
    return {**told, "headers": _headers(*wanted)} if wanted else told


def _describe_success(
    status: str, answer: dict[str, Any], components: dict[str, Any], *, is_read: bool
) -> None:
    if not status.startswith("2"):
        return
    names = ("ETag", *_LEFT) if is_read else (REPLAYED, *_LEFT)
    answer["headers"] = {**_headers(*names), **answer.get("headers", {})}
    content = answer.get("content", {}).get(JSON, {})
    if "schema" not in content or "example" in content or "examples" in content:
        return
    schema = content["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    if not name:
        content["example"] = example_of(schema, components["schemas"], whole=True)
        return
    shared = components.setdefault("examples", {})
    shared.setdefault(name, {"value": example_of(schema, components["schemas"], whole=True)})
    content["examples"] = {name: {"$ref": f"#/components/examples/{name}"}}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
