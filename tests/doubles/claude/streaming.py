"""A message as server-sent events, and the ways in which a stream ends badly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.doubles.claude.scenarios import error_body

TEXT_PIECE, JSON_PIECE = 12, 9
DROP = object()
"""In a stream: hang up here, without a word."""


def event(kind: str, **data: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()


def pieces(
    message: dict[str, Any], scenario: str, *, hang_s: float, delta_s: float, request_id: str
) -> Iterator[bytes | float | object]:
    """What is sent: bytes, seconds of silence, or DROP."""
    started = {"input_tokens": 0, **message["usage"], "output_tokens": 1}
    yield event("message_start", message={**message, "content": [], "stop_reason": None, "usage": started})
    yield event("ping")
    for index, block in enumerate(message["content"]):
        yield event("content_block_start", index=index, content_block=_empty(block))
        for delta in _deltas(block):
            yield event("content_block_delta", index=index, delta=delta)
            if scenario.startswith("stream_") and delta["type"] in ("text_delta", "input_json_delta"):
                if scenario != "stream_hang":
                    yield from _bad_end(scenario, request_id)
                    return
                yield hang_s
            if delta_s:
                yield delta_s
        yield event("content_block_stop", index=index)
    end = {name: message[name] for name in ("stop_reason", "stop_sequence", "stop_details")}
    yield event("message_delta", delta=end, usage={"output_tokens": message["usage"]["output_tokens"]})
    yield event("message_stop")


def _bad_end(scenario: str, request_id: str) -> Iterator[bytes | object]:
    if scenario == "stream_error":
        body = error_body(529, "Overloaded", request_id)
        yield event("error", error=body["error"], request_id=request_id)
    if scenario == "stream_drop":
        yield DROP


def _empty(block: dict[str, Any]) -> dict[str, Any]:
    blank = {"text": {"text": ""}, "tool_use": {"input": {}}, "thinking": {"thinking": "", "signature": ""}}
    return {**block, **blank[block["type"]]}


def _deltas(block: dict[str, Any]) -> Iterator[dict[str, str]]:
    if block["type"] == "text":
        for piece in _cut(block["text"], TEXT_PIECE):
            yield {"type": "text_delta", "text": piece}
    elif block["type"] == "tool_use":
        for piece in _cut(json.dumps(block["input"]), JSON_PIECE):
            yield {"type": "input_json_delta", "partial_json": piece}
    else:
        yield {"type": "signature_delta", "signature": block["signature"]}


def _cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]
