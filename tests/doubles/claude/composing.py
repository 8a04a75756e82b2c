"""Messages as the real service writes them: blocks, usage, a valid instance of any schema."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.doubles.claude.checks import blocks

type Content = str | Mapping[str, Any] | Sequence[Mapping[str, Any]]

SENTENCE = "This is an answer of the double."
THINKING = {"type": "thinking", "thinking": "", "signature": "c2lnbmVk"}


def tokens_of(value: Any) -> int:
    return max(len(json.dumps(value, ensure_ascii=False)) // 4, 1)


def schema_of(body: Mapping[str, Any]) -> dict[str, Any] | None:
    return ((body.get("output_config") or {}).get("format") or {}).get("schema")


def instance(schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> Any:
    """A valid value: the first of any choice, one item in any list."""
    root = root or schema
    if "$ref" in schema:
        return instance(_found(schema["$ref"], root), root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for key in ("anyOf", "allOf"):
        if key in schema:
            return instance(schema[key][0], root)
    if schema.get("type") == "object":
        return {name: instance(each, root) for name, each in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [instance(schema["items"], root)]
    if schema.get("format") == "date":
        return "2026-11-22"
    if schema.get("format") == "date-time":
        return "2026-11-22T12:00:00Z"
    return {"integer": 42, "number": 4.2, "boolean": True, "null": None}.get(schema.get("type", ""), "text")


def _found(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    node = root
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def default(body: Mapping[str, Any]) -> Content:
    """An answer to anything: a valid instance, the results of the tools, or a sentence."""
    if results := tool_results(body):
        return " ".join(_text_of(each.get("content")) for each in results)
    schema = schema_of(body)
    return instance(schema) if schema else SENTENCE


def tool_results(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [each for each in blocks(body["messages"][-1]) if each.get("type") == "tool_result"]


def _text_of(content: Any) -> str:
    if isinstance(content, list):
        return " ".join(str(each.get("text", "")) for each in content)
    return str(content or "")


def as_blocks(content: Content, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A string is a block of text, a dict its JSON; models think before they fill a schema."""
    if not isinstance(content, str | Mapping):
        return [dict(each) for each in content]
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    thought = [dict(THINKING)] if schema_of(body) else []
    return [*thought, {"type": "text", "text": text}]


def tool_calls(body: Mapping[str, Any], how_many: int) -> list[dict[str, Any]]:
    """A thought and calls of the first tool, or of the first two."""
    offered = [*(body.get("tools") or [{"name": "tool", "input_schema": {}}]) * 2][:how_many]
    calls = [tool_use(f"toolu_{at:04}", each["name"], _input(each)) for at, each in enumerate(offered, 1)]
    return [dict(THINKING), *calls]


def _input(tool: Mapping[str, Any]) -> Any:
    schema = tool.get("input_schema") or {}
    return instance(schema) if schema.get("type") == "object" else {}


def tool_use(identity: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "tool_use",
        "id": identity,
        "name": name,
        "input": dict(given),
        "caller": {"type": "direct"},
    }


def usage(
    body: Mapping[str, Any], content: Sequence[Mapping[str, Any]], *, tier: str = "standard"
) -> dict[str, Any]:
    """Tokens of a message without any cache."""
    asked = {name: body[name] for name in ("system", "messages", "tools", "output_config") if body.get(name)}
    thought = tokens_of(content[0]) if content and content[0].get("type") == "thinking" else 0
    return {
        "input_tokens": tokens_of(asked),
        "output_tokens": tokens_of(list(content)) if content else 1,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens_details": {"thinking_tokens": thought},
        "service_tier": tier,
    }


def cached(used: Mapping[str, Any], *, is_first: bool, ttl: str) -> dict[str, Any]:
    """The same tokens, all but 20 of the prompt written to the cache, or read from it."""
    rest = max(used["input_tokens"] - 20, 0)
    changed = {**used, "input_tokens": 20}
    if not is_first:
        return {**changed, "cache_read_input_tokens": rest}
    name = f"ephemeral_{ttl}_input_tokens"
    return {
        **changed,
        "cache_creation_input_tokens": rest,
        "cache_creation": {**used["cache_creation"], name: rest},
    }


def message(
    number: int, body: Mapping[str, Any], content: Sequence[Mapping[str, Any]], *, tier: str = "standard"
) -> dict[str, Any]:
    is_call = any(each["type"] == "tool_use" for each in content)
    return {
        "id": f"msg_{number:06}",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": list(content),
        "stop_reason": "tool_use" if is_call else "end_turn",
        "stop_sequence": None,
        "stop_details": None,
        "usage": usage(body, content, tier=tier),
    }
