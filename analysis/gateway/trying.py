"""Our own tries, few and before one deadline: the SDK's would sleep for as long as a server says."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import NoReturn

from analysis.errors import (
    AIAnalysisError,
    ClaudeAuthError,
    ClaudeBillingError,
    ClaudeConnectionError,
    ClaudePausedError,
    ClaudeTimeoutError,
)
from analysis.gateway import keys
from analysis.gateway.recording import recorded
from analysis.gateway.types import Tokens

MOST_TRIES = 3
MOST_TRIES_UNHEARD = 2
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 20.0
LEAST_LEFT_S = 0.05


class Tries:
    """With which key and until when one question is asked, again if need be, and what that has used.

    `tokens` is None while no service has said what it used; `is_cost_unknown` once a try may have used more.
    """

    def __init__(self, model: str, deadline_s: float) -> None:
        self.keys = keys.usable(model)
        self.tokens: Tokens | None = None
        self.is_cost_unknown = False
        self._ends = time.monotonic() + deadline_s
        self._failures = 0

    @property
    def left_s(self) -> float:
        return max(self._ends - time.monotonic(), LEAST_LEFT_S)

    def used(self, tokens: Tokens | None) -> None:
        if tokens is not None:
            self.tokens = (self.tokens or Tokens()) + tokens

    def give_up(self, error: AIAnalysisError) -> NoReturn:
        """Raise it with the costs of all tries."""
        self.is_cost_unknown = self.is_cost_unknown or error.is_cost_unknown
        error.tokens, error.is_cost_unknown = self.tokens, self.is_cost_unknown
        raise error

    def go_on(self, error: AIAnalysisError) -> None:
        """Wait, or take another key, for the next try; raises `error` when there is none."""
        self.is_cost_unknown = self.is_cost_unknown or error.is_cost_unknown
        if isinstance(error, ClaudeAuthError | ClaudeBillingError):
            self._next_key(error)
        else:
            self._wait(error)

    def _next_key(self, error: ClaudeAuthError | ClaudeBillingError) -> None:
        # What is not found with this key says nothing against it.
        if error.http_status != 404:
            keys.let_key_rest(self.keys[0], error)
        if len(self.keys) == 1:
            self.give_up(error)
        self.keys = self.keys[1:]

    def _wait(self, error: AIAnalysisError) -> None:
        self._failures += 1
        if not error.retryable or self._failures >= _most_tries(error):
            self.give_up(error)
        longest = min(FIRST_PAUSE_S * 2 ** (self._failures - 1), LONGEST_PAUSE_S)
        pause_s = max(error.retry_after_s or 0.0, random.uniform(0, longest))  # noqa: S311
        if pause_s >= self._ends - time.monotonic():
            self.give_up(error)
        time.sleep(pause_s)


def called[T](operation: str, model: str, deadline_s: float, call: Callable[[str, float], T]) -> T:
    """What `call(key, seconds left)` returns, tried as often as it makes sense. Raises AIAnalysisError."""
    tries = Tries(model, deadline_s)
    while True:
        try:
            with recorded(operation, model):
                return call(tries.keys[0], tries.left_s)
        except AIAnalysisError as error:
            tries.go_on(error)


def _most_tries(error: AIAnalysisError) -> int:
    if isinstance(error, ClaudePausedError):
        return 1
    return MOST_TRIES_UNHEARD if isinstance(error, ClaudeConnectionError | ClaudeTimeoutError) else MOST_TRIES
