"""The only importer of `anthropic`: the SDK as this project needs it.

It repeats nothing by itself, reads no key, address or profile from the environment, logs and traces nothing,
and what it raises leaves this module as an AIAnalysisError.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any

import anthropic
import httpx2

from analysis.errors import (
    AIAnalysisError,
    ClaudeAPIError,
    ClaudeConnectionError,
    ClaudeParsingError,
    ClaudeTimeoutError,
)
from analysis.gateway.failures import failure
from analysis.gateway.keys import base_url
from analysis.gateway.wire import is_compatible
from config.core.patience import Patience, patience

CONNECT_S, READ_S, WRITE_S, POOL_S = 5.0, 60.0, 30.0, 5.0
OLD_VERSION = {"anthropic-version": "2023-06-01"}
"""The only one that servers of one's own are tested with."""

# With ANTHROPIC_LOG=debug the SDK would write down everything that is sent.
for name in ("anthropic", "httpx2"):
    logging.getLogger(name).setLevel(logging.WARNING)

_clients: dict[tuple[str, str, bool, int], anthropic.Anthropic] = {}


class Line:
    """One request whose answer comes as a stream. `request_id` is known once the first event is there."""

    def __init__(self, key: str, body: Mapping[str, Any], left_s: float) -> None:
        self._key, self._body, self._left_s = key, body, left_s
        self.request_id = ""

    def events(self) -> Iterator[dict[str, Any]]:
        """The events as dicts; closing the iterator hangs up. Raises AIAnalysisError, at the deadline too."""
        with patience(self._left_s) as waiting:
            stream = None
            try:
                stream = _client(self._key).messages.create(
                    **self._body, stream=True, timeout=_timeout(self._left_s)
                )
                self.request_id = stream.response.headers.get("request-id", "")
                waiting.watch(_socket(stream.response))
                for event in stream:
                    yield event.to_dict(warnings=False)
                if waiting.is_over:
                    raise ClaudeTimeoutError
            except (anthropic.AnthropicError, httpx2.HTTPError, JSONDecodeError, UnicodeDecodeError) as error:
                raise _translated(error, waiting, self.request_id) from error
            finally:
                if stream is not None:
                    stream.close()


def counted(key: str, body: Mapping[str, Any], left_s: float) -> int:
    """Tokens of a request, by the provider's count."""
    with _translating(left_s):
        return _client(key).messages.count_tokens(**body, timeout=_timeout(left_s)).input_tokens


def new_batch(key: str, requests: Sequence[Mapping[str, Any]], left_s: float) -> str:
    """The provider's id of a batch that it has taken."""
    with _translating(left_s):
        made: Any = requests
        return _client(key).messages.batches.create(requests=made, timeout=_timeout(left_s)).id


def batch_results(key: str, identity: str, left_s: float) -> list[dict[str, Any]] | None:
    """Rows of custom_id and result, in any order; None while the batch is being worked on."""
    with _translating(left_s):
        batches = _client(key).messages.batches
        timeout = _timeout(left_s)
        if batches.retrieve(identity, timeout=timeout).processing_status != "ended":
            return None
        return [row.to_dict(warnings=False) for row in batches.results(identity, timeout=timeout)]


@atexit.register
def hang_up() -> None:
    """Close the connections of this process that wait for another request."""
    for mine in [each for each in _clients if each[-1] == os.getpid()]:
        _clients.pop(mine).close()


def _client(key: str) -> anthropic.Anthropic:
    # One per process: connections must not be shared with a fork.
    wanted = (key, base_url(), is_compatible(), os.getpid())
    return _clients.get(wanted) or _clients.setdefault(wanted, _made(key))


def _made(key: str) -> anthropic.Anthropic:
    return anthropic.Anthropic(
        api_key=key,
        base_url=base_url(),
        max_retries=0,
        open_telemetry=False,
        default_headers=OLD_VERSION if is_compatible() else None,
    )


def _timeout(left_s: float) -> httpx2.Timeout:
    return httpx2.Timeout(
        connect=min(CONNECT_S, left_s), read=min(READ_S, left_s), write=min(WRITE_S, left_s), pool=POOL_S
    )


def _socket(response: httpx2.Response) -> Any:
    stream = response.extensions.get("network_stream")
    return stream.get_extra_info("socket") if stream is not None else None


@contextmanager
def _translating(left_s: float) -> Iterator[None]:
    with patience(left_s) as waiting:
        try:
            yield
        except (anthropic.AnthropicError, httpx2.HTTPError, JSONDecodeError, UnicodeDecodeError) as error:
            raise _translated(error, waiting, "") from error


def _translated(error: Exception, waiting: Patience, request_id: str) -> AIAnalysisError:
    if waiting.is_over or isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        return ClaudeTimeoutError(request_id=request_id, is_cost_unknown=True)
    if isinstance(error, anthropic.APIStatusError):
        return failure(
            error.status_code,
            type=error.type or "",
            error_code=error.error_code or "",
            request_id=error.request_id or request_id,
            headers=error.response.headers,
        )
    if isinstance(error, anthropic.APIConnectionError | httpx2.HTTPError):
        return ClaudeConnectionError(request_id=request_id)
    if isinstance(error, JSONDecodeError | UnicodeDecodeError):
        return ClaudeParsingError(request_id=request_id)
    return ClaudeAPIError(request_id=request_id)
