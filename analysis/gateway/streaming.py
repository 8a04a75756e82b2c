"""An answer while it is being written."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

from analysis.errors import (
    AIAnalysisError,
    ClaudeAPIError,
    ClaudeAuthError,
    ClaudeParsingError,
    ClaudeTokenLimitError,
)
from analysis.estimates import estimated_prompt
from analysis.gateway import keys, sdk, wire
from analysis.gateway.gathering import Gathering
from analysis.gateway.reading import reply_of
from analysis.gateway.recording import recorded
from analysis.gateway.trying import Tries
from analysis.gateway.types import Effort, Ended, Request, TextDelta, Tokens, ToolCall

OPERATION = "messages"
WINDOW_TOKENS, NEARLY_FULL = 1_000_000, 0.8
MOST_OUTPUT_TOKENS = 16_000
LOWER: dict[Effort, Effort] = {"high": "medium", "medium": "low", "low": "low"}

type Event = TextDelta | ToolCall | Ended


@contextmanager
def stream(request: Request, *, deadline_s: float) -> Iterator[Stream]:
    """The answer as it is written, within `deadline_s` over all tries; leaving the block hangs up.

    Raises AIAnalysisError. What fails before its first word is tried again, what fails later is not.
    """
    events = Stream(request, deadline_s, is_read_along=True)
    with closing(events):
        yield events


class Stream:
    """Iterate over it for TextDelta, ToolCall and, as the last, Ended."""

    def __init__(self, request: Request, deadline_s: float, *, is_read_along: bool) -> None:
        # Before the clock starts: on a busy machine it takes longer than some deadlines.
        self._client = sdk.loaded()
        self._request, self._is_read_along = request, is_read_along
        self._tries = Tries(request.model, deadline_s)
        self._is_longer = False
        self._events = self._all()

    def __iter__(self) -> Iterator[Event]:
        return self._events

    @property
    def tokens(self) -> Tokens | None:
        """Used so far, also after leaving early, then estimated; None while the service has said nothing."""
        return self._tries.tokens

    def close(self) -> None:
        self._events.close()

    def _all(self) -> Generator[Event]:
        while True:
            has_shown = False
            try:
                for event in self._one():
                    has_shown = self._is_read_along
                    yield event
                return
            except AIAnalysisError as error:
                if has_shown:
                    self._tries.give_up(error)
                if not self._can_be_longer(error):
                    self._tries.go_on(error)

    def _one(self) -> Iterator[Event]:
        """One try."""
        request, tries, gathering = self._request, self._tries, Gathering()
        started = time.monotonic()
        with recorded(OPERATION, request.model):
            line = self._client.Line(tries.keys[0], wire.body_of(request), tries.left_s)
            try:
                with closing(line.events()) as events:
                    for event in events:
                        if (said := _taken(gathering, event)) is not None:
                            yield said
                latency_ms = round((time.monotonic() - started) * 1_000)
                _check_whole(gathering, line.request_id)
                reply = reply_of(
                    gathering.message,
                    wants_object=request.schema is not None,
                    request_id=line.request_id,
                    latency_ms=latency_ms,
                )
            except AIAnalysisError as error:
                raise self._judged(error, gathering) from error
            finally:
                tries.used(gathering.tokens())
        yield Ended(
            replace(reply, tokens=tries.tokens or reply.tokens, is_cost_unknown=tries.is_cost_unknown)
        )

    def _judged(self, error: AIAnalysisError, gathering: Gathering) -> AIAnalysisError:
        """The error, seen with what was asked and what has come."""
        if gathering.message and not gathering.is_whole:
            error.is_cost_unknown = True
        if isinstance(error, ClaudeAuthError) and error.http_status == 404 and len(self._tries.keys) == 1:
            keys.let_model_rest(self._request.model)
        is_bad_request = isinstance(error, ClaudeAPIError) and error.http_status == 400
        if is_bad_request and estimated_prompt(self._request) > NEARLY_FULL * WINDOW_TOKENS:
            return ClaudeTokenLimitError(kind="input", request_id=error.request_id)
        return error

    def _can_be_longer(self, error: AIAnalysisError) -> bool:
        """Once, since thinking counts too: twice the room, and less thinking."""
        room = min(self._request.max_tokens * 2, MOST_OUTPUT_TOKENS)
        is_cut = isinstance(error, ClaudeTokenLimitError) and error.kind == "output"
        if not is_cut or self._is_longer or room <= self._request.max_tokens:
            return False
        self._is_longer = True
        self._request = replace(self._request, max_tokens=room, effort=LOWER[self._request.effort])
        return True


def _taken(gathering: Gathering, event: Mapping[str, Any]) -> TextDelta | ToolCall | None:
    try:
        return gathering.take(event)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise ClaudeParsingError from error


def _check_whole(gathering: Gathering, request_id: str) -> None:
    """A stream may end without its end, and no error says so."""
    if not gathering.is_whole:
        raise ClaudeParsingError(request_id=request_id, is_cost_unknown=True)
