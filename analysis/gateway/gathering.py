"""A message that grows by the events of its stream, and what has been used so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.estimates import estimated_tokens
from analysis.gateway.types import TextDelta, Tokens, ToolCall

GROWING = {
    "text_delta": "text",
    "thinking_delta": "thinking",
    "signature_delta": "signature",
    "input_json_delta": "partial_json",
}


class Gathering:
    """Give each event to `take`; `message` is what there is of it, as the API writes a whole one."""

    def __init__(self) -> None:
        self.message: dict[str, Any] = {}
        self.is_whole = False
        self._blocks: dict[int, dict[str, Any]] = {}

    def take(self, event: Mapping[str, Any]) -> TextDelta | ToolCall | None:
        """What a reader learns by this event, if anything.

        Raises AttributeError, KeyError, TypeError and ValueError for nonsense.
        """
        kind = event.get("type")
        if kind == "message_start":
            self.message = dict(event["message"])
        elif kind == "content_block_start":
            self._blocks[event["index"]] = dict(event["content_block"])
        elif kind == "content_block_delta":
            return self._grow(self._blocks[event["index"]], event["delta"])
        elif kind == "content_block_stop":
            return self._close(self._blocks[event["index"]])
        elif kind == "message_delta":
            self._end(event)
        elif kind == "message_stop":
            self.is_whole = True
        return None

    def tokens(self) -> Tokens | None:
        """Used so far, estimated for an answer that broke off; None before the service has said anything."""
        usage = self.message.get("usage")
        if not isinstance(usage, Mapping):
            return None
        if self.is_whole:
            return tokens_of(usage)
        written = json.dumps(list(self._blocks.values()), ensure_ascii=False)
        return tokens_of(
            {**usage, "output_tokens": max(usage.get("output_tokens") or 0, estimated_tokens(written))}
        )

    @staticmethod
    def _grow(block: dict[str, Any], delta: Mapping[str, Any]) -> TextDelta | None:
        name = GROWING.get(delta["type"])
        if name is None:
            return None
        block[name] = block.get(name, "") + delta[name]
        return TextDelta(delta[name]) if name == "text" and delta[name] else None

    @staticmethod
    def _close(block: dict[str, Any]) -> ToolCall | None:
        if block["type"] != "tool_use":
            return None
        written = block.pop("partial_json", "")
        block["input"] = json.loads(written) if written else block.get("input") or {}
        return ToolCall(block["id"], block["name"], block["input"])

    def _end(self, event: Mapping[str, Any]) -> None:
        used = {**(self.message.get("usage") or {}), **(event.get("usage") or {})}
        content = [self._blocks[index] for index in sorted(self._blocks)]
        self.message |= {**event["delta"], "usage": used or None, "content": content}


def tokens_of(usage: Mapping[str, Any]) -> Tokens:
    """The usage of an answer; what the service leaves out is 0."""
    writes = usage.get("cache_creation") or {}
    hour = writes.get("ephemeral_1h_input_tokens") or 0
    return Tokens(
        input=usage.get("input_tokens") or 0,
        cache_write_5m=max((usage.get("cache_creation_input_tokens") or 0) - hour, 0),
        cache_write_1h=hour,
        cache_read=usage.get("cache_read_input_tokens") or 0,
        output=usage.get("output_tokens") or 0,
        thinking=(usage.get("output_tokens_details") or {}).get("thinking_tokens") or 0,
    )
