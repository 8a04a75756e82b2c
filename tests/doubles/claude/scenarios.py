"""Named ways to answer, or not to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.doubles.claude.composing import cached, tool_calls, tool_results

STATUS = re.compile(
    r"status(?P<status>\d{3})(?:x(?P<times>\d+))?(?:ra(?P<after>\d+(?:\.\d+)?))?"
    r"(?:code-(?P<code>[a-z_]+?))?(?P<final>noretry)?"
)
TYPES = {
    **{401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error"},
    **{408: "timeout_error", 409: "conflict_error", 413: "request_too_large", 429: "rate_limit_error"},
    **{500: "api_error", 503: "api_error", 504: "timeout_error", 529: "overloaded_error"},
}
OF_MESSAGES = frozenset(
    (
        "ok",
        "tool_use",
        "parallel_tools",
        "refusal",
        "max_tokens",
        "malformed",
        "empty",
        "context_exceeded",
        "cache",
    )
)
OF_STREAMS = frozenset(("stream_error", "stream_drop", "stream_eof", "stream_hang"))
OF_THE_LINE = frozenset(("html502", "notjson", "badshape", "drop", "hang", "drip"))
OF_BATCHES = frozenset(("errored", "expired", "canceled"))


@dataclass(frozen=True)
class Status:
    """An answer that is an error: for the first `times` requests, None for always."""

    status: int
    times: int | None
    retry_after: str
    code: str
    is_final: bool

    def body(self, request_id: str) -> dict[str, Any]:
        return error_body(self.status, f"scripted {self.status}", request_id, code=self.code)

    def headers(self) -> dict[str, str]:
        wait = {"retry-after": self.retry_after} if self.retry_after else {}
        return wait | ({"x-should-retry": "false"} if self.is_final else {})


def status_of(scenario: str) -> Status | None:
    found = STATUS.fullmatch(scenario)
    if found is None:
        return None
    times = int(found["times"]) if found["times"] else None
    return Status(
        int(found["status"]), times, found["after"] or "", found["code"] or "", bool(found["final"])
    )


def is_known(scenario: str) -> bool:
    named = OF_MESSAGES | OF_STREAMS | OF_THE_LINE | OF_BATCHES
    return scenario in named or status_of(scenario) is not None


def error_body(status: int, text: str, request_id: str | None, *, code: str = "") -> dict[str, Any]:
    error: dict[str, Any] = {
        "type": TYPES.get(status, "invalid_request_error" if status < 500 else "api_error")
    }
    error["message"] = text
    if code:
        error["details"] = {"error_code": code}
    return {"type": "error", "error": error, "request_id": request_id}


def calls_of(scenario: str, body: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The calls of tools that the scenario begins with; None once they are answered, and in all others."""
    how_many = {"tool_use": 1, "parallel_tools": 2}.get(scenario)
    return tool_calls(body, how_many) if how_many and not tool_results(body) else None


def spoilt(message: dict[str, Any], scenario: str, hits: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """The message as the scenario leaves it."""
    if scenario == "refusal":
        details = {"type": "refusal", "category": "general_harms", "explanation": None}
        return {**message, "content": [], "stop_reason": "refusal", "stop_details": details}
    if scenario == "empty":
        return {**message, "content": []}
    if scenario == "max_tokens":
        return {**_with_text(message, lambda text: text[: len(text) // 2]), "stop_reason": "max_tokens"}
    if scenario == "malformed":
        return _with_text(message, lambda text: f"Here you go:\n```json\n{text}\n```")
    if scenario == "context_exceeded":
        cut = _with_text(message, lambda _: '{"partial": ')
        return {**cut, "stop_reason": "model_context_window_exceeded"}
    control = cache_control(body)
    if scenario == "cache" and control:
        ttl = control.get("ttl", "5m")
        return {**message, "usage": cached(message["usage"], is_first=hits == 1, ttl=ttl)}
    return message


def _with_text(message: dict[str, Any], change: Any) -> dict[str, Any]:
    content = [
        {**each, "text": change(each["text"])} if each["type"] == "text" else each
        for each in message["content"]
    ]
    return {**message, "content": content}


def cache_control(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first one of the body, wherever it stands."""
    if body.get("cache_control"):
        return body["cache_control"]
    system = body.get("system")
    parts = [*(system if isinstance(system, list) else []), *(body.get("tools") or [])]
    return next((each["cache_control"] for each in parts if each.get("cache_control")), None)
