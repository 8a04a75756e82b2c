"""The double itself: who may ask, what is answered, and a log of everything that came."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests.doubles.claude import batches, checks, composing, scenarios, streaming
from tests.doubles.claude.batches import Batch
from tests.doubles.claude.composing import Content
from tests.doubles.claude.server import Answer, Asked, Listening

type Answering = Callable[[dict[str, Any]], Content | None]
"""Given a request's body: text, a dict that becomes JSON, blocks, or None for the default."""

MODELS = ("claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5")
BAD_KEY = "bad"


class ClaudeDouble:
    """Use as a context manager, or call `start` and `stop`. Started again it has the same address.

    `requests` is the log. `keys` has the scenario of each key that does not work. `hang_s` is how long
    silence lasts, `latency_s` comes before every answer, `delta_s` between two pieces of a stream.
    `is_compatible` turns it into a local server that knows only a part of the API. `batch_outcomes` is how
    the items of the next batches end, in order: a scenario, succeeded without one.
    """

    def __init__(self, *, port: int = 0) -> None:
        self._server = Listening(self, port)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.requests: list[Asked] = []
        self.hits: Counter[str] = Counter()
        self.keys: dict[str, str] = {BAD_KEY: "status401"}
        self.batch_outcomes: list[str] = []
        self.hang_s, self.latency_s, self.delta_s = 3.0, 0.0, 0.0
        self.is_compatible = False
        self._answering: Answering = lambda _: None
        self._script: list[str] = []
        self._raw: list[list[bytes]] = []
        self._batches: dict[str, Batch] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def start(self) -> ClaudeDouble:
        if self._server.fileno() < 0:
            self._server = Listening(self, self.port)
        self._server.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> ClaudeDouble:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def answers(self, answering: Answering) -> None:
        """Let `answering` write what is said from now on; scenarios still spoil it."""
        self._answering = answering

    def plays(self, *names: str) -> None:
        """The scenarios of the next requests for a message, one each; the last one stays."""
        unknown = [name for name in names if not scenarios.is_known(name)]
        assert not unknown, f"no such scenario: {unknown}"
        self._script = list(names)

    def sends(self, *events: bytes) -> None:
        """The next answer is a stream of exactly these bytes, whatever they say."""
        self._raw.append(list(events))

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What was asked of the model, batches and counting aside."""
        return [each.body for each in self.requests if each.path == "/v1/messages"]

    def answer(self, asked: Asked) -> Answer:
        request_id = f"req_{next(self._numbers):06}"
        self.requests.append(asked)
        if self.latency_s:
            time.sleep(self.latency_s)
        answer = self._refused(asked, request_id) or self._routed(asked, request_id)
        answer.headers = {
            "request-id": request_id,
            "anthropic-ratelimit-input-tokens-remaining": "100000",
            **answer.headers,
        }
        return answer

    def _refused(self, asked: Asked, request_id: str) -> Answer | None:
        """Who may not ask at all."""
        if asked.headers.get("anthropic-version") not in self._versions():
            return _error(400, "anthropic-version: not a valid version", request_id)
        key = asked.headers.get("x-api-key") or asked.headers.get("authorization", "").removeprefix("Bearer ")
        refusal = scenarios.status_of(self.keys.get(key.strip(), "" if key.strip() else "status401"))
        if refusal is None:
            return None
        return Answer(refusal.status, refusal.body(request_id), refusal.headers())

    def _versions(self) -> tuple[str, ...]:
        return checks.VERSIONS[1:] if self.is_compatible else checks.VERSIONS

    def _routed(self, asked: Asked, request_id: str) -> Answer:
        path = asked.path.removeprefix("/v1/")
        if (asked.method, path) == ("POST", "messages"):
            return self._message(asked, request_id)
        if self.is_compatible or not asked.path.startswith("/v1/"):
            return _error(404, "Not Found", request_id)
        if (asked.method, path) == ("POST", "messages/count_tokens"):
            return Answer(content={"input_tokens": composing.tokens_of(asked.body)})
        if (asked.method, path) == ("POST", "messages/batches"):
            return self._new_batch(asked, request_id)
        if asked.method == "GET" and path.startswith("messages/batches/"):
            return self._batch(path, request_id)
        if (asked.method, path) == ("GET", "models"):
            return Answer(content=_models())
        return _error(404, "Not Found", request_id)

    def _scenario(self, asked: Asked) -> str:
        """By header, by the person's key, else by the script."""
        named = asked.headers.get("x-test-double-scenario", "")
        person = str((asked.body.get("metadata") or {}).get("user_id", ""))
        if not named and person.startswith("scenario:"):
            named = person.removeprefix("scenario:")
        with self._lock:
            if not named and self._script:
                named = self._script.pop(0) if len(self._script) > 1 else self._script[0]
            self.hits[named or "ok"] += 1
        return named or "ok"

    def _message(self, asked: Asked, request_id: str) -> Answer:
        version = asked.headers["anthropic-version"]
        if wrong := checks.problem(asked.body, version=version, compatible=self.is_compatible):
            return _error(400, wrong, request_id)
        scenario = self._scenario(asked)
        status = scenarios.status_of(scenario)
        if status and (status.times is None or self.hits[scenario] <= status.times):
            return Answer(status.status, status.body(request_id), status.headers())
        if early := self._early(scenario):
            return early
        message = self.compose(asked.body, scenario)
        if scenario == "drip":
            raw = json.dumps(message).encode()
            headers = {"Content-Type": "application/json"}
            drops = itertools.chain.from_iterable((raw[at : at + 1], 0.05) for at in range(len(raw)))
            return Answer(pieces=drops, headers=headers)
        if self._raw:
            return Answer(pieces=self._raw.pop(0))
        if asked.body.get("stream"):
            pace = {"hang_s": self.hang_s, "delta_s": self.delta_s}
            return Answer(pieces=streaming.pieces(message, scenario, request_id=request_id, **pace))
        return Answer(content=message)

    def _early(self, scenario: str) -> Answer | None:
        """What happens before anything is said."""
        if scenario == "hang":
            time.sleep(self.hang_s)
        page = {"Content-Type": "text/html"}
        early = {
            "drop": Answer(0),
            "html502": Answer(502, b"<html><h1>Bad Gateway</h1></html>", page),
            "notjson": Answer(content=b"{not json"),
            "badshape": Answer(content={"hello": "world"}),
        }
        return early.get(scenario)

    def compose(
        self, body: dict[str, Any], scenario: str = "ok", *, tier: str = "standard"
    ) -> dict[str, Any]:
        """The message that answers `body`."""
        content = scenarios.calls_of(scenario, body)
        if content is None:
            said = self._answering(body)
            content = composing.as_blocks(composing.default(body) if said is None else said, body)
        message = composing.message(next(self._numbers), body, content, tier=tier)
        return scenarios.spoilt(message, scenario, self.hits[scenario], body)

    def _new_batch(self, asked: Asked, request_id: str) -> Answer:
        if wrong := batches.problem(asked.body):
            return _error(400, wrong, request_id)
        results = {each["custom_id"]: self._result(each["params"]) for each in asked.body["requests"]}
        batch = Batch(f"msgbatch_{next(self._numbers):06}", results)
        self._batches[batch.identity] = batch
        return Answer(content=batch.shown(self.url))

    def _result(self, params: dict[str, Any]) -> dict[str, Any]:
        """How one item ends; each is checked like any request."""
        named = str((params.get("metadata") or {}).get("user_id", ""))
        outcome = self.batch_outcomes.pop(0) if self.batch_outcomes else named.removeprefix("scenario:")
        if outcome in ("expired", "canceled"):
            return {"type": outcome}
        wrong = checks.problem(params) or ("scripted" if outcome == "errored" else "")
        if wrong:
            return {"type": "errored", "error": scenarios.error_body(400, wrong, None)}
        scenario = outcome if scenarios.is_known(outcome) else "ok"
        return {"type": "succeeded", "message": self.compose(params, scenario, tier="batch")}

    def _batch(self, path: str, request_id: str) -> Answer:
        identity, _, rest = path.removeprefix("messages/batches/").partition("/")
        batch = self._batches.get(identity)
        if batch is None or rest not in ("", "results"):
            return _error(404, "Not Found", request_id)
        if rest == "results":
            return Answer(content=batch.lines(), headers={"Content-Type": "application/x-jsonl"})
        batch.polls += 1
        return Answer(content=batch.shown(self.url))


def _error(status: int, text: str, request_id: str) -> Answer:
    return Answer(status, scenarios.error_body(status, text, request_id))


def _models() -> Mapping[str, Any]:
    limits = {"lifecycle": "active", "max_input_tokens": 1_000_000, "max_tokens": 128_000}
    rows = [
        {"type": "model", "id": name, "display_name": name, "created_at": "2026-10-01T00:00:00Z", **limits}
        for name in MODELS
    ]
    return {"data": rows, "has_more": False, "first_id": None, "last_id": None}
