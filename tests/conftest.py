"""Fixtures that every room's tests share."""

import gc
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from analysis.gateway import sdk, trying
from config.serve import valkey
from config.serve.child import die_with
from config.testing import browser as chromium
from tests import cleaning
from tests.doubles.claude import ClaudeDouble

EDGES = re.compile(r"(^|/)(views|api|gateway|channels|evaluation|test_api\w*\.py|test_views\w*\.py)(/|$)")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# These wait for processes that share two processors with the other tests; a second try is counted as "rerun".
WAITING = {"browser", "servers"}
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A page may be slow beside two other test processes, and is not wrong for that.
PAGE_TIMEOUT_MS = 20_000

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile("formline", deadline=None, max_examples=50)
hypothesis.settings.load_profile("formline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # What takes minutes comes first: at the end all other processes would wait for it.
    items.sort(key=lambda item: not _is_served(item))
    for item in items:
        if WAITING & {marker.name for marker in item.iter_markers()}:
            item.add_marker(pytest.mark.flaky(reruns=1))
    if not config.getoption("--database-only"):
        return
    chosen = [item for item in items if _touches_database(item) and not _is_edge(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def pytest_collection_finish() -> None:
    """What the run consists of stays to its end; looking through it for rubbish takes time."""
    gc.collect()
    gc.freeze()


def _is_served(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("servers")) and not _touches_database(item)


def _is_edge(item: pytest.Item) -> bool:
    """Pages, the API and what asks other programs are thin over services, which run on this database."""
    return bool(EDGES.search(item.path.relative_to(settings.BASE_DIR).as_posix()))


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


def pytest_unconfigure() -> None:
    """The test settings make a data folder per process."""
    shutil.rmtree(settings.FORMLINE_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Emptying tables after a test costs what the test filled, not what the house has: see `cleaning`."""
    cleaning.make_cheap()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rows of one test have the ids of another's, and so would what was kept and counted for them."""
    cache.clear()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real activity files beside the project; read only, never copied into it."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("no corpus of real files beside the project")
    return folder


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Valkey of this test process alone, or the one that TEST_REDIS_URL names."""
    if named := os.environ.get("TEST_REDIS_URL"):
        yield named
        return
    server = valkey.prepare(tmp_path_factory.mktemp("valkey"))
    process = subprocess.Popen(
        server.argv, stdout=subprocess.DEVNULL, preexec_fn=die_with(os.getpid(), signal.SIGKILL)
    )
    try:
        deadline = time.monotonic() + 10
        while not server.answers():
            assert time.monotonic() < deadline, "Valkey did not start"
            time.sleep(0.02)
        yield server.url
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def claude(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClaudeDouble]:
    """Claude is switched on, the double of its service answers, and tries follow at once."""
    monkeypatch.setattr(trying, "FIRST_PAUSE_S", 0.01)
    with ClaudeDouble() as double:
        settings.AI_ENABLED = True
        settings.ANTHROPIC_API_KEYS = ["a-key"]
        settings.ANTHROPIC_BASE_URL = double.url
        yield double
        sdk.loaded().hang_up()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    path = chromium.installed()
    if path is None:
        reason = "no Chromium or Chrome on this machine; bin/test gets one"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    # Playwright's event loop lives in this thread, and Django would take our own queries for async ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        expect.set_options(timeout=PAGE_TIMEOUT_MS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A fresh profile, 1280 x 800, whose relative addresses lead to the live server."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(PAGE_TIMEOUT_MS)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """An empty page; the test fails when a script breaks on it or it offends against the CSP."""
    faults: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    page = browser_context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", listen)
    yield page
    assert faults == []
