"""What the real service rejects, so that nothing passes here and fails there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

VERSION = "2026-10-21"
VERSIONS = (VERSION, "2023-06-01")
REQUIRED = ("model", "messages", "max_tokens")
SAMPLING = ("temperature", "top_p", "top_k")
FIELDS = frozenset(
    (
        *("max_tokens", "messages", "model", "cache_control", "container", "diagnostics", "inference_geo"),
        *("metadata", "output_config", "service_tier", "speed", "stop_sequences", "stream", "system"),
        *("thinking", "tool_choice", "tools"),
    )
)
UNKNOWN_TO_COMPATIBLE = ("output_config", "cache_control", "thinking", "metadata", "service_tier")
NO_PREFILL = ("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5")
NO_FORCED_TOOL = ("claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5")
NO_BUDGET = ("claude-sonnet-5-5",)
UNSUPPORTED = frozenset(
    (
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength"),
        *("maxLength", "maxItems", "uniqueItems", "oneOf", "patternProperties"),
    )
)
MOST_OPTIONAL, MOST_UNIONS = 24, 16


def problem(body: Mapping[str, Any], *, version: str = VERSION, compatible: bool = False) -> str:
    """Why the body is answered with 400; "" for a good one. A `compatible` server knows a part of the API."""
    return next(_problems(body, version, compatible), "")


def _problems(body: Mapping[str, Any], version: str, compatible: bool) -> Iterator[str]:
    known = FIELDS | set(SAMPLING if version != VERSION else ())
    if compatible:
        known -= set(UNKNOWN_TO_COMPATIBLE)
    yield from (f"{name}: Extra inputs are not permitted" for name in body if name not in known)
    missing = [name for name in REQUIRED if name not in body]
    yield from (f"{name}: Field required" for name in missing)
    if missing:
        return
    if not body["messages"]:
        yield "messages: at least one message is required"
        return
    yield from _of_model(body)
    yield from _of_messages(body["messages"])
    yield from _of_schemas(body)


def _of_model(body: Mapping[str, Any]) -> Iterator[str]:
    model = str(body["model"])
    if model.startswith(NO_PREFILL) and body["messages"][-1].get("role") == "assistant":
        yield "messages: this model does not support assistant message prefill"
    if model.startswith(NO_FORCED_TOOL) and (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        yield "tool_choice: this model does not support forced tool use"
    thinking = (body.get("thinking") or {}).get("type")
    if model.startswith(NO_BUDGET) and thinking in ("disabled", "enabled"):
        yield f"thinking.type: '{thinking}' is not supported by this model"
    effort = (body.get("output_config") or {}).get("effort", "medium")
    if thinking == "between_tools" and effort not in ("low", "medium", "high"):
        yield "thinking.type: 'between_tools' needs an effort of low, medium or high"


def _of_messages(messages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for at, message in enumerate(messages):
        if message.get("role") not in ("user", "assistant"):
            yield f"messages.{at}.role: Input should be 'user' or 'assistant'"
        if message.get("content") in ("", [], None) and at < len(messages) - 1:
            yield f"messages.{at}: content must be non-empty"
        used = {block["id"] for block in blocks(message) if block.get("type") == "tool_use"}
        following = blocks(messages[at + 1]) if at + 1 < len(messages) else []
        answered = {each.get("tool_use_id") for each in following if each.get("type") == "tool_result"}
        if used - answered:
            yield f"messages.{at}: `tool_use` ids were found without `tool_result` blocks immediately after"


def blocks(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a message whose content may be a string."""
    content = message.get("content")
    return content if isinstance(content, list) else []


def _of_schemas(body: Mapping[str, Any]) -> Iterator[str]:
    form = (body.get("output_config") or {}).get("format") or {}
    schemas = {"output_config.format.schema": form["schema"]} if "schema" in form else {}
    for at, tool in enumerate(body.get("tools") or []):
        if tool.get("strict"):
            schemas[f"tools.{at}.input_schema"] = tool["input_schema"]
    optional = unions = 0
    for where, schema in schemas.items():
        for node in _nodes(schema):
            yield from (
                f"{where}: For this type, property '{key}' is not supported"
                for key in node
                if key in UNSUPPORTED
            )
            if node.get("type") == "object" and node.get("additionalProperties") is not False:
                yield f"{where}: For 'object' type, 'additionalProperties' must be explicitly set to false"
            optional += len(set(node.get("properties", {})) - set(node.get("required", [])))
            unions += "anyOf" in node or isinstance(node.get("type"), list)
    if optional > MOST_OPTIONAL:
        yield f"Schemas contains too many optional parameters ({optional}); the limit is {MOST_OPTIONAL}"
    if unions > MOST_UNIONS:
        yield f"Schemas contains too many parameters with union types ({unions}); the limit is {MOST_UNIONS}"


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and every schema inside it; names of properties are not keywords."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key in ("properties", "$defs", "definitions"):
        for inner in schema.get(key, {}).values():
            yield from _nodes(inner)
    yield from _nodes(schema.get("items"))
    for key in ("anyOf", "allOf", "oneOf"):
        for inner in schema.get(key, []):
            yield from _nodes(inner)
