"""A message that grows by the events of its stream, and what has been used so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.estimates import estimated_tokens
from analysis.gateway.types import TextDelta, Tokens, ToolCall
from config.core.storable import storable

GROWING = {
    "text_delta": "text",
    "thinking_delta": "thinking",
    "signature_delta": "signature",
    "input_json_delta": "partial_json",
}

NEEDED = {"text": ("text",), "tool_use": ("id", "name")}
MOST_TOKENS = 10_000_000
"""Ten times the widest window: whoever counts more of anything does not count."""


class Gathering:
    """Give each event to `take`; `message` is what there is of it, as the API writes a whole one."""

    def __init__(self) -> None:
        self.message: dict[str, Any] = {}
        self.is_whole = False
        self._blocks: dict[int, dict[str, Any]] = {}

    def take(self, event: Mapping[str, Any]) -> TextDelta | ToolCall | None:
        """What a reader learns by this event, if anything.

        Raises AttributeError, KeyError, TypeError, ValueError and RecursionError for nonsense.
        """
        event = storable(event)
        kind = event.get("type")
        if kind == "message_start":
            self.message = dict(event["message"])
        elif kind == "content_block_start":
            self._blocks[event["index"]] = _block(event["content_block"])
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
        """Used so far, estimated for an answer that broke off; None before the service has said anything.

        None as well where it counts in nonsense.
        """
        usage = self.message.get("usage")
        try:
            counted = tokens_of(usage) if isinstance(usage, Mapping) else None
        except ValueError:
            return None
        if counted is None or self.is_whole:
            return counted
        written = json.dumps(list(self._blocks.values()), ensure_ascii=False)
        return replace(counted, output=max(counted.output, estimated_tokens(written)))

    @staticmethod
    def _grow(block: dict[str, Any], delta: Mapping[str, Any]) -> TextDelta | None:
        name = GROWING.get(delta["type"])
        if name is None:
            return None
        block[name] = block.get(name, "") + _text(delta[name])
        return TextDelta(delta[name]) if name == "text" and delta[name] else None

    @staticmethod
    def _close(block: dict[str, Any]) -> ToolCall | None:
        if block["type"] != "tool_use":
            return None
        written = block.pop("partial_json", "")
        block["input"] = storable(json.loads(written)) if written else block.get("input") or {}
        if not isinstance(block["input"], Mapping):
            raise ValueError("arguments are an object")
        return ToolCall(block["id"], block["name"], block["input"])

    def _end(self, event: Mapping[str, Any]) -> None:
        used = {**(self.message.get("usage") or {}), **(event.get("usage") or {})}
        content = [self._blocks[index] for index in sorted(self._blocks)]
        self.message |= {**event["delta"], "usage": used or None, "content": content}


def tokens_of(usage: Mapping[str, Any]) -> Tokens:
    """The usage of an answer; what the service leaves out is 0. Raises ValueError for what is no count."""
    hour = _count(usage.get("cache_creation"), "ephemeral_1h_input_tokens")
    return Tokens(
        input=_count(usage, "input_tokens"),
        cache_write_5m=max(_count(usage, "cache_creation_input_tokens") - hour, 0),
        cache_write_1h=hour,
        cache_read=_count(usage, "cache_read_input_tokens"),
        output=_count(usage, "output_tokens"),
        thinking=_count(usage.get("output_tokens_details"), "thinking_tokens"),
    )


def _count(counts: Any, name: str) -> int:
    value = counts.get(name) if isinstance(counts, Mapping) else counts
    if not value:
        return 0
    if not isinstance(value, int) or not 0 < value <= MOST_TOKENS:
        raise ValueError(f"{name} is no count")
    return value


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    """Blocks of a kind that nobody here knows are carried along, and read by nobody."""
    known = dict(block)
    for name in NEEDED.get(_text(known["type"]), ()):
        known[name] = _text(known.get(name, ""))
    return known


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text is expected here")
    return value
