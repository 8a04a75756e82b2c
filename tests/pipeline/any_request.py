"""Requests of all sorts made from the description of the API; their answers are held against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import schemathesis
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi import checks

from tests.athletes.api_world import World

HELD = (
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)
OURS = frozenset({"authorization", "cookie", "host", "content-length", "connection", "accept-encoding"})
"""Headers that are set by whoever asks, not by what was made up."""

BASE = "http://testserver"


@dataclass
class Asked:
    """How many requests were asked, by status, and what was wrong with which."""

    count: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def note(self, status: int) -> None:
        self.count += 1
        self.statuses[status] = self.statuses.get(status, 0) + 1


def operations() -> list[Any]:
    """All that the committed description names."""
    schema = schemathesis.openapi.from_path(Path(settings.BASE_DIR) / "docs" / "openapi.yaml")
    return [each.ok() for each in schema.get_all_operations()]


def ask_all(world: World, client: Client, *, examples: int) -> Asked:
    """Ask each operation that often, with what fits its description and as often with what does not.

    `athlete` and `uid` in an address are those of the world, so that something is found; of several
    examples every other time.
    """
    found = Asked()
    named = addresses(world)
    for operation in operations():
        cache.clear()
        known = next((parts for pattern, parts in named if pattern(operation.path)), None)
        for mode in GenerationMode:
            for path in ({"path_parameters": known}, {}) if known and examples > 1 else (_of(known),):
                _ask(operation.as_strategy(mode, **path), client, found, examples)
    return found


def _of(known: dict[str, str] | None) -> dict[str, Any]:
    return {"path_parameters": known} if known else {}


def addresses(world: World) -> list[tuple[Callable[[str], bool], dict[str, str]]]:
    """The parts of each address of the world, beside what tells whether a template is its."""
    athlete = str(world.athlete.uid)
    found = []
    for name, uid in world.uids.items():
        url = world.url(name)
        found.append((_fits(url), {"athlete": athlete, "uid": str(uid)}))
    return [*found, (lambda path: "{athlete}" in path and "{uid}" not in path, {"athlete": athlete})]


def _fits(url: str) -> Callable[[str], bool]:
    return lambda path: bool(re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), url))


def _ask(strategy: Any, client: Client, found: Asked, examples: int) -> None:
    @how(
        max_examples=examples,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def once(case: Any) -> None:
        with transaction.atomic():
            answer = _answer(client, _prepared(case))
            transaction.set_rollback(True)
        found.note(answer.status_code)
        found.faults += _faults(case, answer)

    once()


def _prepared(case: Any) -> requests.PreparedRequest:
    return requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()


def _answer(client: Client, asked: requests.PreparedRequest) -> Response:
    url = urlsplit(str(asked.url))
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    headers = {name: _text(value) for name, value in asked.headers.items() if name.lower() not in OURS}
    kind = headers.pop("Content-Type", "")
    path = f"{url.path}?{url.query}" if url.query else url.path
    given_answer = client.generic(str(asked.method), path, body, kind, headers=headers)
    return Response(
        given_answer.status_code,
        {name: [value] for name, value in given_answer.headers.items()},
        b"".join(given_answer) if given_answer.streaming else given_answer.content,
        asked,
        0.0,
        verify=False,
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _faults(case: Any, answer: Response) -> Iterator[str]:
    told = f"{case.method} {case.path} {_brief(case)} -> {answer.status_code} {answer.content[:200]!r}"
    if answer.status_code >= 500:
        yield f"server error: {told}"
        return
    try:
        case.validate_response(answer, checks=list(HELD))
    except FailureGroup as failures:
        yield from (f"{each.message[:300]}: {told}" for each in failures.exceptions)


def _brief(case: Any) -> Mapping[str, str]:
    parts = {"path": case.path_parameters, "query": case.query, "body": case.body}
    return {name: repr(value)[:150] for name, value in parts.items() if value}
