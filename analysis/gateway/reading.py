"""From a message of the API to a reply, or to the reason why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from analysis.errors import ClaudeParsingError, ClaudeRefusalError, ClaudeTokenLimitError
from analysis.gateway.gathering import tokens_of
from analysis.gateway.types import Reply, Tokens
from analysis.gateway.wire import is_compatible
from config.core.storable import storable

ENDED = ("end_turn", "stop_sequence", "tool_use")


def reply_of(
    message: Mapping[str, Any], *, wants_object: bool = False, request_id: str = "", latency_ms: int = 0
) -> Reply:
    """`wants_object`: the text must be one JSON object.

    Raises ClaudeRefusalError, ClaudeTokenLimitError and ClaudeParsingError, each with what was used; of an
    answer that does not count, or in nonsense, nobody knows what it cost.
    """
    try:
        tokens = _tokens(message)
    except (AttributeError, ValueError) as error:
        raise ClaudeParsingError(request_id=request_id, is_cost_unknown=True) from error
    try:
        return _reply(storable(message), tokens, wants_object, request_id, latency_ms)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ClaudeParsingError(
            request_id=request_id, tokens=tokens, is_cost_unknown=tokens is None
        ) from error


def _reply(
    message: Mapping[str, Any], tokens: Tokens | None, wants_object: bool, request_id: str, latency_ms: int
) -> Reply:
    about: dict[str, Any] = {
        "request_id": request_id,
        "tokens": tokens,
        "is_cost_unknown": tokens is None,
    }
    blocks, reason = message.get("content"), message.get("stop_reason")
    text = _text(blocks)
    _check_end(message, about)
    if not isinstance(blocks, list) or tokens is None or reason not in ENDED:
        raise ClaudeParsingError(raw_text=text, stop_reason=str(reason or ""), **about)
    if not text and not any(each["type"] == "tool_use" for each in blocks):
        raise ClaudeRefusalError(**about)
    if wants_object and reason != "tool_use":
        text = _object(text, about)
    return Reply(
        text=text,
        blocks=tuple(blocks),
        stop_reason=reason,
        tokens=tokens,
        request_id=request_id,
        model=str(message.get("model") or ""),
        latency_ms=latency_ms,
    )


def _tokens(message: Mapping[str, Any]) -> Tokens | None:
    """Servers of one's own may not count, and cost nothing."""
    usage = message.get("usage")
    if isinstance(usage, Mapping):
        return tokens_of(usage)
    return Tokens() if is_compatible() else None


def _text(blocks: Any) -> str:
    if not isinstance(blocks, list):
        return ""
    return "".join(each["text"] for each in blocks if each["type"] == "text")


def _check_end(message: Mapping[str, Any], about: Mapping[str, Any]) -> None:
    """An answer that was cut off or declined is never read, however whole it looks."""
    reason = message.get("stop_reason")
    if reason == "refusal":
        details = message.get("stop_details")
        category = details.get("category") if isinstance(details, Mapping) else ""
        raise ClaudeRefusalError(category=category if isinstance(category, str) else "", **about)
    if reason == "max_tokens":
        raise ClaudeTokenLimitError(kind="output", **about)
    if reason == "model_context_window_exceeded":
        raise ClaudeTokenLimitError(kind="context", **about)


def _object(text: str, about: Mapping[str, Any]) -> str:
    """The JSON object of the answer. Only servers that cannot be held to a schema may write around it."""
    found = _first_object(text) if is_compatible() else text.strip()
    try:
        is_object = isinstance(json.loads(found), dict)
    except (ValueError, RecursionError):
        is_object = False
    if not is_object:
        raise ClaudeParsingError(raw_text=text, stop_reason="end_turn", **about)
    return found


def _first_object(text: str) -> str:
    decoder, start = json.JSONDecoder(), text.find("{")
    while start >= 0:
        try:
            return text[start : decoder.raw_decode(text, start)[1]]
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
    return ""
