"""Fixtures of the foundation's tests."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from django.core.cache import cache
from django.test import Client

from config.core.logging import configure


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def failing_client(settings: pytest.FixtureRequest) -> Client:
    """A client of `tests.config.urls` that gets answers instead of exceptions."""
    settings.ROOT_URLCONF = "tests.config.urls"
    return Client(raise_request_exception=False)


@pytest.fixture
def written_logs(tmp_path: Path) -> Iterator[Callable[[], list[dict]]]:
    """Logs as production writes them; call it to get the lines so far, parsed."""
    file = configure(pretty=False, level="INFO", directory=tmp_path)["handlers"]["file"]
    formatter = configure(pretty=False, level="INFO", directory=None)["formatters"]["json"]
    handler = logging.FileHandler(file["filename"], encoding="utf-8")
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in Path(file["filename"]).read_text().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()
