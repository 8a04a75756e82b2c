"""A request as the body that is sent. Servers of one's own get the part of it that they know."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from analysis.gateway.types import Request

COMPATIBLE = "compatible"
COUNTED = ("model", "messages", "system", "tools", "output_config", "thinking")
"""What of a body the count of tokens takes."""

SCHEMA_IN_WORDS = (
    "\n\nAnswer with one JSON object and nothing else: no other text, no code fence."
    " It must be valid against this JSON schema:\n"
)


def is_compatible() -> bool:
    """Whether the other side is a server that speaks the Messages API only in part."""
    return settings.AI_PROFILE == COMPATIBLE


def body_of(request: Request) -> dict[str, Any]:
    """The arguments of `messages.create`, the same bytes for the same request."""
    body: dict[str, Any] = {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "messages": [dict(each) for each in request.messages],
        "system": request.system,
    }
    if request.tools:
        body["tools"] = [dict(each) for each in request.tools]
    return _in_words(body, request) if is_compatible() else _in_full(body, request)


def _in_words(body: dict[str, Any], request: Request) -> dict[str, Any]:
    if request.schema is not None:
        body["system"] += SCHEMA_IN_WORDS + json.dumps(request.schema, separators=(",", ":"))
    return body


def _in_full(body: dict[str, Any], request: Request) -> dict[str, Any]:
    body["output_config"] = {"effort": request.effort}
    if request.schema is not None:
        body["output_config"]["format"] = {"type": "json_schema", "schema": request.schema}
    if request.cache_ttl:
        control = {"type": "ephemeral", "ttl": request.cache_ttl}
        body["system"] = [{"type": "text", "text": request.system, "cache_control": control}]
    if request.user_key:
        body["metadata"] = {"user_id": request.user_key}
    if request.tools:
        # Otherwise the first word comes after minutes of thought, of which a reader sees nothing.
        body["thinking"] = {"type": "between_tools"}
    return body
