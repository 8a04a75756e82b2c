"""One answer of the model: it asks tools, and each sentence is let through once its numbers are checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from analysis.analysts.base import Claim
from analysis.chat.gathered import Gathered
from analysis.chat.sentences import Sentences, claim_of
from analysis.chat.tools import run
from analysis.gateway.types import Ended, Reply, Request, TextDelta, ToolCall
from analysis.grounding.verify import violations
from analysis.safety import urges

type Event = TextDelta | ToolCall | Ended
type Ask = Callable[[Request], AbstractContextManager[Iterator[Event]]]

MOST_ROUNDS = 6
MOST_SENTENCES = 200
TOOLS_S = 20.0
NO_MORE = "No more tools in this answer. Answer with what you have."


@dataclass(frozen=True, slots=True)
class Sentence:
    """One that holds against the evidence; its slots are in `Gathered.whole()`."""

    claim: Claim


@dataclass(frozen=True, slots=True)
class Withheld:
    """One that did not hold, and by which rules."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looking:
    """A tool is being asked."""

    tool: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing to show; whoever listens may look whether it should stop."""


type Step = Sentence | Withheld | Looking | Pause


@dataclass
class Trace:
    """What happened on the way: `calls` are `{tool, arguments, refs, is_error}`."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)
    model: str = ""
    tools_s: float = 0.0
    sentences: int = 0


def converse(gathered: Gathered, request: Request, *, ask: Ask, trace: Trace) -> Iterator[Step]:
    """The steps of the answer to `request`, whose tools read `gathered`.

    Raises what `ask` raises; the sentences before that stand.
    """
    for round_number in range(1, MOST_ROUNDS + 1):
        sentences, calls = Sentences(), list[ToolCall]()
        reply: Reply | None = None
        with ask(request) as events:
            for event in events:
                if isinstance(event, TextDelta):
                    yield from _checked(gathered, sentences.feed(event.text), trace)
                    if trace.sentences >= MOST_SENTENCES:
                        return
                    yield Pause()
                elif isinstance(event, ToolCall):
                    calls.append(event)
                else:
                    reply = event.reply
        yield from _checked(gathered, sentences.rest(), trace)
        if reply is None:
            return
        trace.request_ids.append(reply.request_id)
        trace.model = reply.model
        if not calls or reply.stop_reason != "tool_use":
            return
        results = yield from _asked(gathered, calls, trace, is_last=round_number >= MOST_ROUNDS - 1)
        request = _continued(request, reply, results)


def _checked(gathered: Gathered, sentences: Iterator[str], trace: Trace) -> Iterator[Step]:
    """An answer that does not end is hung up on by whoever counts its sentences."""
    for sentence in islice(sentences, MOST_SENTENCES - trace.sentences):
        trace.sentences += 1
        claim = claim_of(sentence)
        codes = tuple(found.code for found in violations(claim, gathered.whole()))
        if gathered.is_resting and urges(sentence):
            codes = (*codes, "rest")
        yield Withheld(codes) if codes else Sentence(claim)


def _asked(
    gathered: Gathered, calls: Sequence[ToolCall], trace: Trace, *, is_last: bool
) -> Generator[Step, None, list[dict[str, Any]]]:
    """All results belong into one message, errors too."""
    results: list[dict[str, Any]] = []
    for call in calls:
        yield Looking(call.name)
        text, is_error = _run(gathered, call, trace, is_last=is_last)
        results.append({"type": "tool_result", "tool_use_id": call.id, "content": text, "is_error": is_error})
    return results


def _run(gathered: Gathered, call: ToolCall, trace: Trace, *, is_last: bool) -> tuple[str, bool]:
    if is_last or trace.tools_s > TOOLS_S:
        return NO_MORE, True
    known, begun = len(gathered.values), time.monotonic()
    text, is_error = run(gathered, call.name, call.input)
    trace.tools_s += time.monotonic() - begun
    refs = [value.id for value in gathered.values[known:]]
    trace.calls.append({"tool": call.name, "arguments": dict(call.input), "refs": refs, "is_error": is_error})
    return text, is_error


def _continued(request: Request, reply: Reply, results: Sequence[Mapping[str, Any]]) -> Request:
    more = ({"role": "assistant", "content": list(reply.blocks)}, {"role": "user", "content": list(results)})
    return replace(request, messages=(*request.messages, *more))
