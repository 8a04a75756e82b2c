"""What is asked of a model and what comes back, without the SDK, Django or a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

type Effort = Literal["low", "medium", "high"]
type CacheTTL = Literal["", "5m", "1h"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question to a model.

    `messages` are dicts of the Messages API and must begin and end with the user's; `schema` is the JSON
    schema that the answer must keep, None for prose; `tools` are dicts of the Messages API. `max_tokens`
    includes thinking. `cache_ttl` asks for a cache of everything up to the end of `system`, "" for none.
    `user_key` must be opaque, never a name, a uid or an address.
    """

    model: str
    system: str
    messages: Sequence[Mapping[str, Any]]
    schema: Mapping[str, Any] | None = None
    tools: Sequence[Mapping[str, Any]] = ()
    max_tokens: int = 8_000
    effort: Effort = "medium"
    cache_ttl: CacheTTL = ""
    user_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What was used. The prompt is `input`, which was in no cache, and both writes and `cache_read` together;
    `output` includes `thinking`."""

    input: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    cache_read: int = 0
    output: int = 0
    thinking: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)}
        )


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer that is whole. `text` joins the blocks of text; with a schema it is one JSON object.

    `blocks` are dicts of the Messages API, as they must be sent back within a loop over tools; `stop_reason`
    is "end_turn", "stop_sequence" or "tool_use". `tokens` is the sum over all tries that were answered;
    `is_cost_unknown` says that another try may have been paid for and nobody knows how much.
    """

    text: str
    blocks: Sequence[Mapping[str, Any]]
    stop_reason: str
    tokens: Tokens
    request_id: str
    model: str
    latency_ms: int
    is_cost_unknown: bool = False


@dataclass(frozen=True)
class TextDelta:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True)
class ToolCall:
    """The model wants a tool to be run; `id` belongs into the `tool_result`."""

    id: str
    name: str
    input: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """The last event of a stream."""

    reply: Reply
