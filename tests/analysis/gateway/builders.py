"""Requests to ask the double."""

from __future__ import annotations

from typing import Any

from analysis.gateway.types import Request

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"headline": {"type": "string"}},
    "required": ["headline"],
    "additionalProperties": False,
}
TOOL: dict[str, Any] = {
    "name": "get_metric",
    "description": "Values of a metric.",
    "strict": True,
    "input_schema": {
        "type": "object",
        "properties": {"metric": {"type": "string"}},
        "required": ["metric"],
        "additionalProperties": False,
    },
}


def request(scenario: str = "", **changes: Any) -> Request:
    """A short question; the double plays `scenario`, given by the person's key."""
    asked: dict[str, Any] = {
        "model": "claude-sonnet-5-5",
        "system": "You explain.",
        "messages": [{"role": "user", "content": "How am I?"}],
        "max_tokens": 1_000,
        "user_key": f"scenario:{scenario}" if scenario else "a-hash",
    }
    return Request(**(asked | changes))
